"""Where may scenarios begin outside the officers' pages? What one comes to tells where it began."""

from datetime import date, timedelta

import duckdb
import pandas as pd

from metrics.members import scenarios
from metrics.safe import members

Provinces = tuple[str, ...] | None


def start(con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the row of `scenarios.start`; `members` and `members_4w` are missing where they are
    in `safe.members`, `members_mark` says why."""
    rows = scenarios.start(con, on=on, provinces=provinces)
    since = on - timedelta(days=28)
    told = members.change(con, on=on, since=since, provinces=provinces)
    return rows.assign(
        members=told["members"],
        members_mark=told["members_mark"],
        members_4w=rows["members_4w"].astype("Float64").where(told["net_change"].notna()),
    )
