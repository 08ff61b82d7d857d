"""Who counted the residents of amphoe, and when?"""

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table


def sources(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a source of the residents that count, the one of most amphoe first."""
    return table(
        con,
        f"""
        with newest as (
            select amphoe_code, arg_max(source, population.as_of) as source,
                max(population.as_of) as as_of,
            from population join amphoe using (amphoe_code) where {WITHIN} group by amphoe_code
        )
        select source, as_of, count(*) as amphoe from newest
        group by source, as_of order by amphoe desc, source, as_of
        """,  # noqa: S608
        provinces=provinces,
    )
