"""Does the sample's membership move from week to week as that of a party could?"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.party import Party

WEEK = timedelta(days=7)
FIRST, LAST = date(2022, 12, 31), date(2023, 10, 22)
LISTED = [date(2023, 3, 31), date(2023, 6, 30), date(2023, 8, 31), date(2023, 9, 30), LAST]

Days = dict[date, tuple[int, int]]


@pytest.fixture(scope="module")
def days(published: Path) -> Days:
    """People who came and who left on every day after the first list, as a build tells it."""
    told = Party(published).rows(
        "select date, sum(joined + returned)::int, sum(left_members)::int from membership_daily"
        " where date > (select first_list_on from edition) group by date"
    )
    return {day: (came, left) for day, came, left in told}


def _weekly(days: Days, ends_on: date) -> int:
    """Net change of the seven days that end on the day."""
    return sum(came - left for day, (came, left) in days.items() if ends_on - WEEK < day <= ends_on)


def test_people_come_and_leave_on_every_day(days: Days) -> None:
    assert len(days) == (LAST - FIRST).days
    assert all(came > 0 and left > 0 for came, left in days.values())


def test_no_list_s_day_is_a_lump_of_what_a_list_could_not_date(days: Days) -> None:
    for on in LISTED:
        around = [days[on - WEEK + timedelta(days=n)] for n in range(7)]
        came, left = days[on]
        assert came < 3 * max(came for came, _ in around), on
        # A list may forget some people, who are counted as gone until the next.
        assert left < 2 * max(left for _, left in around) + 50, on


def test_no_week_is_out_of_all_proportion(days: Days) -> None:
    weeks = [_weekly(days, LAST - n * WEEK) for n in range(42)]
    assert all(-100 < net < 3500 for net in weeks)


def test_the_national_election_brings_people_summer_few_and_october_most(days: Days) -> None:
    election = _weekly(days, date(2023, 5, 14))
    june = [_weekly(days, date(2023, 6, 11) + n * WEEK) for n in range(4)]
    august = [_weekly(days, date(2023, 8, 6) + n * WEEK) for n in range(4)]
    october = [_weekly(days, date(2023, 10, 8) + n * WEEK) for n in range(3)]
    assert election > 3 * max(june)
    assert sum(june) < sum(august)
    assert all(2600 < net < 3400 for net in october)
