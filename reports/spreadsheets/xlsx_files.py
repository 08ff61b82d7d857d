"""Tables as the sheets of a workbook that a spreadsheet opens, prints and draws.

Text can never run as a formula: see `csv_files`.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import xlsxwriter

from reports.spreadsheets.csv_files import FORMULA, Plain, cells

_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_LENGTH = 31
_WIDEST_PIXELS = 420
_A4 = 9
_GRID = {"visible": True, "line": {"color": "#D5D9DE", "width": 0.75}}
_WHOLE, _TENTHS = "#,##0", "#,##0.0"
_EXACT_BELOW = 10**15
_FIRST_DAY = date(1900, 3, 1)
"""Excel rounds longer numbers, has no day before 1900 and has one that never was before March of
that year: such cells leave as text."""


@dataclass(frozen=True)
class Chart:
    """A chart that a spreadsheet draws itself beside a table: its columns, by heading.

    `across` is a column of days; `lines` gives each column drawn its colour.
    """

    across: str
    lines: Mapping[str, str]
    title: str
    day_format: str = "yyyy-mm-dd"


def xlsx_bytes(
    sheets: Mapping[str, pd.DataFrame],
    *,
    day_format: str = "yyyy-mm-dd",
    number_formats: Mapping[str, str] | None = None,
    totals: Mapping[str, tuple[str, Sequence[str]]] | None = None,
    charts: Mapping[str, Chart] | None = None,
    stamp: str = "",
) -> bytes:
    """Return a workbook, a sheet a table; text stays text, days are real dates.

    Numbers are shown with commas, fractions to tenths; a cell holds the number itself.
    `number_formats` gives columns, by heading, another format. `totals` gives a sheet a last row:
    its word, and the headings whose sum the spreadsheet works out: the only formulas.
    `charts` gives a sheet a chart of its columns. Both go by the title of the sheet. Printed, a
    sheet is a page wide, its headings on every page and `stamp` at the foot. The same tables give
    the same bytes. Titles that Excel would refuse are mended.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # no clock inside the file
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "quote_prefix": True}),
            "day": book.add_format({"num_format": day_format}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "quoted": book.add_format({"quote_prefix": True}),
            "total": book.add_format({"bold": True, "top": 1, "num_format": _WHOLE}),
        }
        number_shapes = {_WHOLE, _TENTHS, *(number_formats or {}).values()}
        formats |= {
            shape: book.add_format({"num_format": shape}) for shape in sorted(number_shapes)
        }
        for name, (title, frame) in zip(sheet_titles(sheets), sheets.items(), strict=True):
            sheet = book.add_worksheet(name)
            for at, heading in enumerate(frame.columns):
                sheet.write_string(0, at, str(heading), formats["heading"])
                column = cells(frame, at)
                shape = (number_formats or {}).get(str(heading))
                whole, parts = formats[shape or _WHOLE], formats[shape or _fraction_format(column)]
                for row, cell in enumerate(column, start=1):
                    number = parts if isinstance(cell, float) else whole
                    _write(sheet, row, at, cell, formats, number)
            _lay_out(sheet, stamp)
            sheet.autofit(_WIDEST_PIXELS)
            if frame.size:
                sheet.autofilter(0, 0, len(frame), frame.shape[1] - 1)
                if totals and title in totals:
                    _total(sheet, frame, *totals[title], formats["total"])
                if charts and title in charts:
                    _chart(book, sheet, frame, charts[title])
    return out.getvalue()


def _fraction_format(cells: Iterable[Plain]) -> str:
    """Return how the fractions of a column are shown: to tenths where one has a part."""
    has_parts = any(isinstance(cell, float) and not cell.is_integer() for cell in cells)
    return _TENTHS if has_parts else _WHOLE


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, stamp: str) -> None:
    """Keep the headings in sight, and print a sheet a page wide with the stamp at the foot."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{stamp.replace('&', '&&')}&R&P/&N")


def _total(
    sheet: xlsxwriter.worksheet.Worksheet,
    frame: pd.DataFrame,
    word: str,
    headings: Sequence[str],
    bold: xlsxwriter.format.Format,
) -> None:
    row = len(frame) + 1
    sheet.write_string(row, 0, word, bold)
    for heading in headings:
        at = list(frame.columns).index(heading)
        summed = xlsxwriter.utility.xl_range(1, at, row - 1, at)
        sheet.write_formula(row, at, f"=SUM({summed})", bold, float(frame[heading].sum()))


def _chart(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    frame: pd.DataFrame,
    chart: Chart,
) -> None:
    drawn = book.add_chart({"type": "line"})
    columns, last = list(frame.columns), len(frame)
    across = columns.index(chart.across)
    for heading, colour in chart.lines.items():
        at = columns.index(heading)
        drawn.add_series(
            {
                "name": [sheet.name, 0, at],
                "categories": [sheet.name, 1, across, last, across],
                "values": [sheet.name, 1, at, last, at],
                "line": {"color": colour, "width": 2.25},
            }
        )
    drawn.set_title({"name": chart.title, "overlay": False, "name_font": {"size": 13}})
    # Excel takes days across for plain numbers unless it is told.
    drawn.set_x_axis({"date_axis": True, "num_format": chart.day_format})
    drawn.set_y_axis({"num_format": _WHOLE, "min": 0, "major_gridlines": _GRID})
    drawn.set_legend({"none": True} if len(chart.lines) == 1 else {"position": "bottom"})
    drawn.set_size({"width": 760, "height": 380})
    sheet.insert_chart(1, len(columns) + 1, drawn)


def sheet_titles(titles: Iterable[str]) -> list[str]:
    """Return the titles as Excel takes them: no []:*?/\\, at most 31 letters, no two the same."""
    taken: dict[str, str] = {}
    for title in titles:
        # Excel keeps the name History for itself, and takes no apostrophe at an end.
        base = _FORBIDDEN_IN_TITLE.sub(" ", title).strip(" '")
        base = base[:_TITLE_LENGTH].strip(" '") or "Sheet"
        name, number = base, 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            tail = f" {number}"
            name = base[: _TITLE_LENGTH - len(tail)] + tail
        taken[name.casefold()] = name
    return list(taken.values())


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    at: int,
    cell: Plain,
    formats: Mapping[str, xlsxwriter.format.Format],
    number: xlsxwriter.format.Format,
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
    elif isinstance(cell, float) or (isinstance(cell, int) and abs(cell) < _EXACT_BELOW):
        sheet.write_number(row, at, cell, number)
    elif isinstance(cell, datetime) and cell.date() >= _FIRST_DAY:
        sheet.write_datetime(row, at, cell.replace(tzinfo=None), formats["time"])
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= _FIRST_DAY:
        sheet.write_datetime(row, at, cell, formats["day"])
    else:
        text = str(cell)
        sheet.write_string(row, at, text, formats["quoted"] if FORMULA.match(text) else None)
