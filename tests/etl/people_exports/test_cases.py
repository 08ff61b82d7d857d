"""What becomes of exports as people really make them: right, asked about, or refused by name.

`expected.csv` says for each case what a careful person would get from its files by hand, or what
they would be asked or told; an empty figure is not looked at. `as_yet` holds what still happens
instead: such a case must fail, and its words go when it no longer does.
"""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from etl import build
from etl.build_result import BuildResult, NotPublished
from tests.party import Party, Silent

EXPECTED = Path(__file__).with_name("expected.csv")
OUTCOMES = ("published", "asked", "refused")


@dataclass(frozen=True)
class Outcome:
    """What a build came to: its result as far as it got, and everything it said in English."""

    name: str
    result: BuildResult | None
    words: str


def expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def built(folder: Path) -> Outcome:
    """Build the exports of a folder as the command does, and say what came of it."""
    reporter = Silent()
    try:
        result: BuildResult | None = build.build(Party(folder), reporter)
        name, words = "published", ""
    except NotPublished as error:
        result, words = error.result, error.message.en
        name = "refused" if any(load.problem for load in reporter.loads) else "asked"
    problems = [load.problem.en for load in reporter.loads if load.problem]
    failed = [check.name for check in result.checks if not check.passed] if result else []
    return Outcome(name, result, "\n".join([words, *problems, *failed]))


def parameters() -> list[ParameterSet]:
    return [
        pytest.param(row, id=row["case"], marks=_marks(number, row))
        for number, row in enumerate(expected())
    ]


def _marks(number: int, row: dict[str, str]) -> list[pytest.MarkDecorator]:
    """Every eighteenth case is tried in every run, all of them where there is time."""
    marks = [pytest.mark.slow] if number % 18 else []
    if row["as_yet"]:
        marks.append(pytest.mark.xfail(reason=row["as_yet"], strict=True))
    return marks


@pytest.mark.parametrize("row", parameters())
def test_a_case_is_right_or_asked_about_or_refused_by_name(
    row: dict[str, str], tmp_path: Path, shared: Path
) -> None:
    shutil.copytree(shared / "exports" / "cases" / row["case"], tmp_path, dirs_exist_ok=True)
    for path in tmp_path.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    outcome = built(tmp_path)
    assert outcome.name == row["outcome"], outcome.words
    assert row["says"] in outcome.words
    assert not row["never_says"] or row["never_says"] not in outcome.words
    if outcome.name != "published":
        return
    assert outcome.result
    figures = {
        "members": outcome.result.members,
        "covered": outcome.result.covered,
        "unplaced": sum(rows for *_, rows in outcome.result.unplaced),
    }
    assert figures == {name: int(row[name] or figure) for name, figure in figures.items()}


def test_every_case_is_expected_to_come_to_something(shared: Path) -> None:
    cases = sorted(path.name for path in (shared / "exports" / "cases").iterdir())
    assert len(cases) >= 117
    assert [row["case"] for row in expected()] == cases
    assert {row["outcome"] for row in expected()} == set(OUTCOMES)
