"""Where in an amphoe was each event, and who called it? For organisers and officers only.

Free text that may name a person: these questions are put to the private tables of an edition.
"""

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table


def of_amphoe(con: Connection, *, amphoe_code: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an event of an amphoe that tells its venue or who organised it."""
    return table(
        con,
        f"""
        select event_id, venue, organised_by
        from event_details join events using (event_id)
        where amphoe_code = $amphoe_code and {WITHIN} order by event_id
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        provinces=provinces,
    )
