"""Hand rows that Python has found to DuckDB as a text file of the needed columns only.

One line a record, its line number first, parted by a sign no export uses. Columns that are not
known never get here; the name of somebody who stood for office does, and so does whatever stands in
a column that is evidence. So the file has no name: it goes with the process, however that ends.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from etl.ingest.formats.record import Record

SEPARATOR = "\x1f"
_NOT_IN_A_CELL = re.compile("[\r\n\x1f]+")
_BATCH = 20_000

# What is left where bytes are no letters of the file's encoding.
_DAMAGED = re.compile("[\ud800-\udfff\ufffd]")


@dataclass
class Tidied:
    """What was written: `rows` of them; `broken` are the records that are no rows."""

    rows: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)


def write_tidy(
    file: BinaryIO,
    records: Iterable[Record],
    on_line: Callable[[int], None],
    line_break: str = " ",
) -> Tidied:
    """Write the cells of `records` to `file`; `on_line` is told how far it has come.

    A line break within a cell becomes `line_break`. A record with a damaged letter in a cell that
    is wanted is no row: bad_encoding.
    """
    tidied = Tidied()
    batch: list[Record] = []
    for record in records:
        if record.reason:
            tidied.broken.append((record.line, record.reason))
            continue
        batch.append(record)
        if len(batch) == _BATCH:
            _write(file, batch, tidied, line_break)
            batch.clear()
            on_line(record.line)
    _write(file, batch, tidied, line_break)
    file.flush()
    return tidied


def whole_cells(record: Record, line_break: str = " ") -> list[str] | None:
    """Return the record's cells without line breaks; None if one has a damaged letter."""
    if _DAMAGED.search("".join(record.cells)):
        return None
    return [_NOT_IN_A_CELL.sub(line_break, cell) for cell in record.cells]


def _write(file: BinaryIO, batch: list[Record], tidied: Tidied, line_break: str) -> None:
    """Write a batch as it is, or cell by cell if there is anything in it that must not be."""
    content = _encoded(batch)
    if content is None:
        whole = []
        for record in batch:
            cells = whole_cells(record, line_break)
            if cells is None:
                tidied.broken.append((record.line, "bad_encoding"))
            else:
                whole.append(Record(record.line, cells))
        content, batch = _encoded(whole) or b"", whole
    file.write(content)
    tidied.rows += len(batch)


def _encoded(batch: list[Record]) -> bytes | None:
    """Return the batch as text, None if a cell breaks a line, holds the separator or is damaged."""
    text = "".join(
        [f"{record.line}{SEPARATOR}{SEPARATOR.join(record.cells)}\n" for record in batch]
    )
    separators = sum(len(record.cells) for record in batch)
    if text.count("\n") != len(batch) or text.count(SEPARATOR) != separators:
        return None
    if "\r" in text or "\ufffd" in text:
        return None
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None
