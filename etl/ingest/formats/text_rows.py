"""Let DuckDB read the rows of a text by itself."""

from pathlib import Path

import duckdb

from etl.ingest.headings.plan import Plan
from etl.ingest.sql import exact_path


def clean_rows(
    con: duckdb.DuckDBPyConnection, path: Path, delimiter: str, plan: Plan, expected: int
) -> int | None:
    """Let DuckDB read the file in parallel; None unless every line of it became one row.

    Then the row's number is its line. Anything else (a line break in quotes, a broken line, a
    quote that never closes) is for the reader that goes line by line.
    """
    columns = [f"c{position}" for position in range(plan.width)]
    try:
        read_rows(con, path, delimiter, columns, plan.cells, lean=False)
    except (duckdb.InvalidInputException, duckdb.OutOfMemoryException):
        return None
    (rows,) = con.execute("select count(*) from raw").fetchone() or (0,)
    return rows if rows == expected else None


def read_rows(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    delimiter: str,
    columns: list[str],
    selected: list[str],
    *,
    lean: bool,
) -> None:
    """Fill `raw` with the `selected` of the `columns` that every line of the text has."""
    types = {name: "bigint" if name == "line" else "varchar" for name in columns}
    con.execute(
        f"""
        create or replace table raw as
        select {", ".join(selected)},
        from read_csv(
            $path,
            auto_detect = false,
            delim = $delimiter,
            quote = $quote,
            escape = $quote,
            header = $header,
            columns = {types},
            max_line_size = 4194304
        )
        """,  # noqa: S608 - the names are ours: c0, c1 …
        {
            "path": exact_path(path),
            "delimiter": delimiter,
            "quote": "" if lean else '"',
            "header": not lean,
        },
    )
