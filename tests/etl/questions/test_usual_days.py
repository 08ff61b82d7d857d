"""Does a build ask about days far from those a column usually has, and numbers that are no days?"""

import pytest

from tests.etl.questions.asking import asked, cases, spread
from tests.party import Party, Row, csv_text, election, event, member, representative
from tests.slow import these

DAY = "2566-10-22"
MANY = 300


def yearly(number: int, expires: str, kind: str = "รายปี") -> Row:
    """A member whose membership is over on a day."""
    return member(f"Y{number}", type=kind, approved="01/08/2566", expires=expires)


def test_a_membership_for_a_year_that_lasts_for_decades_asks_and_one_for_life_does_not(
    party: Party,
) -> None:
    party.members(DAY, *[yearly(n, "31/07/2609") for n in range(20)], *spread(MANY))
    (case,) = cases(party)
    assert case.name == "days_far_off"
    assert "20 row(s)" in case.sentence.en and "31 Jul 2066" in case.sentence.en
    party.members(DAY, *[yearly(n, "31/07/2609", "ตลอดชีพ") for n in range(20)], *spread(MANY))
    assert asked(party) == []
    # One slip in a long list changes nothing that is told today.
    party.members(DAY, yearly(1, "31/07/2609"), *spread(MANY))
    assert asked(party) == []


@pytest.mark.parametrize(
    ("term", "is_asked"),
    these(
        (0, 3),
        [
            (("01/10/2566", "30/09/2570"), False),
            (("01/10/2566", "30/09/2596"), True),
            (("01/10/2609", "30/09/2613"), True),
            (("01/10/2546", ""), True),
        ],
    ),
)
def test_a_term_that_is_too_long_or_of_another_time_asks(
    party: Party, term: tuple[str, str], is_asked: bool
) -> None:
    party.members(DAY, *spread(30))
    party.representatives(DAY, representative("", term_from=term[0], term_to=term[1]))
    assert asked(party) == ["days_far_off"] * is_asked


@pytest.mark.parametrize(
    ("held", "status", "is_asked"),
    these(
        (0, 3),
        [
            ("19/11/2566", "ประกาศแล้ว", False),
            ("19/11/2569", "ประกาศแล้ว", True),
            ("19/11/2566", "ประกาศผลแล้ว", True),
            ("22/10/2566", "ประกาศผลแล้ว", False),
        ],
    ),
)
def test_an_election_years_ahead_or_with_a_result_before_it_is_held_asks(
    party: Party, held: str, status: str, is_asked: bool
) -> None:
    party.members(DAY, *spread(30))
    party.elections(DAY, election("E1", held=held, status=status))
    assert asked(party) == ["days_far_off"] * is_asked


def test_a_result_of_the_day_of_a_list_at_the_end_of_a_month_does_not_ask(party: Party) -> None:
    party.members("2566-10-31", *spread(30))
    party.elections("2566-10-31", election("E1", held="31/10/2566"))
    assert asked(party) == []


def test_an_event_years_ahead_asks(party: Party) -> None:
    party.members(DAY, *spread(30))
    party.events(DAY, event("G1", held="14/10/2576"))
    assert asked(party) == ["days_far_off"]


@pytest.mark.parametrize("number", these((0, 3), ["12345", "2566", "0", "๒๕๖๖"]))
def test_a_number_among_days_asks(party: Party, number: str) -> None:
    party.members(DAY, yearly(1, number), *(yearly(n, "31/07/2567") for n in range(2, MANY)))
    (case,) = cases(party)
    assert case.name == "numbers_among_days"
    assert "“วันหมดอายุ” 1 cell(s)" in case.sentence.en


def test_days_as_a_spreadsheet_counts_them_do_not_ask(party: Party) -> None:
    party.members(DAY, *(yearly(n, "45503" if n % 2 else "31/07/2567") for n in range(40)))
    assert asked(party) == []
    party.members(DAY, *(yearly(n, str(45503 + n)) for n in range(40)))
    assert asked(party) == []


def test_a_title_of_another_month_asks_in_both_languages(party: Party) -> None:
    party.drop(f"members/members_{DAY}.csv", "ประจำเดือนกันยายน 2566\n" + csv_text(spread(30)))
    (case,) = cases(party)
    assert case.name == "title_of_another_month"
    assert "Sep 2023" in case.sentence.en and "ก.ย. 2566" in case.sentence.th
