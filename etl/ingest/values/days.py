"""Give each day of a column its value, or say why it is none."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import duckdb

from etl.ingest.cells.words import is_blank
from etl.ingest.dates import read_dates
from etl.ingest.sources import Column
from etl.ingest.sql import quoted_text
from etl.ingest.values.column_values import ColumnValues, or_missing
from etl.ingest.values.distinct_texts import distinct_texts
from etl.ingest.values.month_first import MONTH_FIRST, READ_SO, Noticed

YEARS_AHEAD = 200
"""How far after a list a date in it can be one at all; what lies beyond `usual` is asked about."""

DAYS = "means_dates"
"""The table of the meanings of all columns of days: raw, value, reason."""

NO_LIST_LAST_DAY = date(2100, 12, 31)
"""The latest day believed in an export that has no date of its own."""


def read_days(
    con: duckdb.DuckDBPyConnection,
    cells: Iterable[str],
    list_on: date | None,
    orders: Mapping[str, Noticed],
) -> str:
    """Read the distinct texts of all columns of days together: most come in several.

    Returns the table of their meanings.
    """
    texts = " union ".join(
        f"select distinct {_day_text(con, raw, orders.get(raw))} as raw"  # noqa: S608
        f" from {distinct_texts(con, raw)}"
        f" where {raw} is not null"
        for raw in cells
    )
    con.execute(f"create table date_texts as {texts or 'select null::text as raw where false'}")
    read_dates(con, "date_texts", DAYS, last_day(list_on))
    return DAYS


def day_values(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    dates: str,
    list_on: date | None,
    noticed: Noticed | None,
) -> ColumnValues:
    """Read one column of days by `dates`, the meanings of all."""
    name = f"means_{column.name}"
    reason, wrong = f"{name}.reason", f"{dates}.reason is not null"
    if column.blank and (blanks := _blanks(con, column, dates)):
        reason = f"case when not list_contains({blanks}, {name}.raw) then {reason} end"
    if column.is_past and list_on:
        # A list cannot know of what happens after it; a day is left for clocks and time zones.
        limit = f"date '{list_on + timedelta(days=1)}'"
        reason = f"case when {name}.value > {limit} then 'date_out_of_range' else {reason} end"
        wrong += f" or {dates}.value > {limit}"
    any_wrong = con.execute(f"select 1 from {dates} where {wrong} limit 1").fetchone()  # noqa: S608
    join = f"left join {dates} as {name} on {_day_text(con, raw, noticed)} = {name}.raw"
    value = f"{name}.value"
    missing = or_missing(con, column, raw, value, reason if any_wrong else None, dates)
    return ColumnValues(column, raw, value, missing, join, noticed)


def _day_text(con: duckdb.DuckDBPyConnection, raw: str, noticed: Noticed | None) -> str:
    """Return SQL for as much of the text of a date as says the day, if there is a time as well.

    A moment to the second is a text of its own in every row. What is in another zone stays whole,
    but for the minutes of UTC: Thailand's day begins at one of its full hours.
    """
    if noticed and noticed[0] == READ_SO:
        found, turned = MONTH_FIRST
        return f"regexp_replace({raw}, '{found}', '{turned}')"
    many = con.execute(
        f"select 1 from {distinct_texts(con, raw)} where length({raw}) >= 19 limit 1"  # noqa: S608
    )
    if many.fetchone() is None:
        return raw
    is_moment = f"{raw}[14] = ':' and {raw}[17] = ':' and {raw}[11] in (' ', 'T')"
    return (
        f"(case when length({raw}) = 19 and {is_moment} then {raw}[:10]"
        f" when length({raw}) = 20 and {raw}[20] = 'Z' and {is_moment}"
        f" then {raw}[:13] || ':00:00Z' else {raw} end)"
    )


def _blanks(con: duckdb.DuckDBPyConnection, column: Column, dates: str) -> str:
    """Return those texts as an SQL list that are no days, and empty cells in this column."""
    texts = con.execute(f"select raw from {dates} where reason is not null").fetchall()  # noqa: S608
    found = [quoted_text(text) for (text,) in texts if is_blank(column, text)]
    return f"[{', '.join(found)}]" if found else ""


def last_day(list_on: date | None) -> date:
    """Return the latest day believed in a list of that day."""
    return years_later(list_on, YEARS_AHEAD) if list_on else NO_LIST_LAST_DAY


def years_later(day: date, years: int) -> date:
    """Return the same day of another year; of a leap day the one before it."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)
