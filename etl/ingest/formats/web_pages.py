"""Read the tables of a web page, such as one that is named .xls."""

from html.parser import HTMLParser
from typing import TextIO

from etl.ingest.formats.bounds import MOST_COLUMNS, refuse_long, refuse_wide
from etl.ingest.formats.cell_rows import parts_of_rows
from etl.ingest.formats.parts import Part
from etl.ingest.sources import Source

_BLOCK = 1 << 16


class _Page(HTMLParser):
    """Collects the rows of every table of a web page, the cells' texts only."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self._file = file
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
        row = self._open[-1][-1]
        row += [text, *[""] * (min(self._span, MOST_COLUMNS) - 1)]
        refuse_long(len(text), self._file, self.getpos()[0])
        refuse_wide(len(row), self._file)
        self._cell = None


def tables_of_page(text: TextIO, source: Source, file: str) -> list[Part]:
    """Return the tables of a web page that are not empty. Raises OutOfBounds."""
    page = _Page(file)
    while block := text.read(_BLOCK):
        page.feed(block)
        # What waits for the end of a tag, or of a text.
        refuse_long(len(page.rawdata), file, page.getpos()[0])
    page.close()
    tables = [list(enumerate(rows, start=1)) for rows in page.tables]
    return parts_of_rows(
        {f"#{n}": rows for n, rows in enumerate(tables, start=1) if rows}, source, file, "html"
    )
