"""On which days was a forecast made? An edition from before there were any has none."""

import duckdb
import pandas as pd

from metrics.query import table

Provinces = tuple[str, ...] | None


def made(con: duckdb.DuckDBPyConnection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day a forecast was made on (`made_on`), oldest first, by which edition.

    Whoever sees some provinces only is told the same days: they say nothing of a place.
    """
    return table(
        con,
        "select made_on, max(edition) as edition from forecast_runs group by 1 order by 1",
        provinces=provinces,
    )
