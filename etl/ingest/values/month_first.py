"""Tell the columns of days in which the month stands first."""

from collections.abc import Sequence

import duckdb

from etl.ingest.named_days import FIRST_BUDDHIST_YEAR
from etl.ingest.values.distinct_texts import distinct_texts

Noticed = tuple[str, int]
"""What a column's texts tell together, and how many do."""

READ_SO = "read_month_first"
"""The column is read with the month first."""

MONTH_FIRST = (r"^(\s*)([0-9๐-๙]{1,2})([/.-])([0-9๐-๙]{1,2})", r"\1\4\3\2")
"""A day and a month in figures, and the same in the other order."""
_ENOUGH, _OF = 2, 8
"""How many texts show that a column's month stands first, and of how many different ones at least:
of eight days all would be among a month's first twelve once in a thousand columns."""


def orders_of(con: duckdb.DuckDBPyConnection, cells: Sequence[str]) -> dict[str, Noticed]:
    """Return what is noticed of columns in which some days can only have the month first.

    One that certainly has is read so, unless another of the file certainly has the day first.
    """
    counts = {raw: _order_in(con, raw) for raw in cells}
    mixed = any(day_first for _, day_first, _ in counts.values())
    return {
        raw: (
            READ_SO if _is_month_first(count) and not mixed else "month_first",
            count[2],
        )
        for raw, count in counts.items()
        if count[2] and not count[1]
    }


def _order_in(con: duckdb.DuckDBPyConnection, raw: str) -> tuple[int, int, int]:
    """Return how many distinct texts of a column are a day and a month in figures, how many of
    them can only have the day first, and how many only the month.

    A year of the Buddhist era stands behind the day first: such texts are no evidence of it.
    """
    counted = con.execute(
        f"""
        with texts as (select {raw} as typed from {distinct_texts(con, raw)}),
        parted as (
            select regexp_extract(
                translate(typed, '๐๑๒๓๔๕๖๗๘๙', '0123456789'),
                '^\\s*([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{4}})',
                ['first', 'second', 'year']
            ) as part
            from texts
        ),
        numbered as (
            select
                try_cast(part.first as integer) as first,
                try_cast(part.second as integer) as second,
                part.year < '{FIRST_BUDDHIST_YEAR}' as is_ours,
            from parted
        )
        select
            count(first) filter (is_ours), count(*) filter (first > 12 and second <= 12),
            count(*) filter (second > 12 and first <= 12),
        from numbered
        """  # noqa: S608 - names of ours
    ).fetchone()
    return counted or (0, 0, 0)


def _is_month_first(counts: tuple[int, int, int]) -> bool:
    """Whether a column counted by `_order_in` certainly has the month first."""
    every, day_first, month_first = counts
    return not day_first and month_first >= _ENOUGH and every >= _OF
