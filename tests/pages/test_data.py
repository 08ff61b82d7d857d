"""Is what one page does to an answer kept from the next, and is the answer kept at all?"""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from metrics import coverage
from pages.ui import data


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
