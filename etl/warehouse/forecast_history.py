"""Stores an edition's forecasts, and carries on those of the edition before.

Forecasts are worked out once a build by a function that is handed in (metrics knows how; etl does
not). They are carried from edition to edition, so that they can be compared with what happened
long after the edition that made them was pruned.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from etl.lists.load import Value, create_table

Rows = Mapping[str, Sequence[tuple[Value, ...]]]
"""Table → rows, their values in the order of the columns below."""

Forecaster = Callable[[duckdb.DuckDBPyConnection, Callable[[float], None]], Rows]
"""Works out every table below from an edition's draft; calls its second argument with progress."""

_AREA = {"metric": "text", "area_kind": "text", "area_code": "text"}
_RUN = {"made_on": "date", "edition": "text"} | _AREA
_BANDS = dict.fromkeys(
    ("median", "lo50", "hi50", "lo80", "hi80", "lo95", "hi95", "last_value", "last_pace"), "double"
)

TABLES: Mapping[str, Mapping[str, str]] = {
    "forecast_runs": _RUN
    | {"method": "text", "reason": "text", "weeks_used": "integer", "events_used": "integer"},
    "forecasts": _RUN | {"week_ends_on": "date", "weeks_ahead": "integer"} | _BANDS,
    "forecast_chances": _RUN
    | {"value": "bigint", "deadline": "date", "chance": "double"}
    | dict.fromkeys(("reached_median", "reached_early", "reached_late"), "date"),
    "forecast_tests": _AREA
    | {"origin": "date", "week_ends_on": "date", "weeks_ahead": "integer", "actual": "double"}
    | _BANDS,
    "amphoe_chances": {"amphoe_code": "text", "chance_4w": "double", "chance_13w": "double"},
    "hazard_terms": {"term": "text"} | dict.fromkeys(("estimate", "lo", "hi"), "double"),
}
"""Every table about the future with its columns."""

_CARRIED_TABLES = ("forecast_runs", "forecasts", "forecast_chances")


def create_tables(con: duckdb.DuckDBPyConnection, rows: Rows, before: Path | None) -> None:
    """Create every table of TABLES from `rows`, and add what the edition in `before` had kept.

    Of two forecasts made on the same day for the same area the newer stands. An edition of the
    sample never carries on to one of the party's own, nor the other way round, and an edition
    made before there were forecasts has none to carry on.
    """
    for table, columns in TABLES.items():
        create_table(con, table, columns, rows.get(table, ()))
    if before is None:
        return
    con.execute("attach $path as before (read_only)", {"path": str(before)})
    try:
        if _is_alike(con):
            for table in _CARRIED_TABLES:
                _carry_on(con, table)
    finally:
        con.execute("detach before")


def _is_alike(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the edition before keeps the same tables, and is of the sample as this one is."""
    present = con.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where database_name = 'before' group by table_name"
    ).fetchall()
    columns = dict(present)
    if any(columns.get(table) != list(TABLES[table]) for table in _CARRIED_TABLES):
        return False
    same = con.execute(
        "select (select is_sample from edition) = (select is_sample from before.edition)"
    ).fetchone()
    return bool(same and same[0])


def _carry_on(con: duckdb.DuckDBPyConnection, table: str) -> None:
    # Runs go first, and are what tells old from new: rows of this edition's own name stay out.
    con.execute(
        f"""
        insert into {table}
        select * from before.{table} as earlier
        where not exists (
            select 1 from edition join forecast_runs as runs on runs.edition = edition.edition
            where runs.made_on = earlier.made_on and runs.metric = earlier.metric
                and runs.area_kind = earlier.area_kind and runs.area_code = earlier.area_code)
        """  # noqa: S608
    )
