"""Find the columns of a text file, and which of its lines are rows.

Most files are clean and DuckDB reads them itself. This is for the others: old encodings, title
lines, line breaks inside quotes, lines that are broken. Each record is found with its line
number; a broken one is reported and never swallows the lines after it.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import IO

from etl.ingest.formats.bounds import MOST_LETTERS, refuse_long, refuse_wide
from etl.ingest.formats.record import Record
from etl.ingest.headings.lines import TITLE_LINES, find_headings
from etl.ingest.redaction import redact_line
from etl.ingest.sources import Source
from etl.ingest.word_lists import plain, plain_words
from i18n.messages import UserError, message

DELIMITERS = (",", "\t", ";", "|")

_QUOTED_LINES = 200
"""A quoted cell longer than this is an open quote, not an address."""

_NARROW = 3
"""Columns of a file of which a line with a single cell could be a row cut short."""

_RUNS = (
    (re.compile(r"[0-9๐-๙]+"), "9"),
    (re.compile(r"[A-Za-z]+"), "a"),
    (re.compile(r"[ก-๛]+"), "ก"),
)


class NoDelimiter(UserError):
    """The headings stand in one column: nothing known parts them."""


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out; `line` is the 1-based line of the headings, `titles` those
    above it."""

    delimiter: str
    line: int
    headings: list[str]
    titles: tuple[str, ...] = ()


def layout(head: str, source: Source, file: str) -> Layout:
    """Find delimiter and headings in the first lines of a file.

    The line with the most headings that are known wins; with none known, the first line that
    parts into columns. Raises NoDelimiter when no line does, OutOfBounds when one has too many.
    """
    best: tuple[tuple[int, int], Layout] | None = None
    for delimiter in DELIMITERS:
        rows = [(record.line, record.cells) for record in _first_records(head, delimiter)]
        refuse_wide(max((len(cells) for _, cells in rows), default=0), file)
        found = find_headings(source, rows)
        if found is None or not found.known:
            found = find_headings(source, [row for row in rows if _filled(row[1]) > 1])
        if found is None or _filled(found.texts) < 2:
            continue
        titles = tuple(" ".join(cells) for line, cells in rows if line < found.line)
        rank = found.known, _filled(found.texts)
        if best is None or rank > best[0]:
            best = rank, Layout(delimiter, found.line, found.texts, titles)
    if best is None:
        first = next(iter(head.split("\n")), "").strip()[:80]
        raise NoDelimiter(
            message("readers.no_delimiter", file=file, found=redact_line(source, first))
        )
    return best[1]


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _first_records(head: str, delimiter: str) -> Iterator[Record]:
    lines = re.split(r"\r\n|\n|\r", head)[: 2 * TITLE_LINES]
    yield from islice(records(lines, delimiter, None), TITLE_LINES)


def lines_of(opened: Callable[[], IO[bytes]], codec: str, head: str, file: str) -> Iterator[str]:
    """Yield the lines of a file without their ends; bytes that are no letters become lone
    surrogates or U+FFFD. `head` is how the file begins, decoded. Raises OutOfBounds."""
    errors = "replace" if codec.startswith("utf-16") else "surrogateescape"
    # A file of an old Macintosh has no line feed at all.
    newline = "\r" if "\n" not in head and "\r" in head else "\n"
    with opened() as content, io.TextIOWrapper(content, codec, errors, newline) as text:
        lines = iter(partial(text.readline, MOST_LETTERS), "")
        for number, line in enumerate(lines, start=1):
            if len(line) >= MOST_LETTERS:
                refuse_long(len(line), file, number)
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
        if cells and width and len(cells) < width and _is_note(line, cells, width):
            cells = [*cells, *[""] * (width - len(cells))]
        reason = _reason(line, cells, width)
        if reason or cells is None:
            yield Record(number, (), reason)
            continue
        yield Record(number, [cells[position] for position in positions] if positions else cells)


def _is_note(line: str, cells: Sequence[str], width: int) -> bool:
    """Whether a short line is a total or a note under the rows: nobody's, and not a torn row."""
    if len(cells) == 1 and width > _NARROW and '"' not in line:
        return True
    return plain(cells[0]).startswith(tuple(plain_words("nobody"))) and _filled(cells) <= 2


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
    lines is none if within its quotes a line begins as a row does and is as wide.
    """
    lines = [line]
    while True:
        cells, is_open = _parse(lines, delimiter)
        if cells is not None:
            if width is not None and any(
                _is_row(part, line, delimiter, width) for part in lines[1:]
            ):
                break
            return cells
        following = next(waiting, None) if is_open else None
        # No quote closes on a line without one.
        while following is not None and '"' not in following and len(lines) < _QUOTED_LINES:
            lines.append(following)
            following = next(waiting, None)
        if following is None:
            break
        lines.append(following)
        if len(lines) > _QUOTED_LINES:
            break
    waiting.give_back(lines[1:])
    return _with_bare_quotes(line, delimiter, width)


def _with_bare_quotes(line: str, delimiter: str, width: int | None) -> list[str] | None:
    """Return the cells of a line in which quotes within quotes are not doubled, if they are as many
    as they must be: there a quote ends its cell only where the cell ends."""
    cells, at = [], 0
    while at <= len(line):
        is_quoted = line.startswith('"', at)
        end = line.find(f'"{delimiter}' if is_quoted else delimiter, at + is_quoted)
        if end < 0:
            end = len(line) - is_quoted
            if is_quoted and (end <= at or line[end] != '"'):
                return None
        cells.append(line[at + is_quoted : end].replace('""', '"'))
        at = end + 1 + is_quoted
    return cells if len(cells) == width else None


def _parse(lines: Sequence[str], delimiter: str) -> tuple[list[str] | None, bool]:
    """Return the cells of a record, and without any whether a quote is still open in it."""
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        return None, "end of data" in str(error)
    return (cells, False) if reader.line_num == len(lines) else (None, False)


def _is_row(part: str, first: str, delimiter: str, width: int) -> bool:
    """Whether a line that stands within a quote is a row by itself, up to where a quote closes."""
    quoted = part.partition('"')[0]
    is_wide = width > 1 and quoted.count(delimiter) + 1 >= width
    return is_wide and _shape(quoted, delimiter) == _shape(first, delimiter)


def _shape(line: str, delimiter: str) -> str:
    """Return of what kinds of signs the first cell of a line is: rows of one file begin alike."""
    shape = line.partition(delimiter)[0].strip().strip('"')
    for runs, sign in _RUNS:
        shape = runs.sub(sign, shape)
    return shape
