"""Is everything asked together, is a yes remembered for the same files, and only a yes to those?"""

import json
import stat

import duckdb
import pytest

from etl import build
from etl.audit import log
from etl.build_result import NotPublished
from etl.questions.answers import NoSuchQuestion
from etl.questions.kinds import DROP, kinds
from etl.settings import Settings
from etl.warehouse import editions
from i18n.phrases import phrases
from tests.discovery import enough
from tests.etl.exports import Silent, member, publish, write_members


@pytest.fixture
def halved(settings: Settings) -> Settings:
    """A party whose second list is half as long and a third of it cannot be read."""
    write_members(settings, "2566-08-31", [member(str(number)) for number in range(20)])
    broken = [member(str(number), approved="1/1/66") for number in range(4)]
    write_members(settings, "2566-09-30", broken + [member(str(n)) for n in range(10, 16)])
    return settings


def answers(settings: Settings) -> list[dict[str, str]]:
    """The lines of the party's own log of answers."""
    return [json.loads(line) for line in settings.answers.read_text("utf-8").splitlines()]


def test_every_question_has_its_words_and_its_parts() -> None:
    enough(kinds(), len(DROP), "questions")
    for name, kind in kinds().items():
        assert f"check.{name}" in phrases(), name
        words = phrases()[f"question.{name}"]
        for part, _ in kind.parts:
            assert f"{{{part}}}" in words["th"], (name, part)


def test_all_that_is_open_is_asked_together_gravest_first_each_with_its_option(
    halved: Settings,
) -> None:
    with pytest.raises(NotPublished) as refused:
        publish(halved)
    for words in (refused.value.message.th, refused.value.message.en):
        assert words.index("--accept many_rows_rejected") < words.index("--accept sudden_drop")
    assert editions.current_edition(halved) is None
    with pytest.raises(NotPublished) as refused:
        publish(halved, accept=["sudden_drop"])
    assert "--accept sudden_drop" not in refused.value.message.en
    assert "--accept many_rows_rejected" in refused.value.message.en


def test_a_yes_is_written_down_with_who_and_when_and_not_asked_for_again(halved: Settings) -> None:
    build.build(halved, Silent(), accept=DROP, actor="mali@example.org")
    assert [line["name"] for line in answers(halved)] == ["many_rows_rejected", "sudden_drop"]
    assert {line["who"] for line in answers(halved)} == {"mali@example.org"}
    assert all(line["at"] and line["case"] for line in answers(halved))
    assert stat.S_IMODE(halved.answers.stat().st_mode) == 0o600
    deeds = [(entry.action, entry.what) for entry in log.read(halved).entries]
    assert deeds[:2] == [("answered", "many_rows_rejected (1)"), ("answered", "sudden_drop (1)")]
    write_members(halved, "2566-10-22", [member(str(number)) for number in range(16)])
    publish(halved)
    assert len(answers(halved)) == 2


def test_other_files_are_asked_about_again(halved: Settings) -> None:
    publish(halved, accept=DROP)
    write_members(halved, "2566-09-30", [member(str(number)) for number in range(3)])
    with pytest.raises(NotPublished) as refused:
        publish(halved)
    assert "--accept sudden_drop" in refused.value.message.en


def test_an_answer_to_a_question_there_is_not_names_those_that_are_open(halved: Settings) -> None:
    with pytest.raises(NoSuchQuestion) as refused:
        publish(halved, accept=["sudden_dorp"])
    assert "“sudden_dorp”" in refused.value.message.en
    assert "many_rows_rejected, sudden_drop" in refused.value.message.en


def test_a_check_answers_nothing_for_good(halved: Settings) -> None:
    result = build.build(halved, Silent(), accept=DROP, publish=False)
    assert [case.name for case in result.questions] == ["many_rows_rejected", "sudden_drop"]
    assert not halved.answers.exists()
    with pytest.raises(NotPublished):
        publish(halved)


def test_what_was_asked_before_there_was_a_log_is_not_asked_again(halved: Settings) -> None:
    first = publish(halved, accept=DROP)
    halved.answers.unlink()
    made_before(halved, first)
    write_members(halved, "2566-10-22", [member(str(number)) for number in range(6)])
    publish(halved)
    assert {line["who"] for line in answers(halved)} == {""}
    write_members(halved, "2566-10-31", [member(str(number)) for number in range(7)])
    publish(halved)


def made_before(settings: Settings, edition: str) -> None:
    """Give an edition's checks the names they had before questions had their own."""
    path = editions.public_path(settings, edition)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as con:
        con.execute("update checks set name = 'no_' || name where name like 'sudden_%'")
