"""In a table's file nothing runs, nothing is lost and nothing is guessed."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import sheet_titles, xlsx_bytes

LIVE = [
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
]


def csv_rows(frame: pd.DataFrame, delimiter: str = ",") -> list[list[str]]:
    text = csv_bytes(frame).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def cells(frame: pd.DataFrame) -> list[list[openpyxl.cell.Cell]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"t": frame})))
    return [list(row) for row in book["t"].iter_rows()]


def looks_live(text: str) -> bool:
    return text.lstrip(" \t\r\n\u00a0\u200b\ufeff").startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("text", LIVE)
def test_no_cell_and_no_heading_of_a_csv_is_live(text: str) -> None:
    for row in csv_rows(pd.DataFrame({text: [text, "ฝาง"]})):
        assert not looks_live(row[0])


@pytest.mark.parametrize("text", LIVE)
def test_no_cell_and_no_heading_of_a_workbook_is_a_formula(text: str) -> None:
    frame = pd.DataFrame({text: [text]})
    for row in cells(frame):
        assert row[0].data_type == "s"
        # Marked as text, so that opening the cell and pressing Enter does not wake it.
        assert row[0].quotePrefix
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes({"t": frame}))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert not [name for name in book.namelist() if "externalLink" in name]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_no_text_whatever_is_live_in_a_csv_also_where_cells_end_at_a_semicolon(
    texts: list[str],
) -> None:
    frame = pd.DataFrame({"a": pd.Series(texts, dtype=object), "b": ["x"] * len(texts)})
    for delimiter in (",", ";"):
        for row in csv_rows(frame, delimiter):
            assert not [cell for cell in row if looks_live(cell) and cell.strip()]


def test_innocent_text_leaves_as_it_is() -> None:
    texts = ["ฝาง", "1 จาก 4", "a-b", "x=1", "พระนครศรีอยุธยา, บางไทร", 'say "hi"', "0012", "'quoted"]
    frame = pd.DataFrame({"ชื่อ": texts})
    assert [row[0] for row in csv_rows(frame)] == ["ชื่อ", *texts]
    assert [row[0].value for row in cells(frame)] == ["ชื่อ", *texts]


def test_numbers_stay_numbers_negative_ones_too() -> None:
    values = [-5, 2.5, np.int64(-7), np.float64(-0.5), Decimal("-1.5"), Decimal("4")]
    frame = pd.DataFrame({"n": pd.Series(values, dtype=object)})
    assert [row[0] for row in csv_rows(frame)][1:] == ["-5", "2.5", "-7", "-0.5", "-1.5", "4"]
    found = [row[0] for row in cells(frame)][1:]
    assert [cell.data_type for cell in found] == ["n"] * 6
    assert [cell.value for cell in found] == [-5, 2.5, -7, -0.5, -1.5, 4]


def test_numbers_are_shown_with_commas_and_no_more_digits_than_they_mean() -> None:
    frame = pd.DataFrame(
        {
            "people": [77760, 5],
            "missing": [1234.0, None],
            "percent": [13.246108, 2.0],
            "chance": [0.544, 0.02],
            "mixed": pd.Series([77760, 1.7599], dtype=object),
        }
    )
    content = xlsx_bytes({"t": frame}, number_formats={"chance": "0%"})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["t"]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats == ["#,##0", "#,##0", "#,##0.0", "0%", "#,##0"]
    assert sheet["E3"].number_format == "#,##0.0"
    assert [cell.value for cell in sheet[2]] == [77760, 1234, 13.246108, 0.544, 77760]


def test_a_printed_sheet_is_a_page_wide_with_its_headings_and_stamp_on_each() -> None:
    frame = pd.DataFrame({"n": range(200)})
    content = xlsx_bytes({"t": frame}, stamp="A & B")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["t"]
    assert sheet.page_setup.orientation == "landscape"
    # One page wide is what a file says by saying nothing; 0 is as many pages long as it takes.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddFooter.left.text == "A && B"


def test_a_number_excel_would_round_leaves_as_text() -> None:
    found = cells(pd.DataFrame({"n": [1234567890123456]}))[1][0]
    assert (found.data_type, found.value) == ("s", "1234567890123456")


def test_days_are_iso_in_csv_and_real_dates_in_a_workbook() -> None:
    days = [date(2023, 10, 22), pd.Timestamp("2023-10-22"), datetime(2023, 10, 22)]
    for frame in (
        pd.DataFrame({"d": pd.Series(days, dtype=object)}),
        pd.DataFrame({"d": pd.to_datetime(["2023-10-22"] * 3)}),
        pd.DataFrame({"d": pd.to_datetime(["2023-10-22"] * 3).as_unit("us")}),
    ):
        assert [row[0] for row in csv_rows(frame)][1:] == ["2023-10-22"] * 3
        found = [row[0] for row in cells(frame)][1:]
        assert all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in found)
        assert [cell.value for cell in found] == [datetime(2023, 10, 22)] * 3


def test_a_moment_keeps_its_time_and_its_zone() -> None:
    naive, zoned = datetime(2023, 10, 22, 14, 30, 5), datetime(2023, 10, 22, 7, 30, tzinfo=UTC)
    frame = pd.DataFrame({"m": pd.Series([naive, zoned], dtype=object)})
    texts = ["2023-10-22 14:30:05", "2023-10-22 07:30:00+00:00"]
    assert [row[0] for row in csv_rows(frame)][1:] == texts
    first, second = (row[0] for row in cells(frame)[1:])
    assert first.is_date and first.value == naive
    assert second.value == texts[1]


def test_a_day_excel_does_not_know_leaves_as_text() -> None:
    found = cells(pd.DataFrame({"d": pd.Series([date(1899, 12, 31)], dtype=object)}))[1][0]
    assert (found.data_type, found.value) == ("s", "1899-12-31")


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([None, "x"], dtype=object),
        pd.Series([None, "x"], dtype="str"),
        pd.Series([None, 1], dtype="Int64"),
        pd.Series([None, 1.5], dtype="Float64"),
        pd.Series([None, True], dtype="boolean"),
        pd.Series([float("nan"), 1.5]),
        pd.to_datetime(pd.Series([None, "2023-10-22"])),
        pd.Series([pd.NA, pd.NaT], dtype=object),
        pd.Series([Decimal("NaN"), None], dtype=object),
    ],
    ids=lambda column: str(column.dtype),
)
def test_what_is_missing_is_an_empty_cell(column: pd.Series) -> None:
    frame = pd.DataFrame({"a": column, "b": ["y", "z"]})
    assert csv_rows(frame)[1][0] == ""
    assert cells(frame)[1][0].value is None


def test_true_and_false_are_that() -> None:
    frame = pd.DataFrame({"a": [True, False]})
    assert [row[0] for row in csv_rows(frame)][1:] == ["TRUE", "FALSE"]
    assert [(row[0].data_type, row[0].value) for row in cells(frame)][1:] == [
        ("b", True),
        ("b", False),
    ]


def test_an_endless_number_does_not_stop_the_file() -> None:
    frame = pd.DataFrame({"a": [float("inf"), float("-inf")]})
    assert [row[0] for row in csv_rows(frame)][1:] == ["inf", "'-inf"]
    assert [row[0].value for row in cells(frame)][1:] == ["inf", "-inf"]


def test_two_columns_of_one_heading_both_leave() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert csv_rows(frame) == [["a", "a"], ["1", "2"]]
    assert [cell.value for cell in cells(frame)[1]] == [1, 2]


def test_a_table_of_no_rows_keeps_its_headings() -> None:
    frame = pd.DataFrame({"ฝาง": [], "b": []})
    assert csv_rows(frame) == [["ฝาง", "b"]]
    assert [cell.value for cell in cells(frame)[0]] == ["ฝาง", "b"]


def test_excel_shows_thai_because_a_csv_begins_with_a_mark() -> None:
    assert csv_bytes(pd.DataFrame({"ฝาง": [1]})).startswith(b"\xef\xbb\xbf")


def test_titles_that_excel_refuses_are_mended_and_stay_apart() -> None:
    wishes = ["a[b]:c*?/\\d", "ก" * 40, "ก" * 31, "Gaps", "GAPS", "", "'x'", "History", "\x01"]
    titles = sheet_titles(wishes)
    assert len({title.casefold() for title in titles}) == len(wishes)
    assert all(1 <= len(title) <= 31 for title in titles)
    assert not [title for title in titles if set(title) & set("[]:*?/\\")]
    sheets = {title: pd.DataFrame({"n": [n]}) for n, title in enumerate(wishes)}
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheets)))
    assert book.sheetnames == titles
    assert [book[title]["A2"].value for title in titles] == list(range(len(wishes)))


def test_the_same_table_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib, pandas as pd\n"
        "from reports.spreadsheets.csv_files import csv_bytes\n"
        "from reports.spreadsheets.xlsx_files import xlsx_bytes\n"
        "f = pd.DataFrame({'a': ['=x', None], 'd': pd.to_datetime(['2023-10-22', None])})\n"
        "print(hashlib.sha256(xlsx_bytes({'t': f, 'u': f}) + csv_bytes(f)).hexdigest())\n"
    )
    run = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert run[0] == run[1] and len(run[0]) == 65
