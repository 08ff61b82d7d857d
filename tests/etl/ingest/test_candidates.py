"""Is everybody who stood for office read once, whatever form the export has?"""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from etl.ingest.sources import sources
from etl.ingest.word_lists import plain
from tests.etl.ingest.reading import is_refused_naming, put_members, rejects_of, rows_of, text
from tests.party import Party

HEADINGS = ("รหัสการเลือกตั้ง", "หมายเลข", "ชื่อ-สกุล", "เลขที่สมาชิก", "คะแนน", "ผล")
MANA = ("E1", "1", "มานะ สมมติวงศ์", "0000007", "๗", "ได้รับเลือก")
PITI = ("E1", "2", "ปิติ ตัวอย่างดี", "", "1,002", "ไม่ได้รับเลือก")
FILE = "candidates_2566-10-22.csv"


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_same_candidates_come_of_every_form_of_file(party: Party) -> None:
    rows = [HEADINGS, MANA, PITI]
    split = text(rows).replace("\u0e33", "\u0e4d\u0e32")
    party.drop("ผู้สมัคร 2566-10-22.xlsx", workbook(rows))
    party.drop("candidates_2566-10-22.csv", split.encode("cp874"))
    party.drop("candidates_2566-10-22 utf8.csv", text(rows))
    read = [rows_of(load) for load in party.load_all()]
    assert len(read) == 3
    assert read[0] == read[1] == read[2]
    first, second = read[0]
    assert (first["name"], first["votes"], first["is_elected"]) == ("มานะ สมมติวงศ์", 7, "yes")
    assert (second["name"], second["votes"], second["is_elected"]) == ("ปิติ ตัวอย่างดี", 1002, "no")


def test_a_number_is_the_key_it_is_in_a_members_list_and_never_itself(party: Party) -> None:
    party.drop(FILE, text([HEADINGS, MANA, PITI]))
    put_members(party, ("0000007", "x", "พนมสารคาม", "ฉะเชิงเทรา", "รายปี", "22/09/2566", "อนุมัติ"))
    candidates, members = party.load_all()
    first, second = rows_of(candidates)
    assert first["member_key"] == rows_of(members)[0]["member_key"]
    assert second["member_key"] is None
    assert "member_id" not in first
    assert "0000007" not in str(rows_of(candidates))


@pytest.mark.parametrize("empty", ["", "-", "ไม่มี", "NULL", " "])
def test_people_without_a_number_are_not_one_person(party: Party, empty: str) -> None:
    party.drop(FILE, text([HEADINGS, (*MANA[:3], empty, "1", ""), (*PITI[:3], empty, "1", "")]))
    assert [row["member_key"] for row in rows_of(party.load())] == [None, None]


def test_a_number_given_to_two_candidates_is_a_conflict(party: Party) -> None:
    headings = ("election id", "candidate no", "first name", "last name")
    party.drop(FILE, text([headings, ("E1", "1", "Mana", "A"), ("E1", "1", "Mana", "B")]))
    load = party.load()
    assert [row["last_name"] for row in rows_of(load)] == ["B"]
    assert [(reject["reason"], reject["value"]) for reject in rejects_of(load)] == [
        ("conflicting_duplicate", None)
    ]


@pytest.mark.parametrize("family", ["นามสกุล", "ชื่อสกุล", "สกุล"])
def test_two_of_one_family_without_numbers_are_two(party: Party, family: str) -> None:
    headings = ("รหัสการเลือกตั้ง", "ชื่อ", family)
    both = [("E1", "มานะ", "สมมติวงศ์"), ("E1", "ปิติ", "สมมติวงศ์")]
    party.drop(FILE, text([headings, *both, both[0]]))
    load = party.load()
    assert (load.staged, load.duplicates, load.rejected) == (2, 1, 0)


def test_without_a_number_the_name_tells_candidates_apart(party: Party) -> None:
    rows = [("E1", "มานะ  สมมติวงศ์", "1"), ("E2", "มานะ สมมติวงศ์", "1"), ("E1", "มานะ สมมติวงศ์", "2")]
    party.drop(FILE, text([("election id", "candidate name", "votes"), *rows]))
    load = party.load()
    assert [(row["election_id"], row["votes"]) for row in rows_of(load)] == [("E2", 1), ("E1", 2)]
    assert [reject["line"] for reject in rejects_of(load)] == [2]


def test_what_cannot_be_is_rejected_with_its_reason_and_no_name(party: Party) -> None:
    party.drop(
        FILE,
        text(
            [
                HEADINGS,
                MANA,
                ("E1", "2", "ปิติ ตัวอย่างดี", "", "3.5", ""),
                ("E1", "3", "-", "", "3", ""),
                ("", "4", "ชูใจ จำลองสุข", "", "3", ""),
                ("E1", "5", "วีระ แต่งขึ้น", "", "3", "ให้ ปิติ แทน"),
            ]
        ),
    )
    load = party.load()
    found = [(reject["line"], reject["reason"], reject["value"]) for reject in rejects_of(load)]
    assert found == [
        (3, "not_a_number", "3.5"),
        (4, "missing_value", None),
        (5, "missing_value", None),
        (6, "unknown_outcome", None),
    ]


def test_personal_headings_are_known_and_not_read(party: Party) -> None:
    personal = ("คำนำหน้า", "เบอร์โทร", "เลขประจำตัวประชาชน", "E-mail", "ที่อยู่", "วันเกิด")
    party.drop(FILE, text([(*HEADINGS, *personal), (*MANA, *(["ห้ามอ่าน"] * len(personal)))]))
    load = party.load()
    assert load.personal_headings == personal
    assert load.unknown_headings == ()
    assert "ห้ามอ่าน" not in str(rows_of(load))


def test_an_export_without_names_or_election_is_refused_by_heading(party: Party) -> None:
    party.drop(FILE, text([("หมายเลข", "คะแนน"), ("1", "2")]))
    assert is_refused_naming(party.load(), "รหัสการเลือกตั้ง", "ชื่อผู้สมัคร / ชื่อ")


def test_a_name_of_two_kinds_is_refused_with_the_folders_that_would_tell(party: Party) -> None:
    party.drop("สมาชิก ตทอ_2566-10-22.csv", text([HEADINGS, MANA]))
    folders = ("members", "elections", "candidates", "representatives")
    assert is_refused_naming(party.load(), *folders)


@pytest.mark.parametrize("kind", list(sources()))
def test_no_heading_of_an_export_means_two_things(kind: str) -> None:
    source = sources()[kind]
    meant = {
        (plain(heading), column.name) for column in source.columns for heading in column.headings
    }
    assert len({word for word, _ in meant}) == len(meant)
    assert not source.personal & {*source.headings, *source.either}
