"""Are errors, formulas, mangled numbers, broken letters and days of another count told?"""

import io
import struct
from datetime import date

import openpyxl
import pytest
import xlsxwriter
import xlwt

from etl.ingest.accounts.findings import Finding
from tests.etl.ingest.reading import (
    HEADINGS,
    NAME,
    is_refused_naming,
    put_members,
    rejects_of,
    row,
    rows_of,
    text,
)
from tests.party import Party
from tests.slow import these

XLSX = "members_2566-10-22.xlsx"


def workbook(*rows: tuple[object, ...], **options: object) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", **options}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADINGS, *rows]):
            sheet.write_row(line, 0, cells)
    return file.getvalue()


def with_cell(cells: tuple[object, ...], position: int, cell: object) -> tuple[object, ...]:
    return (*cells[:position], cell, *cells[position + 1 :])


def test_an_error_of_a_spreadsheet_is_a_reject_that_says_so(party: Party) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADINGS, row(id="1"), row(id="2"), row(id="3")]):
            sheet.write_row(line, 0, cells)
        sheet.write_formula(2, 2, "=VLOOKUP(1,A:B,2,0)", value="#N/A")
    party.drop(XLSX, file.getvalue())
    load = party.load()
    assert load.staged == 2
    assert [(each["line"], each["reason"]) for each in rejects_of(load)] == [(3, "error_cell")]


@pytest.mark.parametrize("error", these((0,), ["#REF!", "#DIV/0!", "########", "#VALUE!"]))
@pytest.mark.parametrize("column", ["id", "amphoe", "applied", "state"])
def test_so_it_is_in_a_text_file_and_in_every_column(party: Party, error: str, column: str) -> None:
    put_members(party, row(id="1"), row(**({"id": "2"} | {column: error})))
    (rejected,) = rejects_of(party.load())
    assert rejected["reason"] == "error_cell"


def test_formulas_that_were_never_worked_out_are_refused_by_name(party: Party) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for cells in (HEADINGS, with_cell(row(), 2, '=CONCATENATE("พนม","สารคาม")')):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    party.drop(XLSX, file.getvalue())
    assert is_refused_naming(party.load(), "อำเภอ", "Excel")


def test_a_formula_in_a_column_nobody_reads_is_no_matter(party: Party) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for cells in ((*HEADINGS, "สูตร"), (*row(), "=1+1")):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    party.drop(XLSX, file.getvalue())
    assert party.load().staged == 1


@pytest.mark.parametrize("number", ["1.10001E+12", "1E+12", "1,1E+12", "6.6e+15"])
def test_numbers_in_powers_of_ten_are_refused_by_name(party: Party, number: str) -> None:
    put_members(party, row(id="7"), row(id=number))
    assert is_refused_naming(party.load(), "Excel")


def test_numbers_of_which_only_fifteen_digits_are_left_are_refused(party: Party) -> None:
    party.drop(XLSX, workbook(with_cell(row(), 0, 1100012345678901234)))
    assert is_refused_naming(party.load(), "15")
    party.drop(XLSX, b"")
    party.exports.joinpath(XLSX).unlink()
    put_members(party, *(row(id=f"11000123456789{number}0000") for number in range(3)))
    assert is_refused_naming(party.load(), "15")


@pytest.mark.parametrize(
    ("written", "meant"),
    these((0,), [('="0012"', "0012"), ("'0012", "0012"), ("12.0", "12"), ("12", "12")]),
)
def test_a_number_is_the_same_however_a_spreadsheet_kept_it(
    party: Party, written: str, meant: str
) -> None:
    put_members(party, row(id=written), name="members_2566-10-22.csv")
    put_members(party, row(id=meant), name="members_2566-10-23.csv")
    one, other = (rows_of(load) for load in party.load_all())
    assert one[0]["member_key"] == other[0]["member_key"]


@pytest.mark.parametrize("codec", these((0,), ["latin-1", "cp1252", "cp874"]))
def test_letters_that_were_encoded_twice_are_said_to_be_broken(party: Party, codec: str) -> None:
    twice = text([HEADINGS, row()]).encode().decode(codec, "replace")
    party.drop(NAME, twice)
    assert is_refused_naming(party.load())
    half = text([HEADINGS]) + text([row()]).encode().decode(codec, "replace")
    party.drop(NAME, half)
    load = party.load()
    assert load.problem and "letters" in load.problem.en


def test_question_marks_where_letters_were_are_said_to_be_lost(party: Party) -> None:
    put_members(party, row(id="1"), row(id="2", amphoe="?????????"), row(id="3", province="??????"))
    assert [each["reason"] for each in rejects_of(party.load())] == ["letters_lost"] * 2


def test_a_place_whose_name_begins_like_broken_letters_is_whole(party: Party) -> None:
    put_members(party, row(amphoe="เนินมะปราง", province="พิษณุโลก"), row(id="2", amphoe="เนินสง่า"))
    assert party.load().rejected == 0


