"""By which day can members be compared, where lists are a month apart?"""

from datetime import date

import pytest

from metrics import health
from reports.monthly import digest, gather
from reports.monthly.report import Period
from reports.text import Text
from tests.party import Party, member
from tests.slow import these


@pytest.fixture
def monthly(party: Party) -> Party:
    """A party with two lists a month apart, then one a week later."""
    people = [member(f"M{n}") for n in range(20)]
    party.members("2566-08-31", *people)
    party.members("2566-09-30", *people[6:])
    party.members("2566-10-07", *people[6:])
    party.publish()
    return party


@pytest.mark.parametrize(
    ("on", "since", "compared", "is_list"),
    these(
        (0, 3),
        [
            (date(2023, 9, 30), date(2023, 9, 23), date(2023, 8, 31), True),
            (date(2023, 10, 3), date(2023, 9, 26), date(2023, 8, 31), True),
            (date(2023, 10, 7), date(2023, 9, 30), date(2023, 9, 30), False),
            (date(2023, 9, 20), date(2023, 9, 13), date(2023, 9, 13), False),
            (date(2023, 9, 30), date(2023, 8, 31), date(2023, 8, 31), False),
            (date(2023, 9, 30), date(2023, 7, 31), date(2023, 7, 31), False),
        ],
    ),
)
def test_a_list_is_compared_with_the_one_before_where_that_is_more_than_a_week_away(
    monthly: Party, on: date, since: date, compared: date, is_list: bool
) -> None:
    with monthly.opened() as con:
        row = health.members_since(con, on=on, since=since).iloc[0]
    assert (row["since"].date(), bool(row["is_list"])) == (compared, is_list)


def test_a_week_s_digest_says_since_which_list(monthly: Party) -> None:
    until = date(2023, 9, 30)
    week = Period("week", date(2023, 9, 24), until, date(2023, 9, 23), until)
    with monthly.opened() as con:
        report = gather.gather(con, period=week)
    assert "−6 since the list of 31 Aug 2023" in digest.digest(report, Text("en"))
    month = Period("month", date(2023, 9, 1), until, date(2023, 8, 31), until)
    with monthly.opened() as con:
        report = gather.gather(con, period=month)
    assert "−6 since 31 Aug 2023" in digest.digest(report, Text("en"))
