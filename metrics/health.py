"""Can the numbers be trusted today? Sources and their age, rejects, unknown places, checks."""

from datetime import date

import duckdb
import pandas as pd

from metrics.query import WITHIN, table

Provinces = tuple[str, ...] | None

COUNTED = ("rows_in", "staged", "duplicates", "rejected")
"""What becomes of the rows of a file."""


def edition(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: the edition's name, when and from what it was made, and its last day."""
    return table(con, "select * from edition", provinces=provinces)


def days(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day that may be asked for, newest first: from the first list on.

    Without any members' list the first day is that of the first term.
    """
    return table(
        con,
        """
        select range::date as day
        from range(
            (select coalesce(first_list_on, (select min(covered_from) from coverage_spans),
                newest_on) from edition)::timestamp,
            (select newest_on from edition) + interval 1 day, interval 1 day)
        order by day desc
        """,
        provinces=provinces,
    )


def whole_to(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: the day up to which the members' lists tell, however new other exports are.

    Without any members' list it is the newest day of all.
    """
    return table(
        con,
        """
        select coalesce((select max(list_on) from lists), newest_on)::date as whole_to
        from edition
        """,
        provinces=provinces,
    )


def sources(
    con: duckdb.DuckDBPyConnection,
    *,
    on: date,
    provinces: Provinces = None,
    seen: Provinces = None,
) -> pd.DataFrame:
    """Return one row a kind of export: its newest day, its age in days on the day `on`, its files.

    An export without a date in its name has no age: `newest_on` and `age_days` are missing when
    no file of its kind has one. Files that were refused, or copies of another, are not counted.
    Whoever sees no more than the provinces `seen` is not told how many rows they have.
    """
    rows = table(
        con,
        """
        select kind, max(list_on) as newest_on, $on - max(list_on) as age_days,
            count(*) as files, sum(rows_in)::bigint as rows_in, sum(staged)::bigint as staged,
            sum(duplicates)::bigint as duplicates, sum(rejected)::bigint as rejected,
        from loads where status in ('loaded', 'unchanged') group by kind order by kind desc
        """,
        on=on,
        provinces=provinces,
    )
    return rows if seen is None else rows.assign(**dict.fromkeys(COUNTED))


def files(
    con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None, seen: Provinces = None
) -> pd.DataFrame:
    """Return one row a file: rows in = staged + duplicates + rejected + forgotten, headings.

    `forgotten` are rows of people who asked to be; editions made before that could be have none.
    A file is of the whole country: whoever sees no more than the provinces `seen` gets none.
    """
    found = table(
        con,
        "select * from loads where $seen is null order by kind, list_on desc nulls last, file",
        seen=seen,
    )
    return found if "forgotten" in found else found.assign(forgotten=0)


def reject_reasons(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a file, reason and column: how many rows it cost, and the first line."""
    return table(
        con,
        """
        select file, reason, column_name, count(*) as rows, min(line) as line,
        from rejects where $provinces is null
        group by file, reason, column_name order by rows desc, file, reason, column_name
        """,
        provinces=provinces,
    )


def rejects(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a rejected row of an export: file, line, column and reason.

    They belong to no province that is known, so a narrower question gets none.
    """
    return table(
        con,
        "select * from rejects where $provinces is null order by file, line",
        provinces=provinces,
    )


def unplaced(
    con: duckdb.DuckDBPyConnection,
    *,
    on: date,
    provinces: Provinces = None,
    seen: Provinces = None,
) -> pd.DataFrame:
    """Return one row a text that names no amphoe in the newest exports up to the day.

    `file` and `line` are the first row that says so: a text that could be somebody's name is shown
    as "•••" and is found by them. A file is of the whole country: whoever sees no more than the
    provinces `seen` is told of none.
    """
    found = table(
        con,
        f"""
        select * from unplaced
        where {WITHIN} and (kind <> 'members' or told_on = (
            select max(list_on) from lists where list_on <= $on))
        order by rows desc, province_text, amphoe_text
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    is_told = seen is None and "line" in found
    return found if is_told else found.assign(file=None, line=None)


def checks(
    con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None, seen: Provinces = None
) -> pd.DataFrame:
    """Return one row a check: fatal or not, passed or not, how many cases break it.

    The cases are anywhere: whoever sees no more than the provinces `seen` gets no checks.
    """
    return table(
        con,
        "select * from checks where $seen is null order by passed, is_fatal desc, name",
        seen=seen,
    )
