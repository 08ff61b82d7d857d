"""Which rules of the party are in force on a day, and has anybody verified them?"""

from datetime import date

import duckdb
import pandas as pd

from metrics.query import present, table

Provinces = tuple[str, ...] | None

_THRESHOLD = {
    True: "select coalesce(max(number), 0)::bigint as threshold from rules"
    " where name = 'election_threshold' and $on between from_on and to_on",
    False: "select threshold from edition",
}


def threshold_on(con: duckdb.DuckDBPyConnection) -> str:
    """Return a query of one row: the members an amphoe needs on the day $on to hold an election.

    0 without such a rule; an edition made before there were rules has one number for all days.
    """
    return _THRESHOLD[present(con, "rules")]


def in_force(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a rule in force on the day, by name, as `rules.toml` tells it.

    Its value is in `number`, `word` or `day`. Before its first date a rule is taken as of that
    date. A rule the party has not told has no row; an edition made before there were rules has
    none at all.
    """
    if not present(con, "rules"):
        return table(
            con,
            "select null::text as name, null::date as applies_from, null::double as number,"
            " null::text as word, null::date as day, false as is_verified, '' as source"
            " where false",
            provinces=provinces,
        )
    return table(
        con,
        """
        select name, applies_from, number, word, day, is_verified, source
        from rules where $on between from_on and to_on order by name
        """,
        on=on,
        provinces=provinces,
    )
