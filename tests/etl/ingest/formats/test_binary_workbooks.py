"""Is a workbook of Excel 97 or an XLSB read, and are its errors and empty formulas told?"""

import datetime as dt
import io
from collections.abc import Sequence

import pytest
import xlsxwriter
import xlwt

from tests.etl.ingest.formats.binary_workbook import Cell, Error, Formula, xlsb
from tests.etl.ingest.reading import HEADINGS, is_refused_naming, rejects_of, row, rows_of
from tests.party import Party

XLSB, XLS = "members_2566-10-22.xlsb", "members_2566-10-22.xls"
_EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff\0\0"
_NOUGHT = bytes(8) + b"\x02\0"
AT = HEADINGS.index("อำเภอ")


def with_cell(cell: Cell, **cells: str) -> list[Cell]:
    told: list[Cell] = [*row(**cells)]
    told[AT] = cell
    return told


def xls(rows: Sequence[Sequence[Cell]]) -> bytes:
    book, file = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("สมาชิก")
    for line, cells in enumerate(rows):
        for position, cell in enumerate(cells):
            match cell:
                case Error(code):
                    sheet.row(line).set_cell_error(position, code)
                case Formula():
                    sheet.write(line, position, xlwt.Formula("1+1"))
                case _:
                    sheet.write(line, position, cell)
    book.save(file)
    # xlwt stores an empty text for every result; others store nought, to be worked out on opening.
    return file.getvalue().replace(_EMPTY_TEXT, _NOUGHT)


def test_an_xlsb_is_read_with_its_texts_numbers_and_sheets(party: Party) -> None:
    told: list[Cell] = [*row(id="2")[:5], 45191.0, "อนุมัติ"]
    sheets: dict[str, Sequence[Sequence[Cell]]] = {
        "แผ่น 1": [HEADINGS, row(id="1"), told],
        "เชียงใหม่": [HEADINGS, row(id="3")],
    }
    party.drop(XLSB, xlsb(sheets))
    load = party.load()
    assert (load.staged, load.rejected) == (3, 0)
    assert load.card and load.card.sheets == ("แผ่น 1", "เชียงใหม่")
    assert {str(each["applied_on"]) for each in rows_of(load)} == {"2023-09-22"}


def test_an_xlsb_that_counts_from_1904_is_read_so(party: Party) -> None:
    told: list[Cell] = [*row()[:5], 45191.0 - 1462, "อนุมัติ"]
    party.drop(XLSB, xlsb({"ก": [HEADINGS, told]}, is_1904=True))
    assert [str(each["applied_on"]) for each in rows_of(party.load())] == ["2023-09-22"]


@pytest.mark.parametrize("error", [Error(0x2A), Error(0x17, True), Error(0x07)])
def test_an_error_in_an_xlsb_is_a_reject_that_says_so(party: Party, error: Error) -> None:
    rows = [HEADINGS, row(id="1"), with_cell(error, id="2"), row(id="3")]
    party.drop(XLSB, xlsb({"ก": rows}))
    load = party.load()
    assert load.staged == 2
    assert [(each["line"], each["reason"]) for each in rejects_of(load)] == [(3, "error_cell")]


@pytest.mark.parametrize("code", [0x2A, 0x17, 0x07])
def test_so_it_is_in_a_workbook_of_excel_97(party: Party, code: int) -> None:
    rows = [HEADINGS, row(id="1"), with_cell(Error(code), id="2"), row(id="3")]
    party.drop(XLS, xls(rows))
    load = party.load()
    assert load.staged == 2
    assert [(each["line"], each["reason"]) for each in rejects_of(load)] == [(3, "error_cell")]


@pytest.mark.parametrize("name", [XLS, XLSB])
def test_a_formula_that_was_never_worked_out_refuses_both_by_its_column(
    party: Party, name: str
) -> None:
    rows = [HEADINGS, row(id="1"), with_cell(Formula(0, 2), id="2")]
    party.drop(name, xls(rows) if name == XLS else xlsb({"ก": rows}))
    assert is_refused_naming(party.load(), "อำเภอ")


def test_a_formula_that_was_worked_out_is_its_number(party: Party) -> None:
    headings = (*HEADINGS[:AT], "รหัสไปรษณีย์", *HEADINGS[AT + 1 :])
    party.drop(XLSB, xlsb({"ก": [headings, with_cell(Formula(24120.0), id="1")]}))
    assert party.load().staged == 1


def test_what_claims_to_be_either_and_is_cut_short_is_refused(party: Party) -> None:
    whole = {XLS: xls([HEADINGS, row()]), XLSB: xlsb({"ก": [HEADINGS, row()]})}
    for name, content in whole.items():
        for size in range(600, len(content), 450):
            path = party.drop(name, content[:size])
            load = party.load()
            assert load.status in ("refused", "loaded"), (name, size)
            path.unlink()


def test_a_number_that_became_a_date_refuses_the_workbook_by_its_line(party: Party) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "d-mmm"}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADINGS, row(id="10-12"), row(id="")]):
            sheet.write_row(line, 0, cells)
        sheet.write_datetime(2, 0, dt.datetime(2023, 10, 13))
    party.drop("members_2566-10-22.xlsx", file.getvalue())
    assert is_refused_naming(party.load(), "3")
