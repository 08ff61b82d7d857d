"""Hand rows that Python has found to DuckDB batch by batch when no disk may hold them.

For the exports in which somebody's answer stands beside their number: `formats.lean_file` would
write both to a file, if only for a moment. Slower, and only for files that DuckDB cannot read by
itself.
"""

from collections.abc import Callable, Iterable, Sequence

import duckdb

from etl.ingest.formats.lean_file import Tidied, whole_cells
from etl.ingest.formats.record import Record

_BATCH = 20_000


def insert_records(
    con: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    records: Iterable[Record],
    on_line: Callable[[int], None],
) -> Tidied:
    """Create `raw` (line, and a text column of each of `names`) from the records.

    A record with a damaged letter in a cell that is wanted is no row: bad_encoding.
    """
    columns = ", ".join(f"{name} text" for name in names)
    con.execute(f"create or replace table raw (line bigint, {columns})")
    tidied = Tidied()
    batch: list[Sequence[str | int]] = []
    for record in records:
        cells = None if record.reason else whole_cells(record)
        if cells is None:
            tidied.broken.append((record.line, record.reason or "bad_encoding"))
            continue
        batch.append((record.line, *cells))
        if len(batch) == _BATCH:
            _insert(con, batch)
            tidied.rows += len(batch)
            batch.clear()
            on_line(record.line)
    _insert(con, batch)
    tidied.rows += len(batch)
    return tidied


def _insert(con: duckdb.DuckDBPyConnection, batch: Sequence[Sequence[str | int]]) -> None:
    if batch:
        line, *cells = zip(*batch, strict=True)
        texts = ", ".join("nullif(unnest(?::text[]), '')" for _ in cells)
        con.execute(
            f"insert into raw select unnest(?::bigint[]), {texts}",
            [line, *cells],
        )
