"""How does a table leave as a file that a spreadsheet opens, and that can never run as a formula?

A cell that begins with = + - @ (or with a tab or line break, which spreadsheets skip) is read as a
formula by Excel, LibreOffice and Google Sheets. In CSV such text gets an apostrophe before it; in
XLSX it is written as a string, which no spreadsheet evaluates.
Source: OWASP, "CSV Injection".
"""

import io
from collections.abc import Mapping
from datetime import datetime

import pandas as pd
import xlsxwriter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8 with BOM, so that Excel shows Thai right."""
    safe = frame.rename(columns=_inert)
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_inert)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return a workbook, a sheet a table; text stays text, dates stay dates."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        # The same table gives the same bytes: no clock inside the file.
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, frame in sheets.items():
            sheet = book.add_worksheet(title[:31])
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(frame.columns):
                sheet.write_string(0, column, str(name), bold)
                cells = frame[name].tolist()
                for row, cell in enumerate(cells, start=1):
                    _write(sheet, row, column, cell, day)
            sheet.autofit()
            if len(frame):
                sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    return out.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: object,
    day: xlsxwriter.format.Format,
) -> None:
    if cell is None or cell is pd.NaT or cell != cell:
        sheet.write_blank(row, column, None)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_string(row, column, str(cell))


def _inert(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
