"""Look into the XML of a workbook's sheets for what calamine does not tell.

Cells that hold an error, formulas that were never worked out, how far the cells reach (it reads a
sheet as one block, and two far corners would take all memory), and from which year days count.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from xml.etree import ElementTree

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

_BLOCK = 1 << 24
_OVERLAP = 1 << 16
_FAR = re.compile(rb"""\sr=["'][A-Z]{2,3}\d""")
_FILLED = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>"""
    rb"""(?!</|<(?:\w+:)?v\s*/>)"""
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).){0,8192}?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_NEVER_WORKED_OUT = re.compile(
    rb'<(?:\w+:)?c (?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?"
    rb"</(?:\w+:)?c>"
)

_DIMENSION = b"\x94\x01\x10"
"""The head of the record with the corners of an XLSB's sheet."""


@dataclass
class Looked:
    """What a sheet's XML tells, by the sheet's own rows and columns from 1 and 0: `cells` is how
    many the block of its cells would have."""

    cells: int = 0
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    never_worked_out: set[int] = field(default_factory=set)


def days_from_1904(archive: zipfile.ZipFile) -> bool:
    """Tell whether the workbook counts days from 1904, as those of old Macintoshes do."""
    for element in _elements(archive, BOOK):
        if _name(element) == "workbookPr":
            return element.get("date1904", "0").lower() in ("1", "true")
    return False


def files_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the path of each sheet's XML by the sheet's name."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in _elements(archive, RELATIONS)
        if _name(element) == "Relationship"
    }
    there, found = set(archive.namelist()), {}
    for element in _elements(archive, BOOK):
        if _name(element) == "sheet":
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            target = (targets.get(ids[0]) if ids else None) or ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in there:
                found[element.get("name", "")] = path
    return found


def look(archive: zipfile.ZipFile, path: str) -> Looked:
    """Look through a sheet's XML once, block by block."""
    looked, last_row, last_column = Looked(), 0, 0
    for block in _blocks(archive, path):
        if b'"e"' in block:
            for column, row, text in _ERROR.findall(block):
                looked.errors.setdefault(int(row), {})[_position(column)] = text.decode(
                    "utf-8", "replace"
                )
        if b"<f" in block or b":f" in block:
            looked.never_worked_out |= {
                _position(found[0]) for found in _NEVER_WORKED_OUT.findall(block)
            }
        if _FAR.search(block) or last_column:
            for column, row in _FILLED.findall(block):
                last_row, last_column = max(last_row, int(row)), max(last_column, _position(column))
    looked.cells = last_row * (last_column + 1)
    return looked


def most_cells_of_binary(archive: zipfile.ZipFile) -> int:
    """Return how many cells the largest sheet of an XLSB says its block has."""
    sizes = [0]
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".bin"):
            with archive.open(name) as file:
                _, found, rest = file.read(_OVERLAP).partition(_DIMENSION)
            if found and len(rest) >= 16:
                top, bottom, left, right = struct.unpack_from("<4I", rest)
                sizes.append((bottom - top + 1) * (right - left + 1))
    return max(sizes)


def _blocks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Yield the content in blocks that overlap: what lies across an end is whole in the next."""
    tail = b""
    with archive.open(path) as file:
        for block in iter(partial(file.read, _BLOCK), b""):
            yield tail + block
            tail = block[-_OVERLAP:]


def _elements(archive: zipfile.ZipFile, path: str) -> Iterator[ElementTree.Element]:
    try:
        yield from ElementTree.fromstring(archive.read(path)).iter()
    except (KeyError, ElementTree.ParseError):
        return


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _position(column: bytes) -> int:
    position = 0
    for letter in column:
        position = position * 26 + letter - 64
    return position - 1
