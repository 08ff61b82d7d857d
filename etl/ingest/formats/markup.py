"""Read tables of markup: XML workbooks of 2003, OpenDocument sheets, web pages named .xls.

Row by row as they come, never as one block. What could unpack without end (entities of its own, a
row that is repeated a million times) is refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from itertools import islice
from typing import IO
from xml.etree import ElementTree

from etl.ingest.formats.delimited import Record
from etl.ingest.formats.parts import Part
from etl.ingest.formats.workbooks import Damaged, NotAWorkbook
from etl.ingest.headings.lines import TITLE_LINES, find_headings
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source
from i18n.messages import message

MOST_BYTES = 256 << 20
"""A page or an XML workbook larger than this is no export: it is five times its CSV."""

_MOST_COLUMNS = 1_000
_MOST_REPEATED = 1_000
"""A row or a cell with something in it that is repeated more often than this is no list."""

_TABLES = {"table", "Worksheet"}
_ROWS = {"table-row", "Row"}
_CELLS = {"table-cell", "covered-table-cell", "Cell"}

Row = tuple[int, list[str]]


class _Page(HTMLParser):
    """Collects the rows of every table of a web page, the cells' texts only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], int(span) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        if not self._open[-1]:
            self._open[-1].append([])
        text = " ".join("".join(self._cell).split())
        self._open[-1][-1] += [text, *[""] * (min(self._span, _MOST_COLUMNS) - 1)]
        self._cell = None


def tables_of_page(text: str, source: Source, file: str) -> list[Part]:
    """Return the tables of a web page that are not empty."""
    page = _Page()
    page.feed(text)
    page.close()
    tables = [list(enumerate(rows, start=1)) for rows in page.tables]
    return _parts(
        {f"#{n}": rows for n, rows in enumerate(tables, start=1) if rows}, source, file, "html"
    )


def sheets_of_xml(opened: IO[bytes], source: Source, file: str, encoding: str) -> list[Part]:
    """Return the sheets of an XML workbook of 2003 or of an OpenDocument's content.

    Raises Damaged or NotAWorkbook.
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
    return _parts(sheets, source, file, encoding, hidden)


def _take_row(element: ElementTree.Element, rows: list[Row], file: str) -> None:
    last = rows[-1][0] if rows else 0
    index = _attribute(element, "Index")
    line = int(index) if index.isdecimal() else last + 1
    cells = _cells(element, file)
    repeated = _number(_attribute(element, "number-rows-repeated"))
    if not any(cells):
        # Only how far down the next row stands.
        rows.append((line + repeated - 1, []))
        return
    if repeated > _MOST_REPEATED:
        raise Damaged(message("readers.too_far_apart", file=file))
    rows += [(line + n, cells) for n in range(repeated)]


def _cells(row: ElementTree.Element, file: str) -> list[str]:
    cells: list[str] = []
    for element in row:
        if _local(element.tag) not in _CELLS:
            continue
        index = _attribute(element, "Index")
        if index.isdecimal() and int(index) <= _MOST_COLUMNS:
            cells += [""] * (int(index) - 1 - len(cells))
        text = _value(element)
        repeated = _number(_attribute(element, "number-columns-repeated"))
        if text and repeated > _MOST_REPEATED:
            raise Damaged(message("readers.too_far_apart", file=file))
        cells += [text] * min(repeated, _MOST_COLUMNS)
        cells += [""] * min(_number(_attribute(element, "MergeAcross"), 0), _MOST_COLUMNS)
    while cells and not cells[-1]:
        cells.pop()
    return cells


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


def _parts(
    sheets: dict[str, list[Row]],
    source: Source,
    file: str,
    encoding: str,
    hidden: Iterable[str] = (),
) -> list[Part]:
    if not sheets:
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))
    parts = []
    for name, rows in sheets.items():
        head = list(islice(rows, TITLE_LINES))
        found = find_headings(source, head)
        line, headings = (found.line, found.texts) if found else (1, [])
        titles = tuple(" ".join(cells) for at, cells in head if at < line)
        parts.append(
            Part(
                name,
                line,
                headings,
                titles,
                encoding,
                partial(_records, rows, line),
                name in hidden,
            )
        )
    return parts


def _records(
    rows: Sequence[Row], headings: int, plan: Plan, positions: Sequence[int]
) -> Iterator[Record]:
    for line, cells in rows:
        if line <= headings or not any(cells):
            continue
        if any(cells[plan.width :]):
            yield Record(line, (), "wrong_number_of_columns")
        else:
            yield Record(line, [cells[at] if at < len(cells) else "" for at in positions])


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
