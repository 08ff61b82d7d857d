"""Do the sample's elections cover what was published, in every status there is?"""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.etl.sample.sample_reading import Row, amphoe_of, covered, read_count, read_day, read_rows

NAMED = {"1401", "4901", "1106", "1201", "2406"}


@pytest.fixture(scope="session")
def elections(sample_exports: Path) -> list[Row]:
    return read_rows(sample_exports / "elections" / "elections_2566-10-22.xlsx")


def test_exactly_29_amphoe_are_covered_and_coverage_falls_once(elections: list[Row]) -> None:
    days = [date(2023, 10, day) for day in range(1, 23)]
    counts = [len(covered(elections, day)) for day in days]
    assert counts[-1] == 29
    assert None not in covered(elections, days[-1])
    assert sum(later < earlier for earlier, later in pairwise(counts)) == 1
    assert not covered(elections, date(2023, 9, 23))


def test_the_five_named_amphoe_voted_on_22_october(elections: list[Row]) -> None:
    voted = {amphoe_of(row) for row in elections if read_day(row["วันเลือกตั้ง"]) == date(2023, 10, 22)}
    assert voted == NAMED


def test_elections_come_in_every_status_and_with_sound_numbers(elections: list[Row]) -> None:
    statuses = Counter(row["สถานะ"] for row in elections)
    for status in ("ร่าง", "เปิดลงคะแนน", "ยกเลิก", "โมฆะ"):
        assert statuses[status] == 1
    assert statuses["ปิดลงคะแนน"] == 2
    assert statuses["ประกาศผลแล้ว"] == 30
    assert len({row["ช่องทาง"] for row in elections}) == 3
    for row in elections:
        if row["ผู้มาใช้สิทธิ"] != "":
            assert 0.2 < float(str(row["ผู้มาใช้สิทธิ"])) / float(str(row["ผู้มีสิทธิ"])) < 0.7
        announced, held = read_day(row["วันที่ประกาศ"]), read_day(row["วันเลือกตั้ง"])
        if announced and held:
            assert date(2023, 9, 23) <= announced <= min(held, date(2023, 10, 22))
            assert held.weekday() in (5, 6) or row["สถานะ"] == "เปิดลงคะแนน"
    unplaced = [row for row in elections if amphoe_of(row) is None]
    assert len(unplaced) == 1


def test_ballots_add_up_by_channel_and_by_what_is_on_them_but_for_one_that_is_wrong(
    elections: list[Row],
) -> None:
    wrong = []
    for row in elections:
        ballots, online, onsite, valid, spoiled, nobody = (
            read_count(row[column])
            for column in (
                "ผู้มาใช้สิทธิ",
                "ผู้มาใช้สิทธิออนไลน์",
                "ผู้มาใช้สิทธิในสถานที่",
                "บัตรดี",
                "บัตรเสีย",
                "ไม่ประสงค์ลงคะแนน",
            )
        )
        if ballots is None:
            assert online is onsite is valid is spoiled is nobody is None
            continue
        assert None not in (online, onsite, valid, spoiled, nobody)
        assert (online or 0) + (onsite or 0) == ballots
        assert {"ออนไลน์": onsite == 0, "ในสถานที่": online == 0, "ผสม": bool(online and onsite)}[
            str(row["ช่องทาง"])
        ]
        if (valid or 0) + (spoiled or 0) + (nobody or 0) != ballots:
            wrong.append(amphoe_of(row))
    assert wrong == ["1023"]


def test_days_follow_each_other_and_some_results_take_days(elections: list[Row]) -> None:
    waits = Counter[int]()
    for row in elections:
        announced, registered, held, result = (
            read_day(row[column]) for column in ("วันที่ประกาศ", "วันรับสมัคร", "วันเลือกตั้ง", "วันที่ประกาศผล")
        )
        if announced and held:
            assert registered and announced < registered < held
        assert (result is not None) == (row["สถานะ"] == "ประกาศผลแล้ว")
        if result and held:
            assert result <= date(2023, 10, 22)
            waits[(result - held).days] += 1
    assert waits.keys() <= set(range(7))
    assert waits[0] >= 5
    assert waits.total() - waits[0] >= 5


def test_the_same_elections_were_downloaded_twice(sample_exports: Path) -> None:
    one, two = sorted((sample_exports / "elections").iterdir())
    assert one.read_bytes() == two.read_bytes()
