"""Does the month's path say how far it is, keep its place in the address, and stay whole?"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.access import viewer
from tests.pages.test_pages import open_page

PAGE = "pages/officers/month/page.py"


def bar(at: AppTest) -> dict[str, str]:
    """The steps of the path by number, with what is said of each, and which is open."""
    (steps,) = [each for each in at.segmented_control if "step-month" in str(each.key)]
    return {"open": str(steps.value), **dict(enumerate_words(steps.options))}


def enumerate_words(labels: list[str]) -> list[tuple[str, str]]:
    plain = [label.replace("*", "") for label in labels]
    return [(label.partition(" ")[0], label.partition(" ")[2]) for label in plain]


def test_without_new_files_it_asks_for_them_and_says_what_waits(published: Path) -> None:
    steps = bar(open_page(PAGE, published, lang="en"))
    assert steps["open"] == "load"
    assert steps["1"] == "Load"
    assert steps["3"] == "Decide 2"
    assert int(steps["2"].removeprefix("Questions ")) > 1
    assert steps["4"] == "What changes"


def test_a_step_is_kept_in_the_address_and_left_for_where_the_work_is(published: Path) -> None:
    at = open_page(PAGE, published, lang="th", step="changes")
    assert bar(at)["open"] == "changes"
    assert dict(at.query_params).get("step") == "changes"
    at.button(key="to_load").click().run()
    assert bar(at)["open"] == "load" and at.get("file_uploader")


def test_before_the_first_edition_there_is_the_path_as_well(tmp_path: Path) -> None:
    for step in ("load", "questions", "doubts", "changes", "publish", "report"):
        at = open_page(PAGE, tmp_path, lang="en", step=step)
        assert bar(at)["open"] == step


def test_an_officer_of_some_provinces_has_the_steps_that_are_theirs(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = viewer.Viewer(("50",), frozenset({"everyone", "organisers", "officers"}), "mali")
    monkeypatch.setattr(viewer, "viewer", lambda: some)
    steps = bar(open_page(PAGE, published, lang="en"))
    assert {key: steps[key].split()[0] for key in steps} == {
        "open": "questions",
        "1": "Questions",
        "2": "Decide",
        "3": "Report",
    }
