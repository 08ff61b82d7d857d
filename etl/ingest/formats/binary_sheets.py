"""Look into the parts of an XLSB for what calamine does not tell."""

import re
import struct
import zipfile

from etl.ingest.formats.looked import Looked, is_never_worked_out, records_of_bits
from etl.ingest.formats.sheet_xml import targets_of

BOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"

_PROPERTIES, _SHEET = 0x99, 0x9C
_CORNERS, _ROW = 0x94, 0x00
_ERROR, _ERROR_OF_FORMULA, _NUMBER_OF_FORMULA = 0x03, 0x0B, 0x09
_WORTH_A_LOOK = re.compile(
    rb"[\x03\x0b][\x09-\x7f][\s\S]{2}\x00\x00[\s\S]{4}[\x00\x07\x0f\x17\x1d\x24\x2a\x2b]"
    rb"|[\x0b\x09][\x80-\xff][\x00-\x7f][\s\S]{2}\x00\x00"
    rb"|\x09[\x12-\x7f][\s\S]{2}\x00\x00[\s\S]{4}\x00{8}"
)
"""How a cell with an error or a formula of nought can begin: most sheets have none."""


def days_from_1904(archive: zipfile.ZipFile) -> bool:
    """Tell whether the workbook counts days from 1904, as those of old Macintoshes do."""
    for kind, content in records_of_bits(_part(archive, BOOK)):
        if kind == _PROPERTIES and content:
            return bool(content[0] & 1)
    return False


def files_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the path of each sheet's part by the sheet's name."""
    targets, found = targets_of(archive, RELATIONS), {}
    for kind, content in records_of_bits(_part(archive, BOOK)):
        if kind == _SHEET:
            relation, at = _text(content, 8)
            name, _ = _text(content, at)
            if path := targets.get(relation):
                found[name] = path
    return found


def look(archive: zipfile.ZipFile, path: str) -> Looked:
    """Look through a sheet's records once, where it can have any that matter."""
    looked, content = Looked(), _part(archive, path)
    head = records_of_bits(content[:1024])
    corners = next((cells for kind, cells in head if kind == _CORNERS and len(cells) >= 16), None)
    if corners is not None:
        top, bottom, left, right = struct.unpack_from("<4I", corners)
        looked.cells = (bottom - top + 1) * (right - left + 1)
    if not _WORTH_A_LOOK.search(content):
        return looked
    row = 0
    for kind, cell in records_of_bits(content):
        if kind == _ROW and len(cell) >= 4:
            (row,) = struct.unpack_from("<I", cell)
        elif kind in (_ERROR, _ERROR_OF_FORMULA) and len(cell) >= 9:
            looked.add_error(row, struct.unpack_from("<I", cell)[0], cell[8])
        elif kind == _NUMBER_OF_FORMULA and len(cell) >= 18:
            (flags,) = struct.unpack_from("<H", cell, 16)
            if is_never_worked_out(bytes(cell[8:16]), flags):
                looked.never_worked_out.add(struct.unpack_from("<I", cell)[0])
    return looked


def _part(archive: zipfile.ZipFile, path: str) -> memoryview:
    return memoryview(archive.read(path) if path in archive.namelist() else b"")


def _text(content: memoryview, at: int) -> tuple[str, int]:
    """Read a text with its length before it; return where the next thing begins."""
    if at + 4 > len(content):
        return "", at
    (length,) = struct.unpack_from("<I", content, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return bytes(content[at + 4 : end]).decode("utf-16-le", "replace"), end
