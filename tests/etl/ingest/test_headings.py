"""Are headings with hints known, those that may be one asked about, and answers remembered?"""

import io
import time

import openpyxl
import pytest

from etl.ingest.accounts.findings import Finding
from etl.ingest.headings.words import meaning
from etl.ingest.sources import sources
from tests.etl.ingest.reading import HEADINGS, NAME, is_refused_naming, put_members, row, text
from tests.party import Party
from tests.slow import these


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("สถานะ (ปัจจุบัน)", "state"),
        ("สถานะ ณ ปัจจุบัน", "state"),
        ("สถานะปัจจุบัน", "state"),
        ("Status (current)", "state"),
        ("[3] สถานะ:", "state"),
        ("วันที่สมัคร\n(วว/ดด/ปปปป)", "applied_on"),
        ("วันที่สมัคร / Applied on (dd/mm/yyyy)", "applied_on"),
        ("วันที่อนุมัติ (พ.ศ.)", "approved_on"),
        ("วันหมดอายุ (ถ้ามี)", "expires_on"),
        ("ประเภทสมาชิก\n(รายปี/ตลอดชีพ)", "member_type"),
        ("1. เลขที่สมาชิก*", "member_id"),
        ("(๑) เลขที่สมาชิก", "member_id"),
        ("เลขที่สมาชิก (7 หลัก เช่น 0001234)", "member_id"),
        ("อำเภอ /\nเขต (ที่อยู่ปัจจุบัน)", "current_amphoe"),
        ("อำเภอ (ทะเบียนบ้าน)", "registered_amphoe"),
        ("จังหวัด / Province", "province"),
    ],
)
def test_a_hint_a_number_or_a_second_language_does_not_hide_a_heading(
    heading: str, column: str
) -> None:
    found = meaning(sources()["members"], heading)
    assert found and found.name == column


def test_a_whole_line_that_is_not_parted_yet_is_told_at_once() -> None:
    """Asked word by word it took minutes: 78 seconds for sixteen wide files."""
    began = time.process_time()
    assert meaning(sources()["members"], "สถานะ เดิม ของ " * 1_000) is None
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("heading", ["สถานะเดิม", "ผลคะแนน", "สถานะ วันที่สมัคร", "อนุมัติ", "คน"])
def test_another_word_is_another_heading(heading: str) -> None:
    assert meaning(sources()["members"], heading) is None
    assert meaning(sources()["candidates"], heading) is None


def test_a_heading_like_one_of_a_missing_column_is_asked_about(party: Party) -> None:
    party.drop(NAME, text([(*HEADINGS[:-1], "สถานะเดิม"), row()]))
    assert party.load().findings == (Finding("heading_not_read", ("สถานะเดิม", "สถานะ")),)


@pytest.mark.parametrize(
    ("heading", "known"),
    these(
        (0, 3),
        [
            ("Still active?", "สถานะ"),
            ("Current standing", "สถานะ"),
            ("ยังเป็นสมาชิกอยู่ไหม", "สถานะ"),
            ("บัตรครบกำหนดเมื่อใด", "วันหมดอายุ"),
            ("เหตุผลที่ลาออก", "วันที่ลาออก"),
            ("When resigned", "วันที่ลาออก"),
            ("ใบมรณะ/เสียชีวิต", "วันที่เสียชีวิต"),
        ],
    ),
)
def test_a_heading_that_speaks_of_a_missing_column_is_asked_about(
    party: Party, heading: str, known: str
) -> None:
    headings = [each for each in HEADINGS if each not in ("สถานะ", "วันหมดอายุ")]
    cells = [c for c, each in zip(row(), HEADINGS, strict=True) if each in headings]
    party.drop(NAME, text([(*headings, heading), (*cells, "x")]))
    assert party.load().findings == (Finding("heading_not_read", (heading, known)),)


@pytest.mark.parametrize(
    "heading", these((0, 3), ["สถานภาพสมรส", "Photo", "วันที่ชำระเงิน", "Leftovers", "Interactive"])
)
def test_a_heading_that_speaks_of_something_else_is_not(party: Party, heading: str) -> None:
    cells = row()[:-1]
    party.drop(NAME, text([(*HEADINGS[:-1], heading), (*cells, "x")]))
    assert party.load().findings == ()


def test_where_the_column_is_there_it_is_not(party: Party) -> None:
    party.drop(NAME, text([(*HEADINGS, "สถานะเดิม"), (*row(), "ลาออก")]))
    load = party.load()
    assert (load.unknown_headings, load.findings) == (("สถานะเดิม",), ())


def test_headings_in_two_rows_are_those_of_both(party: Party) -> None:
    party.drop(
        NAME,
        text(
            [
                ("ทะเบียนสมาชิก", "", "", "", "", ""),
                ("เลขที่สมาชิก", "ที่อยู่ปัจจุบัน", "", "ที่อยู่ตามทะเบียนบ้าน", "", "สถานะ"),
                ("", "อำเภอ", "จังหวัด", "อำเภอ", "จังหวัด", ""),
                ("1", "แม่ริม", "เชียงใหม่", "หาดใหญ่", "สงขลา", "อนุมัติ"),
            ]
        ),
    )
    load = party.load()
    assert (load.staged, load.unknown_headings) == (1, ())
    assert load.card and load.card.heading_line == 3


def test_a_title_of_another_day_is_asked_about(party: Party) -> None:
    party.drop(NAME, "รายชื่อสมาชิก ณ วันที่ 31 สิงหาคม 2566,,\n" + text([HEADINGS, row()]))
    found = Finding("title_of_another_day", ("2023-08-31", "2023-10-22"))
    assert party.load().findings == (found,)


