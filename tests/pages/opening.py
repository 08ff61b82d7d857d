"""How does a test open a page as the dashboard does, by its address and through the menu?"""

from collections.abc import Mapping
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.discovery import ROOT


def app(page: str, query: Mapping[str, str], user: dict[str, Any] | None = None) -> AppTest:
    """Return the dashboard at a page (its file below the root), before its first run.

    Streamlit takes the name of a page's file for its address until the dashboard has run once, and
    shows the first page of the menu instead of one it does not know.
    """
    assert (ROOT / page).is_file()
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at._page_hash = calc_hash(page.split("/")[-2])
    if user is not None:
        at.user = user
    for key, value in query.items():
        at.query_params[key] = value
    return at


def opened(at: AppTest) -> AppTest:
    """Run the page that was asked for. Raises AssertionError if it did not come up, and whole."""
    asked = at._page_hash
    at.run()
    assert asked in at._registered_pages, "the menu has no such page"
    assert not at.exception, (dict(at.query_params), at.exception)
    return at
