"""On which days was there something of the party's own that a curve should be read with?"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, table


def between(
    con: Connection, *, since: date, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a mark after `since` and before `until`, oldest first: its day and names.

    They are days of the whole party: whoever looks, and at whatever part, they are the same.
    """
    return table(
        con,
        """
        select marked_on, label_th, label_en from marks
        where marked_on > $since and marked_on < $until order by marked_on, label_th
        """,
        since=since,
        until=until,
        provinces=provinces,
    )
