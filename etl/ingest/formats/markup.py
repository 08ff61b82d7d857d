"""Read tables of XML: workbooks of 2003 and OpenDocument sheets.

Row by row as they come, never as one block. What could unpack without end (entities of its own, a
row that is repeated a million times) is refused.
"""

from typing import IO
from xml.etree import ElementTree

from etl.ingest.formats.bounds import MOST_CELLS, refuse_long, refuse_wide
from etl.ingest.formats.cell_rows import Row, parts_of_rows
from etl.ingest.formats.parts import Part
from etl.ingest.formats.refusals import Damaged
from etl.ingest.sources import Source
from i18n.messages import message

_MOST_REPEATED = 1_000
"""A row or a cell with something in it that is repeated more often than this is no list."""

_TABLES = {"table", "Worksheet"}
_ROWS = {"table-row", "Row"}
_CELLS = {"table-cell", "covered-table-cell", "Cell"}


def sheets_of_xml(opened: IO[bytes], source: Source, file: str, encoding: str) -> list[Part]:
    """Return the sheets of an XML workbook of 2003 or of an OpenDocument's content.

    Raises Damaged, OutOfBounds or NotAWorkbook.
    """
    sheets: dict[str, list[Row]] = {}
    hidden: set[str] = set()
    styles: set[str] = set()
    try:
        for event, element in ElementTree.iterparse(
            _without_entities(opened, file), ("start", "end")
        ):
            name = _local(element.tag)
            if event == "start" and name in _TABLES:
                title = _attribute(element, "name", "Name")
                sheets[title] = []
                if _attribute(element, "style-name") in styles:
                    hidden.add(title)
            elif event == "end" and name == "table-properties":
                styles |= {"hidden"} if _attribute(element, "display") == "false" else set()
            elif (
                event == "end"
                and name == "Visible"
                and (element.text or "").startswith("SheetHidden")
            ):
                hidden |= set(list(sheets)[-1:])
            elif event == "end" and name == "style" and "hidden" in styles:
                styles.discard("hidden")
                styles.add(_attribute(element, "name"))
            elif event == "end" and name in _ROWS and sheets:
                _take_row(element, sheets[list(sheets)[-1]], file)
                element.clear()
    except ElementTree.ParseError as error:
        raise Damaged(message("readers.damaged", file=file)) from error
    return parts_of_rows(sheets, source, file, encoding, hidden)


def _take_row(element: ElementTree.Element, rows: list[Row], file: str) -> None:
    last = rows[-1][0] if rows else 0
    index = _attribute(element, "Index")
    line = int(index) if index.isdecimal() else last + 1
    cells = _cells(element, file, line)
    repeated = _number(_attribute(element, "number-rows-repeated"))
    if not any(cells):
        # Only how far down the next row stands.
        rows.append((line + repeated - 1, []))
        return
    if repeated > _MOST_REPEATED:
        raise Damaged(message("readers.too_far_apart", file=file, most=MOST_CELLS))
    rows += [(line + n, cells) for n in range(repeated)]


def _cells(row: ElementTree.Element, file: str, line: int) -> list[str]:
    cells: dict[int, str] = {}
    at = 0
    for element in row:
        if _local(element.tag) not in _CELLS:
            continue
        index = _attribute(element, "Index")
        if index.isdecimal():
            at = max(at, int(index) - 1)
        text = _value(element)
        repeated = _number(_attribute(element, "number-columns-repeated"))
        if text:
            if repeated > _MOST_REPEATED:
                raise Damaged(message("readers.too_far_apart", file=file, most=MOST_CELLS))
            refuse_long(len(text), file, line)
            refuse_wide(at + repeated, file)
            cells |= dict.fromkeys(range(at, at + repeated), text)
        at += repeated + _number(_attribute(element, "MergeAcross"), 0)
    return [cells.get(position, "") for position in range(max(cells, default=-1) + 1)]


def _value(cell: ElementTree.Element) -> str:
    """A day or a whole number as it is, everything else as it is shown."""
    day = _attribute(cell, "date-value")
    if day:
        return day.replace("T", " ")
    number = _attribute(cell, "value")
    if number and _attribute(cell, "value-type") == "float":
        return number.removesuffix(".0")
    lines = ["".join(part.itertext()) for part in cell if _local(part.tag) in ("p", "Data")]
    text = "\n".join(lines)
    data = next((part for part in cell if _local(part.tag) == "Data"), None)
    if data is not None and _attribute(data, "Type") == "DateTime":
        return text.replace("T", " ").removesuffix(".000")
    return text


def _without_entities(opened: IO[bytes], file: str) -> IO[bytes]:
    """A workbook has no entities of its own: what declares some is meant to harm."""
    opened.seek(0)
    if b"<!ENTITY" in opened.read(1 << 16):
        raise Damaged(message("readers.damaged", file=file))
    opened.seek(0)
    return opened


def _attribute(element: ElementTree.Element, *names: str) -> str:
    return next((text for key, text in element.attrib.items() if _local(key) in names), "")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _number(text: str, otherwise: int = 1) -> int:
    return int(text) if text.isdecimal() else otherwise
