"""Write the sample's rows as files (CSV in an old encoding, a workbook), always the same bytes."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import xlsxwriter

from etl.sample.rows import Cell

_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
_MADE_ON = datetime(2023, 10, 22)


def write_csv(
    path: Path, encoding: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a CSV as spreadsheet programs do: comma, CRLF, quotes only where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def write_workbook(
    path: Path, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook of one sheet; its bytes depend on nothing but the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        # Otherwise the moment of writing is kept inside, and no two files are alike.
        book.set_properties({"created": _MADE_ON})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet(sheet)
        for line, row in enumerate(chain([headings], rows)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        page.write_string(line, column, value)
                elif isinstance(value, date):
                    page.write_number(line, column, value.toordinal() - _EXCEL_DAY_ZERO, day)
                else:
                    page.write_number(line, column, value)
