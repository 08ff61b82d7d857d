"""What do tests of pages share? A served sample, and no page has what another has kept."""

import inspect
from pathlib import Path

import pytest
import streamlit as st

from tests.browser import ROOT, Serve
from tests.pages.sharing import ASKS_THE_SAMPLE_ALONE


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """No cache of another test's folder.

    Tests that only open pages of the sample, one after another, are what one server does for many
    sessions: they share what is kept.
    """
    stash = request.config.stash
    told = inspect.signature(request.function).parameters.keys()
    values = request.node.callspec.params.keys() if hasattr(request.node, "callspec") else set()
    # Whatever else a test asks for may have another folder, or other answers of the same one.
    asks_the_sample_alone = told - values == {"published"}
    if not (asks_the_sample_alone and stash.get(ASKS_THE_SAMPLE_ALONE, False)):
        st.cache_data.clear()
        st.cache_resource.clear()
    stash[ASKS_THE_SAMPLE_ALONE] = asks_the_sample_alone


@pytest.fixture(scope="session")
def address(serve: Serve, published: Path) -> str:
    """The dashboard with the sample, served."""
    return serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(published)})
