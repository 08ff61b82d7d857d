"""Is the weekly series that forecasts see the one the lists tell?"""

from datetime import date
from pathlib import Path

import pytest

from metrics.forecast import weekly_members
from metrics.forecast.weekly_members import Daily
from tests.party import Party, member


def read(party: Party) -> Daily:
    party.publish()
    with party.opened() as con:
        return weekly_members.read(con)


@pytest.fixture
def party(tmp_path: Path) -> Party:
    return Party(tmp_path, drop_pct=100)


def people(count: int, **changed: str) -> list[dict[str, str]]:
    return [member(str(number), **changed) for number in range(count)]


def test_weeks_end_on_the_newest_list_and_begin_after_the_first(party: Party) -> None:
    party.members("2566-08-01", *people(10))
    party.members("2566-08-31", *people(10))
    ends, members = weekly_members.weekly(read(party), None)
    assert ends == tuple(date(2023, 8, day) for day in (3, 10, 17, 24, 31))
    assert members.tolist() == [10] * 5


def test_a_day_of_its_own_counts_and_a_heap_on_the_list_is_spread(party: Party) -> None:
    dated = [member(f"d{number}", approved="17/08/2566") for number in range(7)]
    undated = [member(f"u{number}", approved="") for number in range(28)]
    party.members("2566-08-03", *people(100))
    party.members("2566-08-31", *people(100), *dated, *undated)
    ends, members = weekly_members.weekly(read(party), None)
    assert [end.day for end in ends] == [3, 10, 17, 24, 31]
    assert members[0] == 100
    assert members[-1] == 135  # the list's own total, exactly
    rises = members[1:] - members[:-1]
    assert rises[[0, 2, 3]] == pytest.approx(7, abs=0.5)  # of 28 without a day, 7 a week
    assert rises[1] == pytest.approx(14, abs=0.5)


def test_leavers_of_a_month_do_not_fall_on_one_day(party: Party) -> None:
    party.members("2566-08-03", *people(100))
    party.members("2566-08-31", *people(72))
    _, members = weekly_members.weekly(read(party), None)
    assert members.tolist() == pytest.approx([100, 93, 86, 79, 72])


def test_an_area_has_its_own_and_the_country_also_those_nowhere(party: Party) -> None:
    rows = [
        *people(3),
        member("x", province="ตรัง", amphoe="กันตัง"),
        member("y", province="", amphoe=""),
    ]
    party.members("2566-08-01", *rows)
    daily = read(party)
    assert weekly_members.weekly(daily, None)[1].tolist() == [5]
    assert weekly_members.weekly(daily, frozenset({"50"}))[1].tolist() == [3]
    assert weekly_members.weekly(daily, frozenset({"50", "92"}))[1].tolist() == [4]
    assert weekly_members.weekly(daily, frozenset())[1].tolist() == [0]


def test_two_lists_on_following_days_are_left_as_they_are(party: Party) -> None:
    party.members("2566-08-01", *people(10))
    party.members("2566-08-02", *people(12, approved=""))
    ends, members = weekly_members.weekly(read(party), None)
    assert ends == (date(2023, 8, 2),)
    assert members.tolist() == [12]
