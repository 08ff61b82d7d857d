"""Are sheets and files that make one list read as one, and others asked about by their names?"""

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter

from etl.ingest.accounts.findings import Finding
from tests.etl.ingest.reading import (
    HEADINGS,
    is_refused_naming,
    rejects_of,
    row,
    rows_of,
    text,
)
from tests.party import Party

XLSX = "members_2566-10-22.xlsx"
ZIP = "members_2566-10-22.zip"
NORTH = [HEADINGS, row(id="1"), row(id="2")]
SOUTH = [HEADINGS, row(id="3"), row(id="4", applied="ไม่ใช่วันที่")]


def book(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets, each from its first cell on."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for line, cells in enumerate(rows):
                sheet.write_row(line, 0, cells)
            if name in hidden:
                sheet.hide()
    return file.getvalue()


def archive(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


def test_a_sheet_a_province_is_one_list_and_a_reject_names_its_sheet(party: Party) -> None:
    party.drop(XLSX, book({"ภาคเหนือ": NORTH, "ภาคใต้": SOUTH}))
    load = party.load()
    assert (load.rows_in, load.staged, load.findings) == (4, 3, ())
    (rejected,) = rejects_of(load)
    assert (rejected["line"], rejected["column_name"]) == (3, "ภาคใต้!วันที่สมัคร")


def test_a_title_and_a_total_on_every_sheet_are_nobody(party: Party) -> None:
    total = ("รวม", "2")
    sheets = {"ภาคเหนือ": NORTH, "ภาคใต้": SOUTH}
    titled = {name: [(f"สมาชิก{name}",), *rows, total] for name, rows in sheets.items()}
    party.drop(XLSX, book(titled))
    load = party.load()
    assert (load.staged, load.rejected, load.nobody, load.findings) == (3, 1, 2, ())


def test_sheets_whose_columns_stand_otherwise_are_one_list_still(party: Party) -> None:
    turned = [cells[::-1] for cells in SOUTH]
    party.drop(XLSX, book({"ก": NORTH, "ข": turned}))
    load = party.load()
    assert (load.staged, load.findings) == (3, ())
    assert {each["current_amphoe"] for each in rows_of(load)} == {"พนมสารคาม"}


@pytest.mark.parametrize(
    "names",
    [
        ("ต.ค. 66", "ก.ย. 66"),
        ("สมาชิก 2566-10-22", "สมาชิก 2566-09-30"),
        ("สมาชิก", "สมาชิก (เก่า)"),
        ("October", "September"),
        ("2566", "2565"),
    ],
)
def test_a_name_that_tells_another_day_is_asked_about(party: Party, names: tuple[str, str]) -> None:
    party.drop(XLSX, book(dict(zip(names, (NORTH, SOUTH), strict=True))))
    load = party.load()
    assert load.staged == 2
    assert load.findings == (Finding("other_sheets", names),)


def test_a_sheet_of_those_who_left_is_not_added_to_the_members(party: Party) -> None:
    """Without a column of states only the sheet's name tells them apart."""
    bare = [[cells[:-1] for cells in sheet] for sheet in (NORTH, SOUTH)]
    party.drop(XLSX, book({"สมาชิกปัจจุบัน": bare[0], "ลาออก": bare[1]}))
    (finding,) = party.load().findings
    assert finding == Finding("other_sheets", ("สมาชิกปัจจุบัน", "ลาออก"))


def test_a_sheet_that_goes_on_without_headings_is_asked_about_and_one_of_notes_is_not(
    party: Party,
) -> None:
    notes = [("ผู้จัดทำ", "สมมติ"), ("โทร", "02")]
    party.drop(XLSX, book({"ก": NORTH, "ข": SOUTH[1:], "หมายเหตุ": notes}))
    load = party.load()
    assert (load.staged, load.findings) == (2, (Finding("other_sheets", ("ก", "ข")),))
    assert load.card and load.card.left_sheets == ("ข", "หมายเหตุ")
    party.drop(XLSX, book({"ภาคเหนือ": NORTH, "ภาคใต้": SOUTH, "ภาคกลาง": [row(id="7")]}))
    load = party.load()
    assert (load.rows_in, load.findings[0].detail) == (4, ("ภาคเหนือ, ภาคใต้", "ภาคกลาง"))


def test_the_same_people_in_two_sheets_are_asked_about(party: Party) -> None:
    party.drop(XLSX, book({"ก": NORTH, "ข": [*NORTH, row(id="9")]}))
    load = party.load()
    assert (load.rows_in, load.findings) == (2, (Finding("other_sheets", ("ก", "ข")),))


def test_a_hidden_sheet_with_the_headings_is_asked_about(party: Party) -> None:
    party.drop(XLSX, book({"เดิม": NORTH, "ใหม่": SOUTH}, hidden=["ใหม่"]))
    load = party.load()
    assert (load.rows_in, load.findings) == (2, (Finding("other_sheets", ("เดิม", "ใหม่")),))


def test_sums_notes_and_empty_forms_are_passed_over_and_told(party: Party) -> None:
    sums: list[tuple[object, ...]] = [("จังหวัด", "จำนวน"), ("ฉะเชิงเทรา", 2)]
    party.drop(XLSX, book({"สรุป": sums, "สมาชิก": NORTH, "ฟอร์ม": [HEADINGS]}))
    load = party.load()
    assert (load.staged, load.findings) == (2, ())
    assert load.card and load.card.left_sheets == ("สรุป", "ฟอร์ม")


def test_other_headings_are_another_list(party: Party) -> None:
    fewer = [cells[:4] for cells in SOUTH]
    party.drop(XLSX, book({"ก": NORTH, "ข": fewer}))
    assert party.load().findings == (Finding("other_sheets", ("ก", "ข")),)


def test_a_zip_of_province_files_is_one_list(party: Party) -> None:
    files: dict[str, str | bytes] = {
        "จังหวัด/เชียงใหม่.csv": text(NORTH),
        "จังหวัด/สงขลา.xlsx": book({"สมาชิก": SOUTH}),
        "__MACOSX/._เชียงใหม่.csv": "x",
        "อ่านฉัน.docx": "x",
    }
    party.drop(ZIP, archive(files))
    load = party.load()
    assert (load.rows_in, load.staged, load.findings) == (4, 3, ())
    (rejected,) = rejects_of(load)
    assert rejected["column_name"].startswith("จังหวัด/สงขลา.xlsx")


def test_a_zip_with_last_months_file_is_asked_about(party: Party) -> None:
    party.drop(ZIP, archive({"2566-10-22.csv": text(NORTH), "2566-09-30.csv": text(SOUTH)}))
    (finding,) = party.load().findings
    assert finding.name == "other_sheets"


@pytest.mark.parametrize("inside", [{"a.docx": "x"}, {"b.zip": archive({"c.csv": text(NORTH)})}])
def test_a_zip_without_a_list_is_refused(party: Party, inside: Mapping[str, str | bytes]) -> None:
    party.drop(ZIP, archive(inside))
    assert is_refused_naming(party.load())


def damaged(how: str) -> bytes:
    """An archive of one long list that is damaged in this way."""
    long = [HEADINGS, *(row(id=str(number)) for number in range(3000))]
    method = zipfile.ZIP_STORED if how == "content" else zipfile.ZIP_DEFLATED
    content = bytearray(archive({"a.csv": text(long)}, method))
    directory = content.find(b"PK\x01\x02")
    if how == "content":
        at = content.rfind(b"2999", 0, directory)
        content[at : at + 4] = b"9999"
    elif how == "packing":
        content[8:10] = content[directory + 10 : directory + 12] = b"\x61\x00"
    elif how == "password":
        content[6] |= 1
        content[directory + 8] |= 1
    return bytes(content[: len(content) // 2] if how == "cut" else content)


@pytest.mark.parametrize("how", ["content", "packing", "password", "cut"])
def test_a_zip_that_is_damaged_is_refused_by_name(party: Party, how: str) -> None:
    party.drop(ZIP, damaged(how))
    load = party.load()
    assert is_refused_naming(load) and load.problem
    assert ("password" if how == "password" else "damaged") in load.problem.en


def test_a_zip_that_unpacks_without_end_is_refused(party: Party) -> None:
    party.drop(ZIP, archive({"a.csv": text(NORTH), "b.csv": b"\0" * (90 << 20)}))
    assert is_refused_naming(party.load(), "MB")


def test_two_far_corners_are_refused_before_the_sheet_is_read(party: Party) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        for line, cells in enumerate(NORTH):
            sheet.write_row(line, 0, cells)
        sheet.write(1_048_575, 16_383, "x")
    party.drop(XLSX, file.getvalue())
    assert is_refused_naming(party.load())
