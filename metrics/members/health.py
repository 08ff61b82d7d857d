"""How many rows of people could not be read, placed or believed, file by file?"""

from datetime import date

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table


def files(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a file: rows in = what became of them, and headings.

    `forgotten` are rows of people who asked to be, `nobody` totals and notes; editions made before
    there were such have none. `is_whole`: no sheet that may be a part of the list was left.
    A file is of the whole country: whoever sees no more than `viewer_provinces` gets none.
    """
    found = table(
        con,
        """
        select
            loads.*,
            loads.file not in (
                select file from load_findings where name = 'other_sheets'
            ) as is_whole,
        from loads where $viewer_provinces is null
        order by kind, list_on desc nulls last, file
        """,
        viewer_provinces=viewer_provinces,
    )
    lacking = {name: 0 for name in ("forgotten", "nobody") if name not in found}
    return found.assign(**lacking)


def reject_reasons(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
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


def rejects(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a rejected row of an export: file, line, column and reason.

    They belong to no province that is known, so a narrower question gets none.
    """
    return table(
        con,
        "select * from rejects where $provinces is null order by file, line",
        provinces=provinces,
    )


def unplaced(
    con: Connection, *, on: date, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a text that names no amphoe in the newest exports up to the day.

    `file`, `sheet` (where a file has several) and `line` are the first row that says so: a text
    that could be somebody's name is shown as "•••" and is found by them. A file is of the whole
    country: whoever sees no more than the provinces `viewer_provinces` is told of none.
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
    if viewer_provinces is not None or "line" not in found:
        return found.assign(file=None, line=None, sheet=None)
    return found if "sheet" in found else found.assign(sheet=None)


def checks(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a check: fatal or not, passed or not, how many cases break it.

    One that is a question was answered before it was published: `answered_by` whom, if that is
    known, and `answered_at`.

    The cases are anywhere: whoever sees no more than `viewer_provinces` gets no checks.
    """
    return table(
        con,
        """
        select checks.*, answered_by, answered_at,
        from checks left join question_answers using (name)
        where $viewer_provinces is null order by passed, is_fatal desc, name
        """,
        viewer_provinces=viewer_provinces,
    )
