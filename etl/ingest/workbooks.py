"""Find the sheet of a workbook that is the export, and read its rows.

XLSX and XLS through calamine. A cell with a date in it becomes its ISO text (a B.E. year typed
as such stays one), a whole number loses its ".0"; everything is text from here on.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from etl.ingest.delimited import TITLE_LINES, Record
from etl.ingest.headings import Plan, count_known, match
from etl.ingest.sources import Source
from i18n.messages import UserError, message

INSIDE_LIMIT = 1 << 30
"""Unpacked bytes that a workbook may declare: a full sheet of 20 columns has about 0.7 GB."""

_SUSPICIOUS = 64 << 20
_SUSPICIOUS_RATIO = 200
"""Sheets pack to a tenth or so; 200 times smaller is nothing anybody typed."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Cell = int | float | str | bool | time | date | datetime | timedelta


class Damaged(UserError):
    """The file is cut short or its content is broken."""


class PasswordProtected(UserError):
    """The workbook cannot be opened without a password."""


class TooBigInside(UserError):
    """The workbook would unpack to more than anything honest does."""


class NotAWorkbook(UserError):
    """The file is a container of something else, or has no sheet."""


@dataclass(frozen=True)
class Sheet:
    """The sheet that is the export: `line` is the 1-based row of its headings."""

    sheet: CalamineSheet
    line: int
    plan: Plan


def open_sheet(path: Path, is_zip: bool, source: Source, file: str) -> Sheet:
    """Find the first visible sheet with the headings of `source`.

    Raises Damaged, PasswordProtected, TooBigInside, NotAWorkbook, or, when no sheet has the
    headings, what `headings.match` raises for the one that comes nearest.
    """
    if is_zip:
        _refuse_bomb(path, file)
    elif _is_encrypted(path):
        raise PasswordProtected(message("readers.password", file=file))
    with _faults_as_refusals(file):
        book = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
        sheets = [_find_headings(book.get_sheet_by_name(name), source) for name in names]
    if not sheets:
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))
    refusal: UserError | None = None
    for sheet, line, row, _ in sorted(sheets, key=lambda found: -found[3]):
        try:
            return Sheet(sheet, line, match(source, row, file))
        except UserError as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


@contextmanager
def _faults_as_refusals(file: str) -> Iterator[None]:
    """Let what calamine raises for a bad file refuse that file.

    On some files that were cut short it panics: that is a BaseException of a class that cannot
    be imported, so it is known by its name alone.
    """
    try:
        yield
    except PasswordError as error:
        raise PasswordProtected(message("readers.password", file=file)) from error
    except (ZipError, XmlError, CalamineError) as error:
        raise Damaged(message("readers.damaged", file=file)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(message("readers.damaged", file=file)) from error


def sheet_records(sheet: Sheet) -> Iterator[Record]:
    """Yield the rows under the headings that are not wholly empty; `line` is the sheet's row."""
    positions = sheet.plan.positions
    width = sheet.plan.width
    for line, row in _rows(sheet.sheet):
        if line <= sheet.line or not any(cell != "" for cell in row):
            continue
        texts = [_text(row[position]) if position < len(row) else "" for position in positions]
        if any(cell != "" for cell in row[width:]):
            yield Record(line, (), "wrong_number_of_columns")
        elif any("\x00" in text for text in texts):
            yield Record(line, (), "nul_byte")
        else:
            yield Record(line, texts)


def _find_headings(
    sheet: CalamineSheet, source: Source
) -> tuple[CalamineSheet, int, list[str], int]:
    """Return the sheet with its heading row: the one with most headings that are known."""
    best: tuple[int, int, list[str]] = (1, 0, [])
    for line, row in islice(_rows(sheet), TITLE_LINES):
        texts = [_text(cell) for cell in row]
        score = count_known(source, texts)
        if score > best[1] or not best[2]:
            best = (line, score, texts)
    return sheet, best[0], best[2], best[1]


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield rows with their 1-based number in the sheet; cells begin in its first used column."""
    yield from enumerate(sheet.iter_rows(), start=1)


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


def _refuse_bomb(path: Path, file: str) -> None:
    """Refuse by the sizes that the archive declares, before a byte is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Damaged(message("readers.damaged", file=file)) from error
    inside = sum(info.file_size for info in infos)
    ratio = inside / max(path.stat().st_size, 1)
    if inside > INSIDE_LIMIT or (inside > _SUSPICIOUS and ratio > _SUSPICIOUS_RATIO):
        raise TooBigInside(message("readers.too_big_inside", file=file, inside_mb=inside >> 20))
    if not any(info.filename.startswith("xl/") for info in infos):
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))


def _is_encrypted(path: Path) -> bool:
    """A protected XLSX is an OLE file with a stream of this name in its directory."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if _ENCRYPTED in tail + block:
                return True
            tail = block[-len(_ENCRYPTED) :]
    return False
