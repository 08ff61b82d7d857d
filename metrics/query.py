"""Puts a question to an edition: one query, named parameters, one table back."""

from collections.abc import Sequence
from datetime import date

import duckdb
import pandas as pd

Connection = duckdb.DuckDBPyConnection
Provinces = tuple[str, ...] | None
"""The province codes a question may speak of; None for the whole country."""
Parameter = str | int | float | date | Sequence[str] | None


def table(con: Connection, query: str, **parameters: Parameter) -> pd.DataFrame:
    """Return the rows of `query`; a `$name` in it takes the parameter of that name.

    Only the parameters the query names are bound, so that a question built of shared parts may
    pass them all.
    """
    bound = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in parameters.items()
        if f"${name}" in query
    }
    return con.execute(query, bound).df()


WITHIN = "coalesce(list_contains($provinces::varchar[], province_code), $provinces is null)"
"""A condition: the row's province is one the question may speak of."""

NET = "net_yearly + net_lifetime + net_untyped"
"""What a day brings less what it takes: the sum up to a day is the members on it."""


def members_on(*by: str, day: str = "$on") -> str:
    """Return a query of the members on a day: one row each combination of the columns `by`.

    `day` is a parameter, or a column of a table the query is joined to laterally. Without `by` it
    is one row, missing before the first member.
    """
    columns = "".join(f"{name}, " for name in by)
    groups = f"group by {', '.join(by)}" if by else ""
    return f"""
        select {columns}sum({NET})::bigint as members
        from membership_daily where date <= {day} {groups}
        """  # noqa: S608
