"""Were elections contested, and how long did it take from announcement to vote to result?"""

from datetime import date

import pandas as pd

from metrics.elections import elections
from metrics.query import Connection, Provinces, table

WAITS = ("days_in_all", "days_to_vote", "days_to_result")
"""What is timed: from the announcement to the result and to the vote, from the vote to the
result."""


def by_candidates(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a number of candidates: how many elections held had so many, fewest first.

    The last row is of those that do not tell, with no number.
    """
    rows = elections.listed(con, on=on, provinces=provinces)
    return table(
        con.register("held", rows[rows["phase"] == "held"]),
        """
        select candidates, count(*) as elections from held
        group by candidates order by candidates nulls last
        """,
    )


def waits(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row each of WAITS: its median, least and most days, over how many elections held.

    Only elections that tell both days count; those whose days are the wrong way round are
    `backwards` and nowhere else. Without any that count the days are missing.
    """
    rows = elections.listed(con, on=on, provinces=provinces)
    each = " union all ".join(
        f"select {n} as place, '{name}' as wait, {name} as days from held"  # noqa: S608
        for n, name in enumerate(WAITS)
    )
    return table(
        con.register("held", rows[rows["phase"] == "held"]),
        f"""
        with waits as ({each})
        select wait, count(*) filter (where days >= 0) as elections,
            count(*) filter (where days < 0) as backwards,
            median(days) filter (where days >= 0) as median_days,
            min(days) filter (where days >= 0)::bigint as least_days,
            max(days) filter (where days >= 0)::bigint as most_days,
        from waits group by place, wait order by place
        """,  # noqa: S608
    )
