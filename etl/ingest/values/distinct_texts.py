"""Count the distinct texts of a column, once, for all that is asked of texts and not of rows."""

import duckdb


def distinct_texts(con: duckdb.DuckDBPyConnection, raw: str) -> str:
    """Return what stands in a `from` instead of `raw` where only texts matter.

    `raw` is a column of the table `raw` ("raw.c3"), and is called so there too: each of its texts,
    and an empty cell, is one row, and `rows` says how many have it. A column in which nearly every
    row differs, as numbers and names do, gains nothing by it.
    """
    name = f"distinct_{raw.removeprefix('raw.')}"
    con.execute(
        f"create table if not exists {name} as"  # noqa: S608 - names of ours
        f" select {raw}, count(*) as rows from raw group by all"
    )
    return f"{name} as raw"
