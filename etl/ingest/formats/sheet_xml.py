"""Look into the XML of a workbook's sheets for what calamine does not tell.

Cells that hold an error, formulas that were never worked out, how far the cells reach (it reads a
sheet as one block, and two far corners would take all memory), and from which year days count.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from xml.etree import ElementTree

from etl.ingest.formats.looked import Looked

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


def days_from_1904(archive: zipfile.ZipFile) -> bool:
    """Tell whether the workbook counts days from 1904, as those of old Macintoshes do."""
    for element in _elements(archive, BOOK):
        if _name(element) == "workbookPr":
            return element.get("date1904", "0").lower() in ("1", "true")
    return False


def files_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the path of each sheet's XML by the sheet's name."""
    targets, found = targets_of(archive, RELATIONS), {}
    for element in _elements(archive, BOOK):
        if _name(element) == "sheet":
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            if path := targets.get(ids[0]) if ids else None:
                found[element.get("name", "")] = path
    return found


def targets_of(archive: zipfile.ZipFile, relations: str) -> dict[str, str]:
    """Return the paths of the parts of a workbook that are there, by the ids it calls them."""
    there, found = set(archive.namelist()), {}
    for element in _elements(archive, relations):
        if _name(element) == "Relationship":
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in there:
                found[element.get("Id", "")] = path
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
