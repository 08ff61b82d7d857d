"""What do tests of pages share? A served sample, and no page has what another has kept."""

import inspect
from pathlib import Path

import pytest
import streamlit as st

from tests.browser import ROOT, Serve

_ASKS_THE_SAMPLE_ALONE = pytest.StashKey[bool]()
"""Whether the caches hold nothing but answers of the sample, as tests before have asked it."""


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """No cache of another test's folder.

    Tests that only open pages of the sample, one after another, are what one server does for many
    sessions: they share what is kept.
    """
    stash = request.config.stash
    told = inspect.signature(request.function).parameters.keys()
    asks_the_sample_alone = "published" in told and not told & _CHANGES
    if not (asks_the_sample_alone and stash.get(_ASKS_THE_SAMPLE_ALONE, False)):
        st.cache_data.clear()
        st.cache_resource.clear()
    stash[_ASKS_THE_SAMPLE_ALONE] = asks_the_sample_alone


_CHANGES = {"monkeypatch", "tmp_path", "party", "serve", "altered", "taken", "older"}
"""What a test asks for that has another folder, or other answers of the same one."""


@pytest.fixture(scope="session")
def address(serve: Serve, published: Path) -> str:
    """The dashboard with the sample, served."""
    return serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(published)})
