"""How does a table leave as a file that a spreadsheet opens, and that can never run as a formula?

A cell that begins with = + - @ (also after spaces, a tab or a line break, which spreadsheets skip)
is read as a formula by Excel, LibreOffice and Google Sheets. In CSV such text gets an apostrophe
before it, also after a semicolon, tab or line break inside the text, where a spreadsheet of another
locale starts a new cell. In XLSX it is a string, which no spreadsheet evaluates, marked as one so
that editing the cell does not wake it. Source: OWASP, "CSV Injection".
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import xlsxwriter

Plain = str | bool | int | float | date | None


@dataclass(frozen=True)
class Chart:
    """A chart that a spreadsheet draws itself beside a table: its columns, by heading.

    `across` is a column of days; `lines` gives each column drawn its colour.
    """

    across: str
    lines: Mapping[str, str]
    title: str
    day_format: str = "yyyy-mm-dd"


_SKIPPED = r"[\s\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(rf"^(?={_SKIPPED}[=+\-@＝＋－＠]|[\t\r\n])")
_CELL_INSIDE = re.compile(rf"([;\t\r\n])(?={_SKIPPED}[=+\-@＝＋－＠])")
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


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8 with BOM, so that Excel shows Thai right.

    Days are ISO (2023-10-22), numbers have no commas, missing values are empty.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(str(name)) for name in frame.columns])
    columns = [[_csv_cell(cell) for cell in _cells(frame, at)] for at in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


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
    `number_formats` gives columns, by heading, another look. `totals` gives a sheet a last row: its
    word, and the headings whose sum the spreadsheet works out; these sums are the only formulas.
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
        looks = {_WHOLE, _TENTHS, *(number_formats or {}).values()}
        formats |= {look: book.add_format({"num_format": look}) for look in sorted(looks)}
        for name, (title, frame) in zip(sheet_titles(sheets), sheets.items(), strict=True):
            sheet = book.add_worksheet(name)
            for at, heading in enumerate(frame.columns):
                sheet.write_string(0, at, str(heading), formats["heading"])
                cells = _cells(frame, at)
                look = (number_formats or {}).get(str(heading))
                whole, parts = formats[look or _WHOLE], formats[look or _look(cells)]
                for row, cell in enumerate(cells, start=1):
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


def _look(cells: Iterable[Plain]) -> str:
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
        cells = xlsxwriter.utility.xl_range(1, at, row - 1, at)
        sheet.write_formula(row, at, f"=SUM({cells})", bold, float(frame[heading].sum()))


def _chart(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    frame: pd.DataFrame,
    wanted: Chart,
) -> None:
    drawn = book.add_chart({"type": "line"})
    columns, last = list(frame.columns), len(frame)
    across = columns.index(wanted.across)
    for heading, colour in wanted.lines.items():
        at = columns.index(heading)
        drawn.add_series(
            {
                "name": [sheet.name, 0, at],
                "categories": [sheet.name, 1, across, last, across],
                "values": [sheet.name, 1, at, last, at],
                "line": {"color": colour, "width": 2.25},
            }
        )
    drawn.set_title({"name": wanted.title, "overlay": False, "name_font": {"size": 13}})
    # Excel takes days across for plain numbers unless it is told.
    drawn.set_x_axis({"date_axis": True, "num_format": wanted.day_format})
    drawn.set_y_axis({"num_format": _WHOLE, "min": 0, "major_gridlines": _GRID})
    drawn.set_legend({"none": True} if len(wanted.lines) == 1 else {"position": "bottom"})
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


def _cells(frame: pd.DataFrame, at: int) -> list[Plain]:
    # By position: two columns may carry the same heading.
    return [_plain(cell) for cell in frame.iloc[:, at].tolist()]


def _plain(cell: object) -> Plain:
    """Return one of few kinds of cell: pandas, numpy and databases bring kinds of their own."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if not isinstance(cell, (datetime, date)) and hasattr(cell, "item"):
        cell = cell.item()  # a number or text of numpy's
    if isinstance(cell, Decimal):
        cell = int(cell) if cell.is_finite() and cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, float):
        return None if math.isnan(cell) else cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        # A spreadsheet knows no zones: such a moment stays text, with its own.
        return cell.isoformat(" ", "seconds") if cell.tzinfo else _day_or_moment(cell)
    return cell if isinstance(cell, (str, bool, int, date)) else str(cell)


def _day_or_moment(moment: datetime) -> date:
    is_midnight = moment.time() == datetime.min.time()
    return moment.date() if is_midnight else moment.replace(microsecond=0)


def _csv_cell(cell: Plain) -> str:
    if isinstance(cell, str):
        return _inert(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else str(cell)


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
        sheet.write_string(row, at, text, formats["quoted"] if _FORMULA.match(text) else None)


def _inert(text: str) -> str:
    return _CELL_INSIDE.sub(r"\1'", _FORMULA.sub("'", text))
