"""Makes the XLSB that tests read, since nothing at hand writes one: rows of texts and numbers."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin"'
    ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Error:
    """A cell that holds an error, by its code; of a formula or typed."""

    code: int
    is_formula: bool = False


@dataclass(frozen=True)
class Formula:
    """A cell with a formula and the number stored; `flags` 2 leaves it to whoever opens."""

    value: float
    flags: int = 0


Cell = str | float | Error | Formula


def xlsb(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, is_1904: bool = False) -> bytes:
    """Return a workbook with these sheets."""
    book, relations, file = b"", "", io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (name, rows) in enumerate(sheets.items(), start=1):
            relation = f"rId{number}"
            book += _record(156, struct.pack("<II", 0, number) + _text(relation) + _text(name))
            relations += (
                f'<Relationship Id="{relation}" Type="{_OFFICE}/worksheet"'
                f' Target="worksheets/sheet{number}.bin"/>'
            )
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows))
        properties = _record(153, struct.pack("<II", int(is_1904), 0) + _text(""))
        whole = _record(131) + properties + _record(143) + book + _record(144) + _record(132)
        archive.writestr("xl/workbook.bin", whole)
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(relations))
        archive.writestr("[Content_Types].xml", _TYPES)
        main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
        archive.writestr("_rels/.rels", _RELATIONS.format(main))
    return file.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    corners = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    cells = b""
    for line, row in enumerate(rows):
        cells += _record(0, struct.pack("<II", line, 0) + bytes(9))
        cells += b"".join(_cell(column, cell) for column, cell in enumerate(row) if cell != "")
    return _record(129) + _record(148, corners) + _record(145) + cells + _record(146) + _record(130)


def _cell(column: int, cell: Cell) -> bytes:
    head = struct.pack("<II", column, 0)
    match cell:
        case str():
            return _record(6, head + _text(cell))
        case Error(code, is_formula):
            rest = struct.pack("<HI", 0, 0) if is_formula else b""
            return _record(11 if is_formula else 3, head + bytes([code]) + rest)
        case Formula(value, flags):
            return _record(9, head + struct.pack("<dHI", value, flags, 0))
        case _:
            return _record(5, head + struct.pack("<d", cell))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    return _groups(kind) + _groups(len(content)) + content


def _groups(number: int) -> bytes:
    groups = []
    while True:
        number, low = number >> 7, number & 0x7F
        groups.append(low | (0x80 if number else 0))
        if not number:
            return bytes(groups)
