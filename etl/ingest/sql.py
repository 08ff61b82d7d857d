"""Write names, texts and paths into SQL, and ask it whether a table has a row."""

from pathlib import Path

import duckdb


def any_row(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Tell whether `table` has a row."""
    return con.execute(f"select 1 from {table} limit 1").fetchone() is not None  # noqa: S608


def quoted_text(value: str) -> str:
    """Return `value` as a text of SQL, for statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Return `name` as the name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def exact_path(path: Path) -> str:
    """Return a path that is no pattern: DuckDB takes * ? [ in a file's name for one."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
