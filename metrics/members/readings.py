"""Which words does each column of a file hold, how often, and what do they mean?"""

import pandas as pd

from metrics.query import Connection, Provinces, table


def words(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a word of a column of a file: how many rows say it, and what it means."""
    return table(
        con,
        """
        select reading_words.*, reading_cards.kind,
        from reading_words join reading_cards using (file) where $viewer_provinces is null
        order by file, position, rows desc, word
        """,
        viewer_provinces=viewer_provinces,
    )
