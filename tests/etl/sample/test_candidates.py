"""Do the sample's candidates add up to its elections, and are they visibly nobody?"""

from collections import Counter
from pathlib import Path

import pytest

from tests.etl.sample.sample_reading import (
    LISTS,
    OCTOBER,
    Row,
    amphoe_of,
    is_active,
    is_whole,
    read_count,
    read_day,
    read_rows,
)

INVENTED = {"สมมติ", "สมมุติ", "ตัวอย่าง", "จำลอง", "แต่งขึ้น", "ไม่มีจริง", "ลองเขียน"}


@pytest.fixture(scope="session")
def elections(sample_exports: Path) -> dict[str, Row]:
    rows = read_rows(sample_exports / "elections" / "elections_2566-10-22.xlsx")
    return {str(row["รหัสการเลือกตั้ง"]): row for row in rows}


@pytest.fixture(scope="session")
def stood(sample_exports: Path) -> dict[str, list[Row]]:
    """Candidates by the number of their election."""
    found: dict[str, list[Row]] = {}
    for row in read_rows(sample_exports / "candidates" / "candidates_2566-10-22.csv"):
        found.setdefault(str(row["รหัสการเลือกตั้ง"]), []).append(row)
    return found


def test_every_election_that_tells_of_candidates_has_so_many(
    elections: dict[str, Row], stood: dict[str, list[Row]]
) -> None:
    told = {number: read_count(row["จำนวนผู้สมัคร"]) for number, row in elections.items()}
    assert {number: len(rows) for number, rows in stood.items()} == {
        number: count for number, count in told.items() if count is not None
    }
    for rows in stood.values():
        assert [row["หมายเลข"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    held = [number for number, row in elections.items() if row["ผู้มาใช้สิทธิ"] != ""]
    assert [len(stood[number]) for number in held].count(1) == 1
    # Where registration has not been opened nobody stands yet.
    last = LISTS[OCTOBER][0]
    for number, row in elections.items():
        opens = read_day(row["วันรับสมัคร"])
        assert (number in stood) == (opens is not None and opens <= last)


def test_votes_add_up_to_the_valid_ones_and_by_channel(
    elections: dict[str, Row], stood: dict[str, list[Row]]
) -> None:
    for number, rows in stood.items():
        votes = [
            [read_count(row[column]) for column in ("คะแนนออนไลน์", "คะแนนในสถานที่", "คะแนน")]
            for row in rows
        ]
        if elections[number]["ผู้มาใช้สิทธิ"] == "":
            assert all(cells == [None, None, None] for cells in votes)
            continue
        whole = [[cell or 0 for cell in cells] for cells in votes]
        assert all(online + onsite == both for online, onsite, both in whole)
        assert sum(both for *_, both in whole) == read_count(elections[number]["บัตรดี"])


def test_one_is_elected_where_a_result_is_announced_and_has_the_most_votes(
    elections: dict[str, Row], stood: dict[str, list[Row]]
) -> None:
    for number, row in elections.items():
        if row["สถานะ"] != "ประกาศผลแล้ว":
            assert {str(one["ผลการเลือกตั้ง"]) for one in stood.get(number, [])} <= {""}
            continue
        votes = sorted((read_count(one["คะแนน"]) or 0, one["ผลการเลือกตั้ง"]) for one in stood[number])
        outcomes = [outcome for _, outcome in votes]
        assert outcomes == ["ไม่ได้รับเลือก"] * (len(votes) - 1) + ["ได้รับเลือก"]
        assert len(votes) == 1 or votes[-1][0] > votes[-2][0]


def test_most_candidates_are_members_of_the_amphoe_and_some_numbers_are_missing(
    sample_exports: Path, elections: dict[str, Row], stood: dict[str, list[Row]]
) -> None:
    on, _ = LISTS[OCTOBER]
    homes = {
        str(row["เลขที่สมาชิก"]): amphoe_of(row)
        for row in read_rows(sample_exports / "members" / OCTOBER)
        if is_whole(row) and is_active(row, on)
    }
    told = [
        (str(row["เลขที่สมาชิก"]), amphoe_of(elections[number]))
        for number, rows in stood.items()
        for row in rows
    ]
    numbered = [(number, amphoe) for number, amphoe in told if number]
    assert 0.75 < len(numbered) / len(told) < 1
    # All but the one who lapsed and the one who moved after they were elected.
    assert sum(homes.get(number) != amphoe for number, amphoe in numbered) == 2


def test_names_are_invented_belong_to_one_person_and_are_in_no_list_of_members(
    sample_exports: Path, elections: dict[str, Row], stood: dict[str, list[Row]]
) -> None:
    rows = [row for one in stood.values() for row in one]
    people: dict[str, set[str]] = {}
    for row in rows:
        name, number = str(row["ชื่อ-สกุล"]), str(row["เลขที่สมาชิก"])
        assert any(word in name.split(" ")[1] for word in INVENTED), name
        people.setdefault(name, set()).add(number)
    assert all(len(numbers - {""}) <= 1 for numbers in people.values())
    within = Counter((row["รหัสการเลือกตั้ง"], row["ชื่อ-สกุล"]) for row in rows)
    assert max(within.values()) == 1
    family = {name.split(" ")[1] for name in people}
    for name in LISTS:
        for member in read_rows(sample_exports / "members" / name):
            assert not family & {str(member.get(column, "")) for column in ("ชื่อ", "นามสกุล")}
