"""Is what one page does to an answer kept from the next, and is the answer kept at all?"""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.warehouse import editions
from metrics.members import coverage
from pages.access import viewer
from pages.ui import data
from tests.pages.access.test_scope import open_as
from tests.pages.test_pages import open_page, tracks
from tests.party import Party, member
from tests.signing_in import ISSUER, person, write_list
from tests.slow import these


def test_an_answer_changed_by_a_page_is_whole_for_the_next(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(published))
    st.cache_resource.clear()
    data.settle_edition()
    first = data.ask(coverage.by_amphoe, on=date(2023, 10, 22))
    members = first["members"].sum()
    first.loc[:, "members"] = 0
    first["amphoe_th"] = "?"
    first.drop(first.index[:900], inplace=True)
    again = data.ask(coverage.by_amphoe, on=date(2023, 10, 22))
    assert again["members"].sum() == members > 0
    assert len(again) == 928
    assert "?" not in set(again["amphoe_th"])
    st.cache_resource.clear()


@pytest.mark.parametrize("page", ["overview", "coverage_map"])
def test_who_sees_the_pages_for_everyone_only_is_shown_no_link_to_others(
    page: str, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = viewer.Viewer(provinces=None, audiences=frozenset({"everyone"}))
    monkeypatch.setattr(viewer, "viewer", lambda: nobody)
    open_page(f"pages/everyone/{page}/page.py", published, amphoe="5014", province="50")


def test_a_fall_is_marked_as_a_fall() -> None:
    """Streamlit knows it by a plain hyphen, not by the sign that numbers are written with."""

    def page() -> None:
        import streamlit as st

        from pages.ui.text import delta

        for change in (-1234, 0, 5):
            st.metric("members", "9", delta(change))

    at = AppTest.from_function(page).run()
    assert [each.delta for each in at.metric] == ["-1,234", "0", "+5"]
    fallen, _, risen = (each.proto for each in at.metric)
    assert fallen.color != risen.color and fallen.direction != risen.direction


def two_editions(folder: Path) -> tuple[Party, str, str]:
    party = Party(folder)
    names = []
    for day, rows in (("2566-09-30", 10), ("2566-10-22", 30)):
        party.members(day, *[member(str(n)) for n in range(rows)])
        names.append(party.publish())
    return party, names[0], names[1]


def test_after_going_back_to_an_older_edition_the_page_says_that_it_shows_it(
    tmp_path: Path,
) -> None:
    party, old, _ = two_editions(tmp_path)
    (party.warehouse / "CURRENT").write_text(old, encoding="utf-8")
    at = open_page("pages/everyone/overview/page.py", tmp_path)
    assert tracks(at)[0] == "10"
    assert at.selectbox(key="edition-th").value == old


@pytest.mark.parametrize("role", these((1,), ["viewer", "organiser"]))
def test_an_older_edition_is_for_officers_alone(role: str, tmp_path: Path) -> None:
    party, old, new = two_editions(tmp_path)
    write_list(
        tmp_path,
        ISSUER,
        person("somebody@example.org", role, "all"),
        person("officer@example.org", "officer", "all"),
    )
    page = "pages/everyone/overview/page.py"
    at = open_as("somebody@example.org", page, tmp_path, edition=old)
    assert tracks(at)[0] == "30"
    assert "edition-th" not in {each.key for each in at.selectbox}
    at.session_state["edition"] = old
    assert tracks(at.run())[0] == "30"
    at = open_as("officer@example.org", page, tmp_path, edition=old)
    assert tracks(at)[0] == "10"
    assert editions.current_edition(party) == new


def test_an_edition_removed_under_a_session_that_chose_it_gives_way_to_the_one_that_serves(
    tmp_path: Path,
) -> None:
    party, old, new = two_editions(tmp_path)
    at = open_page("pages/everyone/overview/page.py", tmp_path, edition=old)
    at.selectbox(key="edition-th").set_value(old).run()
    assert tracks(at)[0] == "10"
    editions.prune(party, keep=1)
    st.cache_resource.clear()
    at.run()
    assert not at.exception, at.exception
    assert not at.error, at.error
    assert tracks(at)[0] == "30"
    assert editions.current_edition(party) == new


def test_an_edition_removed_while_a_page_is_drawn_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, old, _ = two_editions(tmp_path)
    at = open_page("pages/everyone/overview/page.py", tmp_path)
    at.selectbox(key="edition-th").set_value(old)
    look = data.settle_edition

    def look_and_lose() -> Path | None:
        path = look()
        editions.prune(party, keep=1)
        return path

    monkeypatch.setattr(data, "settle_edition", look_and_lose)
    monkeypatch.setattr("pages.ui.data.settle_edition", look_and_lose)
    st.cache_resource.clear()
    at.run()
    assert not at.exception, at.exception
    assert tracks(at)[0] == "30"
