"""Is every check of a build said in words, and is what is wrong with representatives found?"""

from pathlib import Path

import pytest

from etl.settings import Settings
from tests.etl.exports import (
    candidate,
    election,
    member,
    publish,
    representative,
    rows,
    write_candidates,
    write_elections,
    write_members,
    write_representatives,
)
from tests.i18n.phrase_use import codes

DAY = "2566-10-22"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    party = Settings(data=tmp_path)
    write_members(party, DAY, [member("1"), member("2", amphoe="ฝาง")])
    write_elections(party, DAY, [election("E1", held="01/10/2566")])
    return party


def failed(settings: Settings) -> dict[str, str | None]:
    publish(settings)
    found = rows(settings, "select name, detail from checks where not passed")
    return dict(found)


def test_every_check_has_its_sentence(settings: Settings) -> None:
    write_candidates(settings, DAY, [candidate("E1", "1")])
    write_representatives(settings, DAY, [representative("1")])
    publish(settings)
    names = {name for (name,) in rows(settings, "select name from checks")}
    assert len(names) > 25
    assert names <= codes("check")
    assert rows(settings, "select name from checks where not passed") == []


def test_a_register_older_than_the_last_result_is_said(settings: Settings) -> None:
    write_representatives(settings, "2566-09-30", [representative("1", term_from="01/09/2566")])
    assert "register_is_not_older_than_the_last_result" in failed(settings)


def test_somebody_elected_whom_the_register_lacks_is_said(settings: Settings) -> None:
    write_representatives(settings, DAY, [representative("2", amphoe="ฝาง")])
    assert failed(settings) == {"every_result_is_in_the_register": "E1"}


def test_a_term_that_ends_before_it_starts_is_said_and_covers_nothing(settings: Settings) -> None:
    write_representatives(
        settings, DAY, [representative("1"), representative("2", amphoe="ฝาง", ended="01/09/2566")]
    )
    assert failed(settings) == {"no_term_ends_before_it_starts": "5009-2023-10-01-1"}
    assert rows(settings, "select count(*) from coverage_spans") == [(1,)]


def test_a_representative_of_no_known_amphoe_is_kept_and_said(settings: Settings) -> None:
    write_representatives(
        settings, DAY, [representative("1"), representative("2", amphoe="ฝางเหนือ")]
    )
    found = failed(settings)
    assert "every_representative_has_an_amphoe" in found
    assert rows(settings, "select count(*) from terms", file="private") == [(2,)]


def test_who_vanished_from_the_register_without_a_reason_is_said(settings: Settings) -> None:
    write_representatives(
        settings, "2566-10-15", [representative("1"), representative("2", amphoe="ฝาง")]
    )
    write_representatives(settings, DAY, [representative("1")])
    assert set(failed(settings)) == {"nobody_vanished_from_the_register"}


def test_a_doubt_is_counted_and_not_told_in_public(settings: Settings) -> None:
    write_representatives(settings, DAY, [representative("1"), representative("1", amphoe="ฝาง")])
    assert failed(settings) == {"no_representative_is_in_doubt": None}


def test_a_decision_about_no_term_is_said(settings: Settings) -> None:
    (settings.data / "representative_reviews.csv").write_text(
        "term_id,decision,decided_by,decided_on,note\n5099-2023-10-01-1,confirmed,ก,2566-10-22,\n",
        encoding="utf-8",
    )
    assert failed(settings) == {"every_decision_has_its_term": "5099-2023-10-01-1"}


def test_candidates_of_an_election_nobody_knows_are_kept_and_flagged(settings: Settings) -> None:
    write_candidates(settings, DAY, [candidate("E9", "1")])
    assert failed(settings) == {"figures_of_every_election_agree": "E9"}
    assert rows(settings, "select * from election_flags") == [("E9", "not_a_known_election")]


def test_fewer_votes_than_ballots_are_no_fault_while_nobody_told_the_spoiled(
    settings: Settings,
) -> None:
    votes = {"eligible": "20", "ballots": "10"}
    write_elections(settings, DAY, [election("E1", held="01/10/2566", **votes)])
    write_candidates(settings, DAY, [candidate("E1", "1", votes="9")])
    assert failed(settings) == {}
    write_candidates(settings, DAY, [candidate("E1", "1", votes="11")])
    assert failed(settings) == {"figures_of_every_election_agree": "E1"}
