"""Find the columns of a text file, and which of its lines are rows.

Most files are clean and DuckDB reads them itself. This is for the others: old encodings, title
lines, line breaks inside quotes, lines that are broken. Each record is found with its line
number; a broken one is reported and never swallows the lines after it.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from etl.ingest.headings import count_known
from etl.ingest.redaction import redact_line
from etl.ingest.sources import Source
from i18n.messages import UserError, message

DELIMITERS = (",", "\t", ";", "|")
TITLE_LINES = 20
"""How many lines may stand above the headings."""

_QUOTED_LINES = 50
"""A quoted cell longer than this is an open quote, not an address."""


class NoDelimiter(UserError):
    """The headings stand in one column: nothing known parts them."""


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out; `line` is the 1-based line of the headings."""

    delimiter: str
    line: int
    headings: list[str]


class Record(NamedTuple):
    """One row of a file, or why it is none. A tuple, because a file has a million of them."""

    line: int
    cells: Sequence[str]
    reason: str | None = None


def layout(head: str, source: Source, file: str) -> Layout:
    """Find delimiter and headings in the first lines of a file.

    The line with the most headings that are known wins; with none known, the first line that
    parts into columns. Raises NoDelimiter when no line does.
    """
    best: tuple[int, int, Layout] | None = None
    for delimiter in DELIMITERS:
        for record in _first_records(head, delimiter):
            found = Layout(delimiter, record.line, list(record.cells))
            filled = sum(bool(cell.strip()) for cell in record.cells)
            rank = (count_known(source, record.cells), filled, found)
            if filled > 1 and (best is None or rank[:2] > best[:2]):
                best = rank
    if best is None:
        first = next(iter(head.split("\n")), "").strip()[:80]
        raise NoDelimiter(
            message("readers.no_delimiter", file=file, found=redact_line(source, first))
        )
    return best[2]


def _first_records(head: str, delimiter: str) -> Iterator[Record]:
    lines = re.split(r"\r\n|\n|\r", head)[: 2 * TITLE_LINES]
    for count, record in enumerate(records(lines, delimiter, None), start=1):
        yield record
        if count == TITLE_LINES:
            return


def lines_of(path: Path, codec: str, head: str) -> Iterator[str]:
    """Yield the lines of a file without their ends; bytes that are no letters become lone
    surrogates or U+FFFD. `head` is how the file begins, decoded."""
    errors = "replace" if codec.startswith("utf-16") else "surrogateescape"
    # A file of an old Macintosh has no line feed at all.
    newline = "\r" if "\n" not in head and "\r" in head else "\n"
    with path.open(encoding=codec, errors=errors, newline=newline) as file:
        for line in file:
            yield line.rstrip("\r\n")


def records(
    lines: Iterable[str],
    delimiter: str,
    width: int | None,
    positions: Sequence[int] = (),
) -> Iterator[Record]:
    """Yield the records, headings too, each with the line it begins in; blank lines are none.

    `width` is the number of columns (None: any); a record has the cells `positions`, or all. A
    record that is broken has no cells and a reason: wrong_number_of_columns, broken_quote,
    nul_byte.
    """
    waiting = _Lines(lines)
    for line in waiting:
        if not line.strip():
            continue
        number = waiting.number
        cells = (
            line.split(delimiter)
            if '"' not in line
            else _split_quoted(waiting, line, delimiter, width)
        )
        reason = _reason(line, cells, width)
        if reason or cells is None:
            yield Record(number, (), reason)
            continue
        yield Record(number, [cells[position] for position in positions] if positions else cells)


def _reason(line: str, cells: list[str] | None, width: int | None) -> str | None:
    if "\x00" in line:
        return "nul_byte"
    if cells is None:
        return "broken_quote"
    # A delimiter at the end of every line is a habit of some systems, not a column.
    if width is not None and (len(cells) < width or any(cells[width:])):
        return "wrong_number_of_columns"
    return None


class _Lines:
    """Lines with their numbers, to which lines that were read ahead can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.number += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _split_quoted(
    waiting: _Lines, line: str, delimiter: str, width: int | None
) -> list[str] | None:
    """Parse a record with quotes, taking as many lines as it has; None if its quotes are broken.

    A stray quote can close in a later row and hide all rows between. So a record of several
    lines is one only if none of its lines is a whole row by itself.
    """
    row_cells = [line]
    while True:
        try:
            cells = next(
                csv.reader([f"{part}\n" for part in row_cells], delimiter=delimiter, strict=True)
            )
        except csv.Error as error:
            following = next(waiting, None) if "end of data" in str(error) else None
            if following is None or len(row_cells) >= _QUOTED_LINES:
                waiting.give_back(row_cells[1:] + ([] if following is None else [following]))
                return None
            row_cells.append(following)
            continue
        whole = width is not None and len(row_cells) > 1 and width > 1
        if whole and any(part.count(delimiter) + 1 >= (width or 0) for part in row_cells):
            waiting.give_back(row_cells[1:])
            return None
        return cells
