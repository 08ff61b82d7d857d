"""Read the sheets of a workbook: XLSX, XLSB and XLS through calamine.

A cell with a date in it becomes its ISO text (a B.E. year typed as such stays one), a whole number
loses its ".0"; everything is text from here on.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import IO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.ingest.formats import binary_sheets, sheet_xml
from etl.ingest.formats.bounds import MOST_CELLS, MOST_COLUMNS, refuse_wide
from etl.ingest.formats.looked import Looked
from etl.ingest.formats.old_workbooks import OldBook
from etl.ingest.formats.parts import Part
from etl.ingest.formats.record import Record
from etl.ingest.formats.refusals import (
    MangledNumbers,
    NeverWorkedOut,
    NotAWorkbook,
    PasswordProtected,
    TooBigInside,
    faults_as_refusals,
)
from etl.ingest.headings.lines import TITLE_LINES, find_headings
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source
from i18n.messages import message

_MOST_HELD = 10_000_000
"""With more cells than this in the sheets that were read, they go before another is read."""

_DIGITS_KEPT = 10**15
"""From here on Excel has no more than the first fifteen digits of a number."""

_FIRST_OF_1904 = date(1904, 1, 1)
_SERIALS = range(10_000, 90_000)
"""Whole numbers that are days where they stand in a column of days."""

Cell = int | float | str | bool | time | date | datetime | timedelta


class _Book:
    """A workbook whose sheets are read when they are asked for, and not all held at once."""

    def __init__(self, book: CalamineWorkbook, file: str) -> None:
        self.metadata, self._book, self._file = book.sheets_metadata, book, file
        self._held: dict[str, CalamineSheet] = {}

    def sheet(self, name: str) -> CalamineSheet:
        """Return a sheet; it may have been read before and forgotten."""
        if name not in self._held:
            if sum(sheet.height * sheet.width for sheet in self._held.values()) > _MOST_HELD:
                self._held.clear()
            with faults_as_refusals(self._file):
                self._held[name] = self._book.get_sheet_by_name(name)
        return self._held[name]


@dataclass(frozen=True)
class _Sheet:
    """A sheet with what its XML told; `source` says which columns are days and numbers."""

    book: _Book
    name: str
    looked: Looked
    is_1904: bool
    source: Source
    file: str
    encoding: str
    hidden: bool = False

    @property
    def sheet(self) -> CalamineSheet:
        """The sheet's cells."""
        return self.book.sheet(self.name)

    def part(self) -> Part:
        """Return the sheet as a part of its file, its headings found."""
        head = [
            (line, self._texts(line, row[:MOST_COLUMNS]))
            for line, row in islice(self._rows(), TITLE_LINES)
        ]
        found = find_headings(self.source, head)
        line, headings = (found.line, found.texts) if found else (1, [])
        titles = tuple(" ".join(texts) for at, texts in head if at < line)
        records = partial(self._records, line)
        return Part(self.name, line, headings, titles, self.encoding, records, self.hidden)

    def _records(self, headings: int, plan: Plan, positions: Sequence[int]) -> Iterator[Record]:
        """Yield the rows under the headings that are not empty; `line` is the sheet's row."""
        refuse_wide(self.sheet.width, self.file)
        left = self.sheet.start[1] if self.sheet.start else 0
        self._refuse_formulas(plan, left)
        types = {
            position: self.source.column(name).type for name, position in plan.selected.items()
        }
        days = {position for position, kind in types.items() if kind == "date" and self.is_1904}
        numbers = {position for position, kind in types.items() if kind == "id"}
        for line, row in self._rows():
            errors = self.looked.errors.get(line)
            if line <= headings or not (errors or any(cell != "" for cell in row)):
                continue
            self._refuse_rounded(line, row, numbers)
            cells = self._texts(line, row, days) if days else _plain_texts(row)
            if errors:
                cells = _with_errors(cells, errors, left)
            texts = [cells[position] if position < len(cells) else "" for position in positions]
            if any(cell != "" for cell in cells[plan.width :]):
                yield Record(line, (), "wrong_number_of_columns")
            elif "\x00" in "".join(texts):
                yield Record(line, (), "nul_byte")
            else:
                yield Record(line, texts)

    def _rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield rows with their 1-based number; cells begin in the sheet's first used column."""
        yield from enumerate(self.sheet.iter_rows(), start=1)

    def _texts(self, line: int, row: Sequence[Cell], days: set[int] | None = None) -> list[str]:
        return [
            (_FIRST_OF_1904 + timedelta(days=int(cell))).isoformat()
            if days and at in days and isinstance(cell, int | float) and int(cell) in _SERIALS
            else _text(cell)
            for at, cell in enumerate(row)
        ]

    def _refuse_formulas(self, plan: Plan, left: int) -> None:
        for ours, position in plan.selected.items():
            if position + left in self.looked.never_worked_out:
                heading = plan.headings[ours]
                raise NeverWorkedOut(
                    message("readers.never_worked_out", file=self.file, column=heading)
                )

    def _refuse_rounded(self, line: int, row: Sequence[Cell], numbers: set[int]) -> None:
        for at in numbers:
            cell = row[at] if at < len(row) else ""
            if isinstance(cell, date):
                raise MangledNumbers(message("readers.date_numbers", file=self.file, line=line))
            if isinstance(cell, float | int) and abs(cell) >= _DIGITS_KEPT:
                raise MangledNumbers(message("readers.rounded_numbers", file=self.file, line=line))


def sheets_of(opened: IO[bytes], is_zip: bool, source: Source, file: str) -> list[Part]:
    """Return every sheet of a workbook.

    Raises Damaged, PasswordProtected, TooBigInside or NotAWorkbook.
    """
    looked: dict[str, Looked] = {}
    old: list[Looked] = []
    if is_zip:
        with faults_as_refusals(file), zipfile.ZipFile(opened) as archive:
            look_into = binary_sheets if binary_sheets.BOOK in archive.namelist() else sheet_xml
            is_1904 = look_into.days_from_1904(archive)
            for name, path in look_into.files_of_sheets(archive).items():
                looked[name] = look_into.look(archive, path)
    else:
        old_book = OldBook(opened)
        if old_book.is_encrypted:
            raise PasswordProtected(message("readers.password", file=file))
        is_1904, old = old_book.days_from_1904(), old_book.look()
    if any(each.cells > MOST_CELLS for each in looked.values()):
        raise TooBigInside(message("readers.too_far_apart", file=file, most=MOST_CELLS))
    opened.seek(0)
    with faults_as_refusals(file):
        book = _Book(CalamineWorkbook.from_filelike(opened), file)
        looked |= dict(zip((sheet.name for sheet in book.metadata), old, strict=False))
        parts = [
            _Sheet(
                book,
                sheet.name,
                looked.get(sheet.name, Looked()),
                is_1904,
                source,
                file,
                "xlsx" if is_zip else "xls",
                sheet.visible is not SheetVisibleEnum.Visible,
            ).part()
            for sheet in book.metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]
    if not parts:
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))
    return parts


def _with_errors(cells: list[str], errors: Mapping[int, str], left: int) -> list[str]:
    for column, text in errors.items():
        at = column - left
        cells += [""] * (at + 1 - len(cells))
        cells[at] = text
    return cells


def _plain_texts(row: Sequence[Cell]) -> list[str]:
    # Most cells are texts, and a full sheet has millions.
    return [cell if type(cell) is str else _text(cell) for cell in row]


def _text(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case _:
            return str(cell)
