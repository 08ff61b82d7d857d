"""Is what one page does to an answer kept from the next, and is the answer kept at all?"""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from metrics import coverage
from pages.ui import access, data
from tests.pages.test_pages import fresh, open_page

__all__ = ["fresh"]


def test_an_answer_changed_by_a_page_is_whole_for_the_next(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(published))
    st.cache_resource.clear()
    data.look()
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
    nobody = access.Viewer(provinces=None, audiences=frozenset({"everyone"}))
    monkeypatch.setattr(access, "viewer", lambda: nobody)
    at = open_page(
        f"pages/everyone/{page}.py", published, monkeypatch, amphoe="5014", province="50"
    )
    assert not at.exception, at.exception


def test_a_fall_is_marked_as_a_fall(monkeypatch: pytest.MonkeyPatch) -> None:
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
