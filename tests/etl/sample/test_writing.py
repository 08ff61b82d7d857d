"""Are the sample's members' lists written as offices write: their dirt, headings, dates, words?"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.etl.sample.sample_reading import (
    AUGUST,
    CLEAN,
    DECEMBER,
    JUNE,
    LISTS,
    MARCH,
    OCTOBER,
    SEPTEMBER,
    Row,
    is_whole,
    read_cells,
    read_rows,
)

PERSONAL = {
    "คำนำหน้า": "คุณ",
    "ชื่อ": "ตัวอย่าง",
    "นามสกุล": r"ก-\d+",
    "เลขประจำตัวประชาชน": r"0-0000-[-0]+",
    "เบอร์โทร": r"(000-\d+)?",
    "อีเมล": r"m\d+@example\.invalid",
    "วันเกิด": "01/01/2500",
    "บ้านเลขที่": "99/9",
    "ตำบล": "สมมติ",
}
SHAPES = [r"\d\d/\d\d/25\d\d", r"\d{1,2} \D+ 25\d\d", r"25\d\d-\d\d-\d\d", r"20\d\d-\d\d-\d\d"]

Lists = dict[str, list[Row]]


@pytest.fixture(scope="session")
def lists(sample_exports: Path) -> Lists:
    return {name: read_rows(sample_exports / "members" / name) for name in LISTS}


@pytest.mark.parametrize("name", CLEAN)
def test_earlier_lists_are_whole_and_tell_little(lists: Lists, name: str) -> None:
    rows = lists[name]
    assert all(is_whole(row) for row in rows)
    assert len({row["เลขที่สมาชิก"] for row in rows}) == len(rows)
    assert not PERSONAL.keys() & rows[0].keys()


@pytest.mark.parametrize("name", (AUGUST, SEPTEMBER, OCTOBER))
def test_every_list_of_the_season_has_its_dirt(lists: Lists, name: str) -> None:
    rows = lists[name]
    whole = [row for row in rows if is_whole(row)]
    assert 10 <= len(rows) - len(whole) <= 20
    numbers = Counter(row["เลขที่สมาชิก"] for row in whole)
    assert sum(numbers.values()) - len(numbers) > 100
    applied = {str(row["วันที่สมัคร"]) for row in rows}
    assert {"12/03/66", "31/02/2566"} <= applied
    assert any(row["เลขที่สมาชิก"] == "" for row in rows)
    for column in ("อำเภอ", "จังหวัด"):
        assert any("\u0e4d\u0e32" in str(row[column]) for row in rows), "no split sara am"
    amphoe = {str(row["อำเภอ"]) for row in whole}
    assert any("เเ" in text for text in amphoe)
    assert "" in amphoe
    assert any(text.startswith("=") for text in amphoe)


def test_headings_hold_split_sara_am_in_every_export(sample_exports: Path) -> None:
    exports = [path for path in sample_exports.rglob("*") if path.suffix in (".csv", ".xlsx")]
    assert len(exports) == 16
    for path in exports:
        # No heading of the candidates has a sara am to split.
        if path.parent.name == "candidates":
            continue
        assert any("\u0e4d\u0e32" in str(heading) for heading in next(read_cells(path))), path.name


def test_encodings_and_date_shapes_differ(sample_exports: Path, lists: Lists) -> None:
    for name in (MARCH, JUNE, AUGUST):
        with pytest.raises(UnicodeDecodeError):
            (sample_exports / "members" / name).read_text(encoding="utf-8")
    assert "อนุมัติ" in (sample_exports / "members" / DECEMBER).read_text(encoding="utf-8")
    assert (sample_exports / "members" / OCTOBER).read_bytes().startswith(b"\xef\xbb\xbf")
    applied = [str(row["วันที่สมัคร"]) for row in lists[OCTOBER]]
    for shape in SHAPES:
        assert sum(bool(re.fullmatch(shape, text)) for text in applied) > 1000, shape
    assert any("๒๕๖" in str(row["วันที่สมัคร"]) for row in lists[AUGUST])
    assert any("๒๕๖" in str(row["วันที่อนุมัติ"]) for row in lists[JUNE])
    assert isinstance(lists[SEPTEMBER][0]["วันที่อนุมัติ"], date)


def test_member_numbers_are_text_with_leading_zeros(lists: Lists) -> None:
    for rows in lists.values():
        numbers = [row["เลขที่สมาชิก"] for row in rows]
        assert all(isinstance(number, str) and len(number) in (0, 7) for number in numbers)
        assert any(str(number).startswith("00") for number in numbers)


def test_personal_columns_are_there_and_hold_nobody_s_data(lists: Lists) -> None:
    assert lists[OCTOBER][0].keys() >= PERSONAL.keys()
    for rows in lists.values():
        for column in PERSONAL.keys() & rows[0].keys():
            values = {str(row[column]) for row in rows}
            assert all(re.fullmatch(PERSONAL[column], value) for value in values), column
