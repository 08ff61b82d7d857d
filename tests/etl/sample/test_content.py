"""Do the sample's members' lists hold what they promise, counted straight from the files?"""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl.settings import SHIPPED
from i18n.thai import compose
from tests.etl.sample.sample_reading import (
    AUGUST,
    CLEAN,
    DECEMBER,
    LISTS,
    OCTOBER,
    SEPTEMBER,
    STATES,
    Row,
    amphoe_of,
    covered,
    is_active,
    is_whole,
    read_day,
    read_rows,
)

Lists = dict[str, list[Row]]
Active = dict[str, dict[str, Row]]


@pytest.fixture(scope="session")
def lists(sample_exports: Path) -> Lists:
    return {name: read_rows(sample_exports / "members" / name) for name in LISTS}


@pytest.fixture(scope="session")
def active(lists: Lists) -> Active:
    """For each list its members by number: whole rows that count, each person once."""
    return {
        name: {
            str(row["เลขที่สมาชิก"]): row
            for row in lists[name]
            if is_whole(row) and is_active(row, on)
        }
        for name, (on, _) in LISTS.items()
    }


@pytest.fixture(scope="session")
def sizes(active: Active) -> Counter[str | None]:
    """Members of each amphoe on the last list; None for those nobody can place."""
    return Counter(amphoe_of(row) for row in active[OCTOBER].values())


@pytest.mark.parametrize("name", LISTS)
def test_each_list_totals_what_it_should(active: Active, name: str) -> None:
    assert len(active[name]) == LISTS[name][1]


def test_the_totals_are_the_published_ones() -> None:
    with (SHIPPED / "data" / "published_totals.csv").open(encoding="utf-8") as file:
        published = [
            (date.fromisoformat(row["as_of"]), int(row["value"]))
            for row in csv.DictReader(file)
            if row["body"] == row["reported_by"] == "party"
        ]
    assert LISTS[SEPTEMBER] in published
    assert LISTS[OCTOBER] in published
    # Published for the first morning of the year: the evening before.
    last_evening, total = LISTS[DECEMBER]
    assert (last_evening + timedelta(days=1), total) in published


def test_people_leave_and_come_back_between_lists(lists: Lists, active: Active) -> None:
    assert len(active[AUGUST].keys() - active[SEPTEMBER].keys()) > 300
    returned = (active[AUGUST].keys() & active[OCTOBER].keys()) - active[SEPTEMBER].keys()
    assert len(returned) >= 40
    states = Counter(row["สถานะ"] for row in lists[OCTOBER])
    assert all(states[state] > 0 for state in STATES)
    resigned = [row for row in lists[OCTOBER] if row["สถานะ"] == "ลาออก"]
    assert all(row["วันที่พ้นสมาชิกภาพ"] for row in resigned)


def test_some_members_move_to_another_amphoe(active: Active) -> None:
    def lives(name: str, number: str) -> tuple[str, str]:
        row = active[name][number]
        return compose(str(row["จังหวัด"])), compose(str(row["อำเภอ"]))

    both = active[SEPTEMBER].keys() & active[OCTOBER].keys()
    moved = sum(lives(SEPTEMBER, number) != lives(OCTOBER, number) for number in both)
    assert 150 < moved < 300


def test_nobody_is_approved_before_applying_or_after_the_list(active: Active) -> None:
    for name, (on, _) in LISTS.items():
        for row in active[name].values():
            approved = read_day(row["วันที่อนุมัติ"])
            applied = approved if name in CLEAN else read_day(row["วันที่สมัคร"])
            assert applied is not None
            assert approved is not None
            assert date(2018, 10, 3) <= applied <= approved <= on


def test_lifetime_members_carry_old_or_no_expiry_and_count_all_the_same(active: Active) -> None:
    lifetime = [
        read_day(row["วันหมดอายุ"])
        for row in active[OCTOBER].values()
        if row["ประเภทสมาชิก"] == "ตลอดชีพ"
    ]
    assert sum(ends is None for ends in lifetime) > 1000
    assert sum(ends is not None and ends < LISTS[OCTOBER][0] for ends in lifetime) > 1000


def test_people_join_at_week_ends_more_than_on_other_days(active: Active) -> None:
    days = Counter(
        approved.weekday()
        for row in active[OCTOBER].values()
        if (approved := read_day(row["วันที่อนุมัติ"])) and approved >= date(2022, 1, 3)
    )
    assert min(days[5], days[6]) > 1.4 * max(days[day] for day in range(5))


def test_members_are_spread_unevenly_over_amphoe(sizes: Counter[str | None]) -> None:
    placed = [members for code, members in sizes.items() if code is not None]
    assert 0.003 < sizes[None] / sizes.total() < 0.012
    assert 3 <= 928 - len(placed) <= 40
    assert 120 <= sum(members >= 100 for members in placed) <= 260
    assert sum(70 <= members < 100 for members in placed) >= 50
    assert max(placed) > 1000


def test_most_covered_amphoe_have_a_hundred_members(
    sample_exports: Path, sizes: Counter[str | None]
) -> None:
    elections = read_rows(sample_exports / "elections" / "elections_2566-10-22.xlsx")
    below = [code for code in covered(elections, LISTS[OCTOBER][0]) if sizes[code] < 100]
    assert len(below) == 3


def test_no_roll_of_an_election_is_longer_than_the_list_of_members(
    sample_exports: Path, sizes: Counter[str | None]
) -> None:
    elections = read_rows(sample_exports / "elections" / "elections_2566-10-22.xlsx")
    rolls = {amphoe_of(row): float(str(row["ผู้มีสิทธิ"])) for row in elections}
    assert len(rolls) == 52
    assert all(roll <= sizes[code] for code, roll in rolls.items())
