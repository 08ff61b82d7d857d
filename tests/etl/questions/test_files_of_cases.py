"""Is each case of a question told of the files that it is about, and of no other?"""

import hashlib
from pathlib import Path

from etl.models.run import model_files
from tests.etl.questions.asking import cases, people, spread
from tests.party import Party, candidate, election

QUESTIONS = model_files()[0].parents[1] / "questions"


def hashes(*paths: Path) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths))


def test_a_drop_is_of_the_lists_of_both_days_and_of_no_other_file(party: Party) -> None:
    party.members("2566-08-31", *spread(90))
    party.elections("2566-10-22", election("E1", held="01/10/2566"))
    before = party.members("2566-09-30", *spread(90), people("Q1"))
    now = party.members("2566-10-22", *spread(30))
    found = {case.name: case.files for case in cases(party)}
    assert found["sudden_drop"] == hashes(before, now)


def test_what_a_file_says_by_itself_is_of_that_file_alone(party: Party) -> None:
    party.members("2566-09-30", *spread(30))
    party.elections("2566-10-22", election("E1", held="01/10/2566"))
    told = party.candidates("2566-10-22", candidate("E1", "1"), candidate("E9", "1"))
    found = {case.name: case.files for case in cases(party)}
    assert found["candidates_of_no_election"] == hashes(told)


def test_votes_that_contradict_an_outcome_are_of_the_election_and_of_its_candidates(
    party: Party,
) -> None:
    party.members("2566-10-22", *spread(30))
    held = party.elections("2566-10-22", election("E1", held="01/10/2566"))
    stood = party.candidates(
        "2566-10-22",
        candidate("E1", "1", name="สมมติ ชื่อหนึ่ง", votes="30", elected="ไม่ได้รับเลือก"),
        candidate("E1", "2", name="สมมติ ชื่อสอง", votes="20", elected="ได้รับเลือก"),
    )
    found = {case.name: case.files for case in cases(party)}
    assert found["elected_with_fewer_votes"] == hashes(held, stood)


def test_only_one_place_looks_up_the_files_that_a_question_names() -> None:
    """A question tells a file's name or a list's day; a copy of the look-up could miss a file."""
    questions = sorted(QUESTIONS.glob("*.sql"))
    assert len(questions) >= 9
    texts = {path.stem: path.read_text(encoding="utf-8") for path in questions}
    assert [name for name, text in texts.items() if "of_files as" in text] == []
