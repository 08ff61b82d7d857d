"""Does a build ask about days that can hardly be meant?"""

from tests.etl.questions.asking import asked, cases, spread
from tests.party import Party, member, representative

TERM_TO = "วันสิ้นสุดวาระ"
FOUNDED = '[[rules]]\nname = "founded_on"\nvalue = 2023-06-01\nfrom = 2023-06-01\n'


def yearly(number: int, approved: str, expires: str) -> dict[str, str]:
    """A member for a year."""
    return member(f"P{number}", type="รายปี", approved=approved, expires=expires)


def test_a_first_list_most_of_which_is_over_asks_and_a_later_one_like_it_does_not(
    party: Party,
) -> None:
    rows = [yearly(n, "01/01/2565", "31/12/2565" if n < 7 else "31/12/2566") for n in range(12)]
    party.members("2566-09-30", *rows)
    assert asked(party) == ["most_have_lapsed"]
    party.members("2566-10-22", *rows, yearly(20, "01/10/2566", "30/09/2567"))
    assert len(cases(party)) == 1


def test_a_later_list_of_which_much_more_is_over_asks(party: Party) -> None:
    good = [yearly(n, "01/01/2566", "31/12/2566") for n in range(12)]
    party.members("2566-09-30", *good)
    over = [yearly(n, "01/01/2566", "31/12/2565") for n in range(5)]
    party.members("2566-10-22", *over, *good[5:])
    assert {"most_have_lapsed", "expiry_before_joining"} <= set(asked(party))


def test_a_membership_that_expires_before_it_begins_asks(party: Party) -> None:
    party.members("2566-10-22", *spread(30), yearly(99, "01/08/2566", "31/07/2566"))
    assert asked(party) == ["expiry_before_joining"]


def test_days_before_the_party_was_founded_ask_by_its_own_rule(party: Party) -> None:
    party.members("2566-10-22", *spread(30))
    party.representatives("2566-10-22", representative("", term_from="01/01/2566"))
    assert asked(party) == []
    (party.data / "rules.toml").write_text(FOUNDED, "utf-8")
    assert asked(party) == ["days_before_the_party"]
    assert "1 Jan 2023" in cases(party)[0].sentence.en
    (party.data / "rules.toml").unlink()
    party.representatives("2566-10-22", representative("", term_from="01/01/2466"))
    assert asked(party) == ["days_far_off", "days_before_the_party"]


def test_terms_that_end_before_they_start_ask(party: Party) -> None:
    party.members("2566-10-22", *spread(30))
    told = [
        representative("", name=f"ชื่อ{n}", amphoe=amphoe, term_to="30/09/2566")
        for n, amphoe in enumerate(("แม่ริม", "ฝาง"))
    ]
    party.representatives("2566-10-22", *told)
    assert asked(party) == ["term_ends_before_it_starts"]
    party.representatives("2566-10-22", told[0], *(row | {TERM_TO: ""} for row in told[1:]))
    assert asked(party) == ["term_ends_before_it_starts"]


def test_a_register_of_terms_that_are_all_over_asks_and_one_that_keeps_old_terms_does_not(
    party: Party,
) -> None:
    party.members("2566-10-22", *spread(30))
    told = [
        representative("", name=f"ชื่อ{n}", amphoe=amphoe, term_from="1/8/2562", term_to="31/7/2566")
        for n, amphoe in enumerate(("แม่ริม", "ฝาง", "สันทราย"))
    ]
    party.representatives("2566-10-22", *told)
    assert asked(party) == ["all_terms_over"]
    party.representatives("2566-10-22", *told[:2], told[2] | {TERM_TO: "31/07/2570"})
    assert asked(party) == []
