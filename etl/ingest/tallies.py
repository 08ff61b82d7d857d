"""Count a file of one row per person, leaving nothing of a person in the counts.

While it is read, in memory: rows alike are counted, and only how many they are is written, never
who, nor on which line. A member's number serves to tell two answers of one person from those of
two people and is then forgotten; not even a key of it is kept.

Whether a later answer takes the place of an earlier one depends on the poll, which is told in
another file: of a single choice the last answer given while the poll was open counts; of several,
each choice once. So each count keeps the day on which its people answered that poll again
(`next_answer_on`), and on which they chose the same again (`next_same_on`). A row that repeats
another of the same person in everything, the day included, is a duplicate.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb

from etl.ingest.sources import Source
from etl.ingest.sql import any_row, quoted_text
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues, joins_of

EXTRA = {
    "is_counted": "boolean",
    "is_numbered": "boolean",
    "next_answer_on": "date",
    "next_same_on": "date",
    "stands_for": "bigint",
}
"""What a staged count tells beside the columns of its file: whether it was counted here, whether
its people could be told apart, when they answered again, and how many rows of the file it is."""

COUNT_COLUMNS = (
    "false as is_counted, false as is_numbered, null::date as next_answer_on,"
    " null::date as next_same_on, 1::bigint as stands_for"
)
"""The same of a row that was told as a count."""

COUNTED_BY = ("poll_id", "choice", "answered_on", "province", "amphoe", "evidence")
"""What a count is of."""

# The hour and minute in the text of a day, wherever it stands.
_MOMENT = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}(?:\.\d+)?))?[^\d/:-]*$"


def has_people(source: Source, column_values: Sequence[ColumnValues]) -> bool:
    """Whether the file has one row per person: its kind is one of counts, and it tells none."""
    return bool(source.counts) and source.counts not in {each.column.name for each in column_values}


def settle_people(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
) -> int:
    """Note of each answer when its person answered again; return how many rows were the same.

    Creates `again` (line, next_answer_on, next_same_on).
    """
    con.execute("create table again (line bigint, next_answer_on date, next_same_on date)")
    person = next(_people(column_values), None)
    if person is None:
        return 0
    by_name = {each.column.name: each for each in column_values}
    poll, _choice, day = (by_name[name] for name in ("poll_id", "choice", "answered_on"))
    joins = joins_of(column_values)
    both_joins = joins_of((poll, person))
    # Most people answer once: a hash finds the few others, and one shared by chance does no harm.
    con.execute(
        f"""
        create table repeated as
        select hash({poll.value}, {person.value}) as hashed
        from raw {both_joins}
        where {person.value} is not null
        group by all having count(*) > 1
        """  # noqa: S608 - names of sources_participation.toml
    )
    if not any_row(con, "repeated"):
        return 0
    others = [each for each in column_values if each is not person]
    values = ", ".join(f"{each.value} as {each.column.name}" for each in others)
    con.execute(
        f"""
        create table versions as
        select
            raw.row_line as line,
            {person.value} as person,
            {values},
            regexp_extract({day.raw}, {quoted_text(_MOMENT)}, ['h', 'm', 's']) as moment,
        from (
            select raw.*, {table.line} as row_line
            from raw {both_joins} semi join repeated on hash({poll.value}, {person.value}) = hashed
        ) as raw {joins}
        where {person.value} is not null
        """  # noqa: S608
    )
    return _order(con, [each.column.name for each in others])


def _order(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> int:
    """Fill `again` from `versions`, pass over rows that are the same; return how many."""
    con.execute(
        f"""
        create table ordered as
        with timed as (
            select
                versions.*,
                coalesce(try_cast(moment.h as integer), 0) * 3600
                    + coalesce(try_cast(moment.m as integer), 0) * 60
                    + coalesce(try_cast(moment.s as double), 0) as second,
            from versions
            anti join passed_over on versions.line = passed_over.line
        )
        select
            *,
            row_number() over (
                partition by person, {", ".join(names)} order by second desc, line desc
            ) as copy_no,
        from timed
        """  # noqa: S608
    )
    con.execute(
        """
        insert into again
        select
            line,
            lead(answered_on) over (
                partition by poll_id, person order by answered_on, second, line
            ),
            lead(answered_on) over (
                partition by poll_id, person, choice order by answered_on, second, line
            ),
        from ordered where copy_no = 1
        """
    )
    (same,) = con.execute("select count(*) filter (copy_no > 1) from ordered").fetchone() or (0,)
    con.execute("insert into passed_over select line from ordered where copy_no > 1")
    return int(same)


def count_people(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
    list_on: date | None,
    path: Path,
) -> int:
    """Write how many people gave each answer, where and when; return how many rows that was."""
    _tally(con, table, column_values)
    # A line would lead back to a person, and so might the order of rows: by a hash there is none.
    con.execute(
        f"""
        copy (
            select
                {f"date '{list_on}'" if list_on else "null::date"} as {source.list_date},
                null::bigint as line,
                {", ".join(COUNTED_BY)},
                tally as answers,
                null::bigint as respondents,
                true as is_counted,
                is_numbered,
                next_answer_on,
                next_same_on,
                tally as stands_for,
            from tallied
            order by hash({", ".join(COUNTED_BY)}, is_numbered, next_answer_on, next_same_on)
        ) to {quoted_text(str(path))} (format parquet, compression snappy)
        """  # noqa: S608
    )
    (staged,) = con.execute("select coalesce(sum(tally), 0) from tallied").fetchone() or (0,)
    return int(staged)


def _tally(
    con: duckdb.DuckDBPyConnection, table: Table, column_values: Sequence[ColumnValues]
) -> None:
    """Create `tallied`: rows alike, counted; those of people who answered again by when."""
    by_name = {each.column.name: each for each in column_values}
    values = ", ".join(
        f"{by_name[name].value if name in by_name else 'null::text'} as {name}"
        for name in COUNTED_BY
    )
    person = next(_people(column_values), None)
    numbered = f"{person.value} is not null" if person else "false"
    joins = joins_of(column_values)
    later = any_row(con, "again")
    but = f"anti join passed_over on {table.line} = passed_over.line"
    con.execute(
        f"""
        create table tallied as
        select
            {values},
            {numbered} as is_numbered,
            {"again.next_answer_on" if later else "null::date"} as next_answer_on,
            {"again.next_same_on" if later else "null::date"} as next_same_on,
            count(*)::bigint as tally,
        from raw
        {joins}
        {f"left join again on {table.line} = again.line" if later else ""}
        {but if any_row(con, "passed_over") else ""}
        group by all
        """  # noqa: S608
    )


def _people(column_values: Sequence[ColumnValues]) -> Iterator[ColumnValues]:
    return (each for each in column_values if each.column.is_transient)
