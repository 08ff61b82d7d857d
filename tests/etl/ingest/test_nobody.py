"""Are rows that are nobody passed over, counted as such, and nobody's row among them?"""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from tests.etl.ingest.reading import (
    ELECTION,
    ELECTION_HEADINGS,
    HEADINGS,
    NAME,
    put_members,
    row,
    text,
)
from tests.party import Party
from tests.slow import these

ROWS = [row(id=f"P{number:04}") for number in range(1, 31)]
ENGLISH = ("member_id", "name", "amphoe", "province", "type", "applied", "status")


def filled(*cells: str) -> tuple[str, ...]:
    return (*cells, *[""] * (len(HEADINGS) - len(cells)))


NOBODY = [
    filled("รวม", "30"),
    filled("รวม 30 คน"),
    filled("Total: 30"),
    filled("30"),
    filled("โทร 02-000-0000"),
    filled("", "รวมทั้งสิ้น", "30"),
    filled("ผู้จัดทำ", "สมมติ"),
    filled("ลงชื่อ ................"),
    filled("หมายเหตุ: ข้อมูลจากระบบ"),
    filled("จังหวัดเชียงใหม่"),
    tuple(["-"] * len(HEADINGS)),
    tuple(["N/A"] * len(HEADINGS)),
    tuple(["  "] * len(HEADINGS)),
    HEADINGS,
    ENGLISH,
    filled("จังหวัด", "", "จำนวน"),
    filled("เชียงใหม่", "", "4"),
]


@pytest.mark.parametrize("nobody", NOBODY)
@pytest.mark.parametrize("at", these((1,), [0, 15, 30]))
def test_a_row_of_nobody_is_no_member_and_no_reject(
    party: Party, nobody: Sequence[str], at: int
) -> None:
    put_members(party, *ROWS[:at], nobody, *ROWS[at:])
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 0, 1)


@pytest.mark.parametrize("note", ["รวมทั้งสิ้น 30 คน", "หมายเหตุ,ถึงวันที่ 22", '"ผู้จัดทำ\nสมมติ"'])
def test_a_note_of_fewer_cells_under_a_text_file_is_nobody(party: Party, note: str) -> None:
    party.drop(NAME, f"{text([HEADINGS, *ROWS])}\r\n{note}\r\n")
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 0, 1)


def test_a_row_of_fewer_cells_is_a_reject_still(party: Party) -> None:
    party.drop(NAME, text([HEADINGS, *ROWS]) + "P9999,ตัวอย่าง\r\nหมายเลข 7,ก,ข\r\n")
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 2, 0)


@pytest.mark.parametrize("numbering", ["{}", "({})", "[{}]"])
def test_columns_that_are_numbered_below_their_headings_are_nobody(
    party: Party, numbering: str
) -> None:
    put_members(party, [numbering.format(n) for n in range(1, len(HEADINGS) + 1)], *ROWS)
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 0, 1)


@pytest.mark.parametrize(
    "somebody", [row(id="SUM-0001"), row(id="หน้า 7"), row(id="ก"), row(id="1"), row(id="NOTE12")]
)
def test_somebody_with_an_odd_number_is_somebody(party: Party, somebody: Sequence[str]) -> None:
    put_members(party, *ROWS, somebody)
    load = party.load()
    assert (load.staged, load.nobody) == (31, 0)


def test_a_member_without_a_number_is_a_reject_still(party: Party) -> None:
    put_members(party, *ROWS, row(id=""), row(id="-"))
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 2, 0)


def test_numbers_that_are_words_are_everybodys_own(party: Party) -> None:
    put_members(party, *(row(id="กขคงจฉชซ"[n]) for n in range(8)))
    load = party.load()
    assert (load.staged, load.nobody) == (8, 0)


def test_sums_under_candidates_and_groups_over_representatives_are_nobody(party: Party) -> None:
    candidates = [
        ("รหัสการเลือกตั้ง", "หมายเลข", "ชื่อ-สกุล", "คะแนน"),
        ("E1", "1", "สมมติ หนึ่ง", "40"),
        ("E1", "2", "รวมพล สมมติ", "20"),
        ("E1", "", "บัตรเสีย", "2"),
        ("E1", "", "รวม 2 คน", "60"),
    ]
    register = [
        ("ลำดับ", "ชื่อ-สกุล", "จังหวัด", "อำเภอ", "วันเริ่มวาระ"),
        ("", "จังหวัดเชียงใหม่", "", "", ""),
        ("1", "สมมติ หนึ่ง", "เชียงใหม่", "แม่ริม", "01/09/2566"),
        ("รวม", "1", "", "", ""),
    ]
    party.drop("candidates.csv", text(candidates))
    party.drop("representatives_2566-10-22.csv", text(register))
    for load, staged in zip(party.load_all(), (2, 1), strict=True):
        assert (load.staged, load.rejected, load.nobody) == (staged, 0, 2), load.file


def test_a_total_under_elections_is_nobody(party: Party) -> None:
    total = ("รวม", "", "", "", "", "1,002")
    party.drop("elections.csv", text([ELECTION_HEADINGS, ELECTION, total]))
    load = party.load()
    assert (load.staged, load.nobody) == (1, 1)


def test_a_file_of_nobody_is_refused(party: Party) -> None:
    put_members(party, HEADINGS, filled("รวม"))
    load = party.load()
    assert load.status == "refused"


def test_rows_of_nobody_in_a_workbook_are_too(party: Party) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADINGS, *ROWS, filled("รวม", "30"), filled("ผู้จัดทำ")]):
            sheet.write_row(line, 0, cells)
        sheet.write(20_000, 0, "  ")
    party.drop("members_2566-10-22.xlsx", file.getvalue())
    load = party.load()
    assert (load.staged, load.rejected, load.nobody) == (30, 0, 3)
