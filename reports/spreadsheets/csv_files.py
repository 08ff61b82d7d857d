"""A table as a CSV file that a spreadsheet opens, and that can never run as a formula.

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
from datetime import date, datetime
from decimal import Decimal

import pandas as pd

Plain = str | bool | int | float | date | None

_SKIPPED = r"[\s\u200b-\u200f\u2060\ufeff]*"
FORMULA = re.compile(rf"^(?={_SKIPPED}[=+\-@＝＋－＠]|[\t\r\n])")
_CELL_INSIDE = re.compile(rf"([;\t\r\n])(?={_SKIPPED}[=+\-@＝＋－＠])")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8 with BOM, so that Excel shows Thai right.

    Days are ISO (2023-10-22), numbers have no commas, missing values are empty.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(str(name)) for name in frame.columns])
    columns = [[_csv_cell(cell) for cell in cells(frame, at)] for at in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def cells(frame: pd.DataFrame, at: int) -> list[Plain]:
    """Return a column by its position, for two columns may carry the same heading."""
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


def _inert(text: str) -> str:
    return _CELL_INSIDE.sub(r"\1'", FORMULA.sub("'", text))
