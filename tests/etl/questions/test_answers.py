"""Is everything asked together, is a yes remembered for the same files, and only a yes to those?"""

import json
import re
import stat

import duckdb
import pytest

from etl import build
from etl.audit import log
from etl.build_result import NotPublished
from etl.ingest.accounts import findings
from etl.questions.answers import NoSuchQuestion
from etl.questions.kinds import DROP, kinds
from etl.warehouse import editions
from i18n.phrases import phrases
from tests.discovery import enough
from tests.party import Party, Silent, member


@pytest.fixture
def halved(party: Party) -> Party:
    """A party whose second list is half as long and a third of it cannot be read."""
    party.members("2566-08-31", *[member(str(number)) for number in range(20)])
    broken = [member(str(number), approved="1/1/66") for number in range(4)]
    party.members("2566-09-30", *(broken + [member(str(n)) for n in range(10, 16)]))
    return party


def answers(party: Party) -> list[dict[str, str]]:
    """The lines of the party's own log of answers."""
    return [json.loads(line) for line in party.answers.read_text("utf-8").splitlines()]


def test_every_question_has_its_words_and_its_parts() -> None:
    enough(kinds(), len(DROP), "questions")
    for name, kind in kinds().items():
        assert f"check.{name}" in phrases(), name
        words = phrases()[f"question.{name}"]
        for part, _ in kind.parts:
            assert f"{{{part}}}" in words["th"], (name, part)


def test_all_that_is_open_is_asked_together_gravest_first_each_with_its_option(
    halved: Party,
) -> None:
    with pytest.raises(NotPublished) as refused:
        halved.publish(accept=())
    for words in (refused.value.message.th, refused.value.message.en):
        assert words.index("--accept many_rows_rejected") < words.index("--accept sudden_drop")
    assert editions.current_edition(halved) is None
    with pytest.raises(NotPublished) as refused:
        halved.publish(accept=["sudden_drop"])
    assert "--accept sudden_drop" not in refused.value.message.en
    assert "--accept many_rows_rejected" in refused.value.message.en


def test_a_yes_is_written_down_with_who_and_when_and_not_asked_for_again(halved: Party) -> None:
    build.build(halved, Silent(), accept=DROP, actor="mali@example.org")
    assert [line["name"] for line in answers(halved)] == ["many_rows_rejected", "sudden_drop"]
    assert {line["who"] for line in answers(halved)} == {"mali@example.org"}
    assert all(line["at"] and line["case"] for line in answers(halved))
    assert stat.S_IMODE(halved.answers.stat().st_mode) == 0o600
    deeds = [(entry.action, entry.what) for entry in log.read(halved).entries]
    assert deeds[:2] == [("answered", "many_rows_rejected (1)"), ("answered", "sudden_drop (1)")]
    halved.members("2566-10-22", *[member(str(number)) for number in range(16)])
    halved.publish(accept=())
    assert len(answers(halved)) == 2


def test_other_files_are_asked_about_again(halved: Party) -> None:
    halved.publish(accept=DROP)
    halved.members("2566-09-30", *[member(str(number)) for number in range(3)])
    with pytest.raises(NotPublished) as refused:
        halved.publish(accept=())
    assert "--accept sudden_drop" in refused.value.message.en


def test_an_answer_to_a_question_there_is_not_names_those_that_are_open(halved: Party) -> None:
    with pytest.raises(NoSuchQuestion) as refused:
        halved.publish(accept=["sudden_dorp"])
    assert "“sudden_dorp”" in refused.value.message.en
    assert "many_rows_rejected, sudden_drop" in refused.value.message.en


def test_a_check_answers_nothing_for_good(halved: Party) -> None:
    result = build.build(halved, Silent(), accept=DROP, publish=False)
    assert [case.name for case in result.questions] == ["many_rows_rejected", "sudden_drop"]
    assert not halved.answers.exists()
    with pytest.raises(NotPublished):
        halved.publish(accept=())


def test_what_was_asked_before_there_was_a_log_is_not_asked_again(halved: Party) -> None:
    first = halved.publish(accept=DROP)
    halved.answers.unlink()
    made_before(halved, first)
    halved.members("2566-10-22", *[member(str(number)) for number in range(10, 16)])
    halved.publish(accept=())
    assert {line["who"] for line in answers(halved)} == {""}
    halved.members("2566-10-31", *[member(str(number)) for number in range(10, 17)])
    halved.publish(accept=())


def made_before(party: Party, edition: str) -> None:
    """Give an edition's checks the names they had before questions had their own."""
    path = editions.public_path(party, edition)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as con:
        con.execute("update checks set name = 'no_' || name where name like 'sudden_%'")
    path.with_name("seal.json").unlink()  # such an edition had none


def test_everything_that_reading_a_file_notices_is_a_question_or_a_remark() -> None:
    names = re.findall(r"(?m)^- (\w+) ", findings.__doc__ or "")
    enough(names, 7, "findings")
    for name in names:
        assert name in kinds() or f"check.{name}" in phrases(), name
