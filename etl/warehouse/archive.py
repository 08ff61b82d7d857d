"""Archives totals, which outlive the rows they were counted from.

`<warehouse>/archive.duckdb` holds the counts of every day up to a list's day, without anybody's
row: changes a day and amphoe, the total of each list, the account of each file. The list of that
last day is kept with its rows, so that the next one can be held against it. Of people who stand
for office the rows of older lists are kept too, because it is by them that a term is verified;
and of those in the lists that are kept, who had been a member before.
"""

from datetime import date

import duckdb

from etl import safe_files
from etl.settings import Settings

TABLES = {
    "archived_lists": "list_on date, files bigint, members bigint",
    "archived_daily": (
        "amphoe_code text, province_code text, date date, joined bigint, returned bigint,"
        " moved_in bigint, left_members bigint, moved_out bigint, left_resigned bigint,"
        " left_lapsed bigint, left_deceased bigint, left_removed bigint, left_unknown bigint,"
        " net_yearly bigint, net_lifetime bigint, net_untyped bigint, is_backfilled boolean"
    ),
    "archived_members": (
        "list_on date, member_key uuid, amphoe_code text, province_code text, member_type text,"
        " is_active boolean, has_been_member boolean, reason text, joined_on date, left_on date"
    ),
    "archived_known": "member_key uuid",
    "archived_people": "member_key uuid",
    "archived_loads": (
        "file text, kind text, sha256 text, status text, encoding text, list_on date, bytes bigint,"
        " rows_in bigint, staged bigint, duplicates bigint, rejected bigint, forgotten bigint,"
        " nobody bigint, unknown_headings text, personal_headings text, problem_th text,"
        " problem_en text"
    ),
}
"""What the archive holds, each table with its columns."""

_QUERIES = {
    "archived_lists": """
        select list_on, files, coalesce(archived_members, (
            select count(*) from list_members
            where list_members.list_no = lists.list_no and is_active)) as members
        from lists where list_on <= $until
    """,
    "archived_daily": "select {columns} from membership_daily where date <= $until",
    "archived_members": """
        select {columns} from list_members
        where list_on < $until
            and member_key in (select person_key from terms where is_checkable)
    """,
    "archived_known": """
        select distinct members.member_key from list_members as members
        where members.list_on >= $until and (
            members.member_key in (
                select member_key from list_members
                where list_on < $until and (is_active or has_been_member))
            or members.member_key in (select member_key from archived_known))
    """,
    "archived_people": "select distinct person_key from terms where is_checkable",
    "archived_loads": """
        select {columns} from loads
        where status = 'archived' or (kind = 'members' and list_on < $until
            and status in ('loaded', 'unchanged'))
    """,
}


def ends_on(settings: Settings) -> date | None:
    """Return the last day of the archive, that of its newest list; None without one."""
    if not settings.archive.is_file():
        return None
    with duckdb.connect(str(settings.archive), read_only=True) as con:
        (day,) = con.execute("select max(list_on) from archived_lists").fetchone() or (None,)
    return day if isinstance(day, date) else None


def create_archive(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create every table of the archive in a draft, empty where there is none, and add its files
    to `loads`."""
    for table, columns in TABLES.items():
        con.execute(f"create table {table} ({columns})")
    if not settings.archive.is_file():
        return
    con.execute("attach $path as archive (read_only)", {"path": str(settings.archive)})
    for table in TABLES:
        con.execute(f"insert into {table} by name from archive.{table}")
    con.execute("detach archive")
    # A file that is still there is told once, with what it was when its rows were counted.
    con.execute("delete from loads where status = 'archived'")
    con.execute(
        "insert into loads by name select * replace ('archived' as status) from archived_loads"
    )


def write_archive(con: duckdb.DuckDBPyConnection, settings: Settings, until: date) -> None:
    """Write the archive up to the list of the day `until`, from a draft that passed every check.

    It takes the place of the one before whole: a killed command leaves that one.
    """
    with safe_files.replacing(settings.archive) as draft:
        con.execute("attach $path as fresh", {"path": str(draft)})
        for table, columns in TABLES.items():
            names = ", ".join(column.split()[0] for column in columns.split(", "))
            query = _QUERIES[table].format(columns=names)
            con.execute(f"create table fresh.{table} ({columns})")
            parameters = {"until": until} if "$until" in query else {}
            con.execute(f"insert into fresh.{table} {query}", parameters)
        con.execute("detach fresh")
