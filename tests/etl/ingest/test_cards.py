"""Does a file's reading card say what it was taken for, and nothing of anybody?"""

from dataclasses import replace

import openpyxl
import pytest

from etl.ingest import stage
from etl.ingest.accounts.card import Card, ReadColumn, ReadWord
from etl.ingest.redaction import is_plain_name
from etl.personal_data.pseudonyms import read_secret
from tests.party import Party, member


def read(party: Party) -> stage.Load:
    (export,) = stage.find_exports(party, None)
    return stage.stage(export, party, read_secret(party), lambda _: None, [])


def card(party: Party) -> Card:
    found = read(party).card
    assert found
    return found


def column(found: Card, name: str) -> ReadColumn:
    (one,) = (each for each in found.columns if name in (*each.means, each.heading))
    return one


def test_a_date_column_is_told_by_its_earliest_median_and_latest_day(party: Party) -> None:
    days = ("1/8/1966", "01/08/2566", "02/08/2566", "03/08/2566", "")
    party.members("2566-10-22", *[member(f"M{n}", approved=day) for n, day in enumerate(days)])
    approved = column(card(party), "approved_on")
    assert approved.days == ("1966-08-01", "2023-08-01", "2023-08-03")
    assert approved.filled == 4


def test_each_word_of_a_state_is_told_with_its_rows_and_its_meaning(party: Party) -> None:
    states = ["อนุมัติ"] * 5 + ["ลาออก"] + ["อนุมัต"] + ["นางสาว สมมติ ทดสอบ"]
    party.members("2566-10-22", *[member(f"M{n}", state=word) for n, word in enumerate(states)])
    assert column(card(party), "state").words == (
        ReadWord("อนุมัติ", 5, "approved", "อนุมัติ", "approved"),
        ReadWord("ลาออก", 1, "resigned", "ลาออก", "resigned"),
        ReadWord("อนุมัต", 1),
        ReadWord("…", 1),
    )


def test_a_heading_that_is_not_read_is_told_with_the_nearest_that_is_known(
    party: Party,
) -> None:
    rows = [member("M1") | {"สถานะสมาชิกก": "x", "สีที่ชอบ": "ฟ้า", "เบอร์โทร": "0812345678"}]
    party.members("2566-10-22", *rows)
    found = card(party)
    assert column(found, "สถานะสมาชิกก").nearest == "สถานะสมาชิก"
    assert column(found, "สีที่ชอบ").nearest is None
    assert column(found, "เบอร์โทร").is_personal
    assert "0812345678" not in str(found) and "ฟ้า" not in str(found)


def test_a_workbook_tells_its_sheet_and_the_line_of_its_headings(party: Party) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "รายชื่อ"
    sheet.append(["ทะเบียนสมาชิก"])
    rows = [member("M1"), member("M2")]
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(row)
    path = party.exports / "members" / "members_2566-10-22.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    found = card(party)
    assert (found.heading_line, found.sheets) == (2, ("รายชื่อ",))


def test_a_file_that_is_not_read_again_has_the_card_of_before(party: Party) -> None:
    party.members("2566-10-22", member("M1", state="ลาออก"), member("M2"))
    first, again = read(party), read(party)
    assert (first.status, again.status) == ("loaded", "unchanged")
    assert first.card and again == replace(first, status="unchanged", encoding=again.encoding)


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("เชียงใหม่", True),
        ("Sheet1", True),
        ("สมาชิก ต.ค. 2566", True),
        ("รายชื่อ อำเภอแม่ริม (ล่าสุด)", True),
        ("ลับPlantedname", False),
        ("สมชาย", False),
        ("0812345678 ใจดี", False),
    ],
)
def test_a_sheet_s_name_is_told_only_if_it_is_nobody_s(name: str, is_told: bool) -> None:
    assert is_plain_name(name) == is_told