@pytest.mark.parametrize("day", ["31/08/2566", "31/8/66", "๓๑-๘-๖๖", "31 ส.ค. 66"])
def test_so_is_one_with_a_short_year(party: Party, day: str) -> None:
    party.drop(NAME, f"ข้อมูล ณ {day},,\n" + text([HEADINGS, row()]))
    found = Finding("title_of_another_day", ("2023-08-31", "2023-10-22"))
    assert party.load().findings == (found,)


def test_so_is_a_note_under_the_list_and_a_day_of_printing_is_not(party: Party) -> None:
    party.drop(NAME, f"{text([HEADINGS, row()])}ข้อมูล ณ วันที่ 30 กันยายน 2566\r\n")
    found = Finding("title_of_another_day", ("2023-09-30", "2023-10-22"))
    assert party.load().findings == (found,)
    printed = "พิมพ์เมื่อ 23 ตุลาคม 2566\r\n"
    party.drop(NAME, f"{printed}{text([HEADINGS, row()])}{printed}ข้อมูล ณ 22 ต.ค. 2566\r\n")
    load = party.load()
    assert (load.staged, load.findings) == (1, ())
    party.drop(NAME, f"ข้อมูล ณ 30 ก.ย. 2566 พิมพ์ 23 ต.ค. 2566\r\n{text([HEADINGS, row()])}")
    assert party.load().findings == (found,)


@pytest.mark.parametrize(
    ("title", "told"),
    these(
        (0, 4, 8),
        [
            ("ประจำเดือนกันยายน 2566", "2023-09-01"),
            ("รายชื่อสมาชิก ประจำเดือน กันยายน", "2023-09-01"),
            ("รายงานสมาชิก ก.ย. 66", "2023-09-01"),
            ("ข้อมูล ณ 22/10/66 (เริ่ม ก.ย. 66)", ""),
            ("Members, September 2023", "2023-09-01"),
            ("สมาชิก 09/2566", "2023-09-01"),
            ("ประจำเดือนตุลาคม 2565", "2022-10-01"),
            ("ประจำเดือนตุลาคม พ.ศ. 2566", ""),
            ("ตุลาคม", ""),
            ("มกราคม - ตุลาคม 2566", ""),
            ("สมาชิกตั้งแต่ปี 2561", ""),
            ("ข้อมูล ณ 22 ตุลาคม 2566 (สมัครตั้งแต่มกราคม 2565)", ""),
            ("พิมพ์เมื่อพฤศจิกายน 2566", ""),
        ],
    ),
)
def test_a_title_of_another_month_is_asked_about(party: Party, title: str, told: str) -> None:
    party.drop(NAME, f"{title},,\n" + text([HEADINGS, row()]))
    found = (Finding("title_of_another_month", (told, "2023-10-22")),) if told else ()
    assert party.load().findings == found


def test_a_list_of_the_first_days_of_a_month_may_be_that_of_the_month_before(
    party: Party,
) -> None:
    rows = text([HEADINGS, row()])
    party.drop("members_2566-10-05.csv", f"ประจำเดือนกันยายน 2566,,\n{rows}")
    assert party.load().findings == ()


@pytest.mark.parametrize(
    ("sheet", "name", "told"),
    [
        ("22-09-2566", "title_of_another_day", "2023-09-22"),
        ("ก.ย. 66", "title_of_another_month", "2023-09-01"),
        ("22-10-2566", "", ""),
        ("Sheet1", "", ""),
    ],
)
def test_a_sheet_named_for_another_day_is_asked_about(
    party: Party, sheet: str, name: str, told: str
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for cells in (HEADINGS, row()):
        page.append(cells)
    content = io.BytesIO()
    book.save(content)
    party.drop("members_2566-10-22.xlsx", content.getvalue())
    found = (Finding(name, (told, "2023-10-22")),) if name else ()
    assert party.load().findings == found


def test_an_answer_given_once_is_how_the_next_export_is_read(party: Party) -> None:
    party.drop(NAME, text([(*HEADINGS[:-1], "ความเป็นไป"), row(state="ลาออก")]))
    before = party.load()
    assert before.unknown_headings == ("ความเป็นไป",)
    heads = "kind,text,means,decided_by,on"
    party.write_list("headings.csv", heads, "members,ความเป็นไป,สถานะ,สมศรี,2566-10-22")
    after = party.load()
    assert (after.status, after.unknown_headings) == ("loaded", ())
    party.write_list("headings.csv", heads, "members,ความเป็นไป,state,สมศรี,2566-10-22")
    assert party.load().unknown_headings == ()
    party.write_list("headings.csv", heads, "members,ความเป็นไป,-,สมศรี,2566-10-22")
    not_read = party.load()
    assert (not_read.unknown_headings, not_read.personal_headings) == ((), ("ชื่อ",))


@pytest.mark.parametrize(
    "line",
    [
        "members,ก,ไม่มีคอลัมน์นี้,สมศรี,",
        "member,ก,สถานะ,สมศรี,",
        "members,,สถานะ,สมศรี,",
        "members,ก,สถานะ,,",
    ],
)
def test_an_answer_that_means_nothing_is_refused_by_its_line(party: Party, line: str) -> None:
    put_members(party, row())
    party.write_list("headings.csv", "kind,text,means,decided_by,on", line)
    load = party.load()
    assert load.status == "refused"
    assert load.problem and "headings.csv" in load.problem.en


def test_two_headings_that_mean_the_same_are_still_refused(party: Party) -> None:
    party.drop(NAME, text([(*HEADINGS, "สถานะ (ปัจจุบัน)"), (*row(), "ลาออก")]))
    assert is_refused_naming(party.load(), "สถานะ (ปัจจุบัน)")
