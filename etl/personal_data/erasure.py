"""Erases a person from a database file, so that not a byte of them stays in it.

A row that is deleted stays in the file's bytes, so the file is written anew without it and takes
the old one's place. A process that has the old file open goes on seeing it until it closes it.
"""

from pathlib import Path

import duckdb

from etl import safe_files

_KEY_COLUMNS = ("member_key", "person_key")


def erase(path: Path, key: str) -> int:
    """Erase the member of that key from every table; return in how many rows they were.

    Where a row has a name, it stays without the name and the key; any other row goes.
    """
    with duckdb.connect() as con:
        con.execute("attach $path as old (read_only)", {"path": str(path)})
        tables = _tables(con)
        found = sum(_count(con, table, columns, key) for table, columns in tables.items())
        if not found:
            return 0
        with safe_files.replacing(path) as draft:
            con.execute("attach $path as new", {"path": str(draft)})
            for table, columns in tables.items():
                rows_query = _rows_without(table, columns)
                con.execute(
                    f"create table new.{table} as {rows_query}", _key_parameter(columns, key)
                )
            con.execute("detach new")
    return found


def _tables(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    tables = con.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where database_name = 'old' group by table_name"
    ).fetchall()
    return dict(tables)


def _count(con: duckdb.DuckDBPyConnection, table: str, columns: list[str], key: str) -> int:
    if not _key_column(columns):
        return 0
    (rows,) = con.execute(
        f"select count(*) from old.{table} where {_is_theirs(columns)}",  # noqa: S608 - our tables
        _key_parameter(columns, key),
    ).fetchone() or (0,)
    return int(rows)


def _rows_without(table: str, columns: list[str]) -> str:
    own = _key_column(columns)
    if own is None:
        return f"from old.{table}"
    if "name" not in columns:
        return f"from old.{table} where not coalesce({_is_theirs(columns)}, false)"
    blank = ", ".join(
        f"case when not coalesce({_is_theirs(columns)}, false) then {name} end as {name}"
        for name in (own, "name")
    )
    return f"select * replace ({blank}) from old.{table}"  # noqa: S608 - our tables


def _key_column(columns: list[str]) -> str | None:
    return next((name for name in _KEY_COLUMNS if name in columns), None)


def _is_theirs(columns: list[str]) -> str:
    return f"{_key_column(columns)} = $key::uuid"


def _key_parameter(columns: list[str], key: str) -> dict[str, str]:
    return {"key": key} if _key_column(columns) else {}
