"""What do tests of pages share? A served sample, and no page has what another has kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.browser import ROOT, Serve


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No cache of another test's folder."""
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def address(serve: Serve, published: Path) -> str:
    """The dashboard with the sample, served."""
    return serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(published)})