def test_a_mark_of_utf8_before_other_letters_is_refused_by_name(party: Party) -> None:
    party.drop(NAME, b"\xef\xbb\xbf" + text([HEADINGS, row()]).encode("cp874"))
    assert is_refused_naming(party.load(), "UTF-8")


def test_random_bytes_named_as_a_workbook_are_damaged(party: Party) -> None:
    party.drop(XLSX, bytes((number * 37 + 11) % 256 for number in range(5000)))
    load = party.load()
    assert is_refused_naming(load)
    assert load.problem and "damaged" in load.problem.en


def test_days_counted_from_1904_are_the_same_days(party: Party) -> None:
    day, serial = date(2023, 9, 22), (date(2023, 9, 22) - date(1904, 1, 1)).days
    rows = [with_cell(row(id=str(n)), 5, cell) for n, cell in enumerate((day, serial), start=1)]
    party.drop(XLSX, workbook(*rows, date_1904=True))
    assert [each["applied_on"] for each in rows_of(party.load())] == [day, day]


def test_so_they_are_in_a_workbook_of_excel_97(party: Party) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("สมาชิก")
    serial = (date(2023, 9, 22) - date(1904, 1, 1)).days
    for line, cells in enumerate([HEADINGS, with_cell(row(), 5, serial)]):
        for position, cell in enumerate(cells):
            sheet.write(line, position, cell)
    file = io.BytesIO()
    book.save(file)
    # xlwt itself counts from 1900 only: the record that says so is turned.
    before, after = (struct.pack("<HHH", 0x22, 2, flag) for flag in (0, 1))
    assert file.getvalue().count(before) == 1
    party.drop("members_2566-10-22.xls", file.getvalue().replace(before, after))
    assert rows_of(party.load())[0]["applied_on"] == date(2023, 9, 22)


def test_years_typed_with_two_digits_are_asked_about(party: Party) -> None:
    old = [with_cell(row(id=str(n)), 5, date(1966, 8, n)) for n in (1, 2)]
    party.drop(XLSX, workbook(row(id="9"), *old))
    (finding,) = party.load().findings
    detail = ("วันที่สมัคร", "2", "1966-08-01", "1966-08-02")
    assert finding == Finding("years_of_last_century", detail)


def test_a_year_that_no_buddhist_year_of_our_time_was_meant_by_is_not(party: Party) -> None:
    put_members(party, row(applied="22/09/1995"))
    assert party.load().findings == ()


def american(*days: str) -> list[tuple[str, ...]]:
    return [row(id=str(number), applied=day) for number, day in enumerate(days)]


DAYS = ("08/05/2023", "08/12/2023", "09/03/2023", "09/11/2023", "07/04/2023", "06/07/2023")


def test_a_column_with_the_month_first_is_read_so_where_it_is_certain(party: Party) -> None:
    put_members(party, *american(*DAYS, "08/25/2023", "09/30/2023"))
    load = party.load()
    assert load.findings == (Finding("read_month_first", ("วันที่สมัคร", "2")),)
    assert rows_of(load)[1]["applied_on"] == date(2023, 8, 12)


@pytest.mark.parametrize(
    "days",
    [("08/05/2023", "08/25/2023"), (*DAYS, "08/25/2566", "09/30/2566"), (*DAYS, "08/25/2023")],
)
def test_where_it_is_not_it_is_asked_about(party: Party, days: tuple[str, ...]) -> None:
    put_members(party, *american(*days))
    assert [found.name for found in party.load().findings] == ["month_first"]


def test_a_column_with_the_day_first_and_one_slip_is_neither(party: Party) -> None:
    put_members(party, *american(*DAYS, "22/09/2023", "09/23/2023"))
    load = party.load()
    assert load.findings == ()
    assert {each["reason"] for each in rejects_of(load)} >= {"not_a_date"}


@pytest.mark.parametrize("turned", [6, 2])
def test_days_a_spreadsheet_turned_where_it_could_are_asked_about(
    party: Party, turned: int
) -> None:
    cells = [date(2023, number, 8) for number in range(1, 1 + turned)]
    texts = [f"{day}/08/2566" for day in range(14, 14 + turned)]
    rows = [with_cell(row(id=str(n)), 5, day) for n, day in enumerate((*cells, *texts) * 3)]
    party.drop(XLSX, workbook(*rows))
    found = Finding("half_converted", ("วันที่สมัคร", str(turned), str(turned)))
    assert party.load().findings == (found,)
    # Written two ways, but early and late days in each: two clerks, and no spreadsheet.
    rows.append(with_cell(row(id="99"), 5, date(2023, 8, 21)))
    party.drop(XLSX, workbook(*rows))
    assert party.load().findings == ()
