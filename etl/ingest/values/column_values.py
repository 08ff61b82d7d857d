"""What a column's texts mean, as SQL: a value, or why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from etl.ingest.sources import Column


@dataclass(frozen=True)
class ColumnValues:
    """How to read one column in SQL: its value, why there is none, and the join they need.

    `reason` is None when no text of the column is wrong; `noticed` is what its texts tell together,
    and how many do.
    """

    column: Column
    raw: str
    value: str
    reason: str | None
    join: str
    noticed: tuple[str, int] | None = None


def or_missing(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    value: str,
    reason: str | None,
    means: str | None = None,
) -> str | None:
    """Add the reason of an empty cell in a column that must be filled, if there may be one.

    `means` is the table of meanings: a cell is empty, or its text means nothing.
    """
    if not column.is_filled:
        return reason
    empty = f"select 1 from raw where {raw} is null"  # noqa: S608
    if means:
        empty += f" union all select 1 from {means} where value is null"  # noqa: S608
    if con.execute(f"{empty} limit 1").fetchone() is None:
        return reason
    missing = f"case when {value} is null then '{column.missing}' end"
    return f"coalesce({reason}, {missing})" if reason else missing


def joins_of(values: Iterable[ColumnValues]) -> str:
    """Return the joins that columns need together, each once."""
    return " ".join(dict.fromkeys(each.join for each in values))
