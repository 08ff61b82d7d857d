"""Find what a column of days tells by itself: its order, and years that are not what they seem.

A single day seldom does; a column's distinct texts, looked at together, do.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.oddities.far_days import find_far_off, find_numbers
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues
from etl.ingest.values.distinct_texts import distinct_texts
from i18n.dates import today

TYPED_YEARS = (1950, 1999)
"""What Excel makes of two digits from 50 to 99: they were meant for B.E. 2550 to 2599."""
_YEARS_MEANT_LATER = 57
"""From 1966, as which Excel reads "66", to 2023, which is B.E. 2566."""

_CHANCE = 0.06
"""How often days of two ways of writing may part so by themselves: both ways in one column are rare
enough, so that few are asked for nothing."""
_EARLY = 12 / 30
"""How many days of a month are as early as its twelfth."""


def find_in_days(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    column_values: Sequence[ColumnValues],
    list_on: date | None,
) -> list[Finding]:
    """Return what is found in the date columns that were read."""
    found = []
    on = list_on or today()
    by_name = {cells.column.name: cells for cells in column_values}
    for cells in column_values:
        if cells.column.type == "date":
            heading = table.plan.headings[cells.column.name]
            found += _last_century(con, cells, heading, on) or find_far_off(
                con, cells, by_name, heading, on
            )
            found += find_numbers(con, cells, heading)
            found += _half_converted(con, cells, heading)
    return found


def _last_century(
    con: duckdb.DuckDBPyConnection, cells: ColumnValues, heading: str, on: date
) -> list[Finding]:
    """Years typed with two digits, where as B.E. they would be years of our time."""
    latest = on.year + (1 if cells.column.is_past else _YEARS_AHEAD) - _YEARS_MEANT_LATER
    since, until = TYPED_YEARS[0], min(TYPED_YEARS[1], latest)
    rows, first, last = con.execute(
        f"""
        select coalesce(sum(rows), 0)::bigint, min(day), max(day)
        from (
            select rows, {cells.value} as day
            from {distinct_texts(con, cells.raw)} {cells.join}
        )
        where day between make_date($since, 1, 1) and make_date($until, 12, 31)
        """,  # noqa: S608 - our names
        {"since": since, "until": max(since, until)},
    ).fetchone() or (0, None, None)
    if not rows or until < since:
        return []
    detail = (heading, str(rows), first.isoformat(), last.isoformat())
    return [Finding("years_of_last_century", detail)]


_YEARS_AHEAD = 20


def _half_converted(
    con: duckdb.DuckDBPyConnection, cells: ColumnValues, heading: str
) -> list[Finding]:
    """Days that a spreadsheet could read as month and day became other days; the rest stayed text.

    Then those of one way of writing all have a day up to 12, those of another all a later one.
    """
    ways = con.execute(
        f"""
        with texts as (
            select {cells.raw} as typed, {cells.value} as value
            from {distinct_texts(con, cells.raw)} {cells.join}
        )
        select
            case
                when regexp_matches(typed, '^[0-9]{{4}}-') then 'cells'
                when regexp_matches(typed, '[/.-][0-9]{{4}}$') then typed[-4:-3]
            end as way,
            count(*) filter (day(value) <= 12), count(*) filter (day(value) > 12),
        from texts where value is not null group by way having way is not null
        """  # noqa: S608
    ).fetchall()
    early = sum(count for _, count, later in ways if not later)
    late = sum(count for _, earlier, count in ways if not earlier)
    if not early or not late or _EARLY**early * (1 - _EARLY) ** late > _CHANCE:
        return []
    return [Finding("half_converted", (heading, str(early), str(late)))]
