"""How do rows that Python has found reach DuckDB? As a lean text file of the wanted columns only.

One line a record, its line number first, parted by a sign no export uses. Personal columns never
get here, so the temporary file holds none.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from etl.delimited import Record

SEPARATOR = "\x1f"
_NOT_IN_A_CELL = re.compile("[\r\n\x1f]+")
_BATCH = 20_000


@dataclass
class Tidied:
    """What was written: `rows` to `path`; `broken` are the records that are no rows."""

    path: Path
    rows: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)


def write_tidy(path: Path, records: Iterable[Record], on_line: Callable[[int], None]) -> Tidied:
    """Write the cells of `records` to `path`; `on_line` is told how far it has come."""
    tidied = Tidied(path)
    batch: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        for record in records:
            if record.reason:
                tidied.broken.append((record.line, record.reason))
                continue
            text = SEPARATOR.join(record.cells)
            # One look at the whole row: a separator too many or a line break in it is rare.
            if text.count(SEPARATOR) != len(record.cells) - 1 or _has_break(text):
                text = SEPARATOR.join(_NOT_IN_A_CELL.sub(" ", cell) for cell in record.cells)
            batch.append(f"{record.line}{SEPARATOR}{text}\n")
            if len(batch) == _BATCH:
                tidied.rows += len(batch)
                file.write("".join(batch))
                batch.clear()
                on_line(record.line)
        tidied.rows += len(batch)
        file.write("".join(batch))
    return tidied


def _has_break(text: str) -> bool:
    return "\n" in text or "\r" in text
