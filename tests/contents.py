"""What is in a document, whatever its bytes? Its pages, sheets or slides, line by line."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pypdfium2
from pptx import Presentation

Parts = dict[str, list[str]]
"""Lines by the name of the part that holds them, in reading order."""

_LONG = re.compile(r"(?<![\w.])-?\d+\.\d{7,}(?:e-?\d+)?(?!\w)")

_OF_THE_BYTES = ("documents", "versions")
"""What a manifest tells of the files as bytes, and of what they were made with."""


def parts(name: str, content: bytes) -> Parts:
    """Return the lines of a document, by its name's ending; KeyError of one that nobody reads."""
    read: dict[str, Callable[[bytes], Parts]]
    read = {"pdf": _pdf, "xlsx": _xlsx, "pptx": _pptx, "json": _json, "csv": _text, "txt": _text}
    found = read[name.rsplit(".", 1)[1]](content)
    return {part: list(map(_without_last_digits, lines)) for part, lines in found.items()}


def _without_last_digits(line: str) -> str:
    """Two runs may differ in the last digits of a number that is no count."""
    return _LONG.sub(lambda number: f"{float(number[0]):.9g}", line)


def _text(content: bytes) -> Parts:
    # What ends a line, and the mark at the start, are part of it.
    return {"lines": [repr(line) for line in content.decode().splitlines(keepends=True)]}


def _json(content: bytes) -> Parts:
    told = json.loads(content)
    return {
        key: json.dumps(value, ensure_ascii=False, indent=1).splitlines()
        for key, value in told.items()
        if key not in _OF_THE_BYTES
    }


def _pdf(content: bytes) -> Parts:
    document = pypdfium2.PdfDocument(content)
    return {
        f"page {number}": page.get_textpage().get_text_bounded().splitlines()
        for number, page in enumerate(document, start=1)
    }


def _xlsx(content: bytes) -> Parts:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        f"sheet {sheet.title}": [
            f"{cell.coordinate} {cell.value!r}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for sheet in book
    }


def _pptx(content: bytes) -> Parts:
    slides = Presentation(io.BytesIO(content)).slides
    return {
        f"slide {number}": [line for shape in slide.shapes for line in _shape(shape)]
        for number, slide in enumerate(slides, start=1)
    }


def _shape(shape: Any) -> Iterator[str]:  # noqa: ANN401 - the library tells no types
    """Yield the shape's text, the cells of a table, and the numbers of a chart."""
    if shape.has_text_frame:
        yield from shape.text_frame.text.splitlines()
    if shape.has_table:
        yield from ("\t".join(cell.text for cell in row.cells) for row in shape.table.rows)
    if shape.has_chart:
        for plot in shape.chart.plots:
            yield f"categories {list(plot.categories)}"
            yield from (f"{series.name} {list(series.values)}" for series in plot.series)
