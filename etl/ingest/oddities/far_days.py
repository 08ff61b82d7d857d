"""Find days far from those that a column usually has, and numbers that are no days at all.

`usual` of a column in `sources*.toml` says in which years its days lie, seen from the list's day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.sources import Usual
from etl.ingest.sql import quoted_text
from etl.ingest.values.column_values import ColumnValues, joins_of
from etl.ingest.values.days import DAYS, years_later

_NUMBER = r"^\s*[0-9๐-๙]{1,6}(?:[.][0-9]+)?\s*$"
"""A year alone, a row's number, or a day as spreadsheets count them."""

_SLACK = 366
_CLOCKS = timedelta(days=1)


def find_far_off(
    con: duckdb.DuckDBPyConnection,
    cells: ColumnValues,
    others: Mapping[str, ColumnValues],
    heading: str,
    on: date,
) -> list[Finding]:
    """Return what is found where days of a column lie beyond its usual years; `others` are all
    columns of the file by name."""
    for usual in cells.column.usual:
        far = _beyond(usual, on)
        # Few columns have any such day: the distinct days are asked first, and not every row.
        if not con.execute(f"select 1 from {DAYS} where {far.format('value')} limit 1").fetchone():  # noqa: S608
            continue
        named = {name: others[name] for name in usual.but if name in others}
        is_meant = " and ".join(
            [
                far.format(cells.value),
                *(_is_none_of(each.value, usual.but[name]) for name, each in named.items()),
            ]
        )
        rows, every, first, last = con.execute(
            f"""
            select
                count(*) filter ({is_meant}), count(*),
                min({cells.value}) filter ({is_meant}), max({cells.value}) filter ({is_meant}),
            from raw {joins_of([cells, *named.values()])}
            """  # noqa: S608 - our names
        ).fetchone() or (0, 0, None, None)
        if rows and rows * 100 >= every * usual.pct:
            return [Finding("days_far_off", (heading, str(rows), str(first), str(last)))]
    return []


def find_numbers(
    con: duckdb.DuckDBPyConnection, cells: ColumnValues, heading: str
) -> list[Finding]:
    """Return what is found where a cell among days has a number that is none of their time."""
    if not con.execute(f"select 1 from {DAYS} where {_is_number('raw')} limit 1").fetchone():  # noqa: S608
        return []
    (rows,) = con.execute(
        f"""
        with told as (
            select {cells.value} as day, {_is_number(cells.raw)} as is_number
            from raw {cells.join} where {cells.raw} is not null
        ),
        days as (
            select min(day) - {_SLACK} as since, max(day) + {_SLACK} as until
            from told where not is_number
        )
        select count(*) filter (day is null or day not between since and until)
        from told cross join days where is_number
        """  # noqa: S608
    ).fetchone() or (0,)
    return [Finding("numbers_among_days", (heading, str(rows)))] if rows else []


def _is_number(text: str) -> str:
    return f"regexp_matches({text}, {quoted_text(_NUMBER)})"


def _beyond(usual: Usual, on: date) -> str:
    """Return SQL, with a place for a day, that is true of one beyond the usual years."""
    bounds = []
    if usual.since is not None:
        bounds.append(f"{{0}} < date '{years_later(on, usual.since)}'")
    if usual.until is not None:
        bounds.append(f"{{0}} > date '{years_later(on, usual.until) + _CLOCKS}'")
    return f"({' or '.join(bounds)})"


def _is_none_of(value: str, codes: Iterable[str]) -> str:
    listed: Sequence[str] = [quoted_text(code) for code in sorted(codes)]
    return f"not coalesce({value} in ({', '.join(listed)}), false)"
