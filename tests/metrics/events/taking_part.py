"""What does a test need to ask about events, polls, proposals and committees? Their tables, filled.

A small party is really built, so that amphoe, provinces and members are an edition's own; the
tables of who takes part stand beside them with the columns a build gives them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.warehouse import older_editions
from tests.party import Con, Party, member

TABLES = {
    "events": "event_id text, kind text, held_on date, province_code text, amphoe_code text,"
    " registered bigint, attended bigint, joined bigint, listed_on date, file text, line bigint",
    "event_flags": "event_id text, flag text",
    "committees": "province_code text, formed_on date, ended_on date, active_people bigint,"
    " listed_on date, file text, line bigint",
    "polls": "poll_id text, question text, question_key text, is_several boolean, opened_on date,"
    " closed_on date, scope_kind text, scope_code text, listed_on date, file text, line bigint",
    "poll_choices": "poll_id text, choice_no integer, choice text",
    "poll_flags": "poll_id text, flag text, rows bigint",
    "poll_answers": "poll_id text, choice_no integer, answered_on date, province_code text,"
    " amphoe_code text, answers bigint",
    "poll_respondents": "poll_id text, answered_on date, province_code text, amphoe_code text,"
    " respondents bigint",
    "proposals": "proposal_id text, raised_on date, province_code text, amphoe_code text,"
    " topic text, supporters bigint, status text, supported_on date, debated_on date,"
    " adopted_on date, declined_on date, done_on date, answered_on date, listed_on date,"
    " file text, line bigint",
    "proposal_flags": "proposal_id text, flag text",
}

Cell = str | int | bool | None
Row = Mapping[str, Cell]


def build(folder: Path, members: Mapping[tuple[str, str], int] | None = None) -> Path:
    """Build a party with so many members by (province, amphoe); return its public file."""
    party = Party(folder, threshold=6)
    places = members or {("เชียงใหม่", "แม่ริม"): 12, ("ภูเก็ต", "กะทู้"): 3}
    rows = [
        member(f"{place}{n}", province=province, amphoe=place)
        for (province, place), many in places.items()
        for n in range(many)
    ]
    party.members("2566-09-30", *rows)
    party.publish()
    return party.public


@contextmanager
def edition(
    public: Path, rows: Mapping[str, Sequence[Row]], *, with_tables: bool = True
) -> Iterator[Con]:
    """Open a copy of the public file in memory with these rows of who takes part."""
    with duckdb.connect() as con:
        con.execute(f"attach '{public}' as built (read_only)")
        names = con.execute(
            "select table_name from duckdb_tables() where database_name = 'built'"
        ).fetchall()
        for (name,) in names:
            if name not in TABLES:
                con.execute(f"create table {name} as from built.{name}")
        for name, columns in TABLES.items():
            if with_tables:
                con.execute(f"create table {name} ({columns})")
        for name, lines in rows.items():
            for line in lines:
                marks = ", ".join("?" * len(line))
                con.execute(
                    f"insert into {name} ({', '.join(line)}) values ({marks})",  # noqa: S608
                    list(line.values()),
                )
        con.execute("detach built")
        older_editions.complete(con)
        yield con
