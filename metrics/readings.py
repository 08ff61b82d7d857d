"""What was each file taken for: its sheet, its headings, its columns and their days?"""

import pandas as pd

from metrics.query import Connection, Provinces, table


def cards(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a file, the newest of each kind first, with what its rows became.

    A file is of the whole country: whoever sees no more than `viewer_provinces` gets none.
    """
    return table(
        con,
        """
        select reading_cards.*, lag(file) over (partition by kind order by list_on, file) as before,
        from reading_cards where $viewer_provinces is null
        order by kind, list_on desc nulls last, file
        """,
        viewer_provinces=viewer_provinces,
    )


def columns(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a column of a file: its heading, what it was read as, its days.

    One that was not read has no `read_as`; `nearest` is the known heading it is most like.
    """
    return table(
        con,
        "select * from reading_columns where $viewer_provinces is null order by file, position",
        viewer_provinces=viewer_provinces,
    )
