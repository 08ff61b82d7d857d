"""Is every check of a build said in words, and is what is wrong with representatives found?"""

import pytest

from tests.i18n.phrase_use import codes
from tests.party import DAY, Party, candidate, election, member, representative


@pytest.fixture
def party(party: Party) -> Party:
    party.members(DAY, member("1"), member("2", amphoe="ฝาง"))
    party.elections(DAY, election("E1", held="01/10/2566"))
    return party


def failed(party: Party) -> dict[str, str | None]:
    party.publish()
    found = party.rows("select name, detail from checks where not passed")
    return dict(found)


def test_every_check_has_its_sentence(party: Party) -> None:
    party.candidates(DAY, candidate("E1", "1"))
    party.representatives(DAY, representative("1"))
    party.publish()
    names = {name for (name,) in party.rows("select name from checks")}
    assert len(names) > 25
    assert names <= codes("check")
    assert party.rows("select name from checks where not passed") == []


def test_a_register_older_than_the_last_result_is_said(party: Party) -> None:
    party.representatives("2566-09-30", representative("1", term_from="01/09/2566"))
    assert "register_is_not_older_than_the_last_result" in failed(party)


def test_somebody_elected_whom_the_register_lacks_is_said(party: Party) -> None:
    party.representatives(DAY, representative("2", amphoe="ฝาง"))
    assert failed(party) == {"every_result_is_in_the_register": "E1"}


def test_a_term_that_ends_before_it_starts_is_said_and_covers_nothing(party: Party) -> None:
    party.representatives(
        DAY, representative("1"), representative("2", amphoe="ฝาง", ended="01/09/2566")
    )
    assert failed(party) == {"no_term_ends_before_it_starts": "5009-2023-10-01-1"}
    assert party.rows("select count(*) from coverage_spans") == [(1,)]


def test_a_representative_of_no_known_amphoe_is_kept_and_said(party: Party) -> None:
    party.representatives(DAY, representative("1"), representative("2", amphoe="ฝางเหนือ"))
    found = failed(party)
    assert "every_representative_has_an_amphoe" in found
    assert party.rows("select count(*) from terms", file="private") == [(2,)]


def test_who_vanished_from_the_register_without_a_reason_is_said(party: Party) -> None:
    party.representatives("2566-10-15", representative("1"), representative("2", amphoe="ฝาง"))
    party.representatives(DAY, representative("1"))
    assert set(failed(party)) == {"nobody_vanished_from_the_register"}


def test_a_doubt_is_counted_and_not_told_in_public(party: Party) -> None:
    party.representatives(DAY, representative("1"), representative("1", amphoe="ฝาง"))
    assert failed(party) == {"no_representative_is_in_doubt": None}


def test_a_decision_about_no_term_is_said(party: Party) -> None:
    heads = "term_id,decision,decided_by,decided_on,note"
    party.write_list(
        "representative_reviews.csv", heads, "5099-2023-10-01-1,confirmed,ก,2566-10-22,"
    )
    assert failed(party) == {"every_decision_has_its_term": "5099-2023-10-01-1"}


def test_candidates_of_an_election_nobody_knows_are_kept_and_flagged(party: Party) -> None:
    party.candidates(DAY, candidate("E9", "1"))
    assert failed(party) == {
        "candidates_of_no_election": f"candidates/candidates_{DAY}.csv|1|E9",
        "figures_of_every_election_agree": "E9",
    }
    assert party.rows("select * from election_flags") == [("E9", "not_a_known_election")]


def test_fewer_votes_than_ballots_are_no_fault_while_nobody_told_the_spoiled(party: Party) -> None:
    votes = {"eligible": "20", "ballots": "10"}
    party.elections(DAY, election("E1", held="01/10/2566", **votes))
    party.candidates(DAY, candidate("E1", "1", votes="9"))
    assert failed(party) == {}
    party.candidates(DAY, candidate("E1", "1", votes="11"))
    assert failed(party) == {"figures_of_every_election_agree": "E1"}
