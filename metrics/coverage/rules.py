"""Which rules of the party are in force on a day, and has anybody verified them?"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, table

THRESHOLD_ON = """
    select coalesce(max(number), 0)::bigint as threshold from rules
    where name = 'election_threshold' and $on between from_on and to_on
    """
"""A query of one row: the members an amphoe needs on the day $on to hold an election, 0 without
such a rule."""


def in_force(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a rule in force on the day, by name, as `rules.toml` tells it.

    Its value is in `number`, `word` or `day`. Before its first date a rule is taken as of that
    date. A rule the party has not told has no row; an edition made before there were rules has one
    number for all days, `election_threshold`.
    """
    return table(
        con,
        """
        select name, applies_from, number, word, day, is_verified, source
        from rules where $on between from_on and to_on order by name
        """,
        on=on,
        provinces=provinces,
    )
