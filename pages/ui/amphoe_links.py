"""Makes the addresses of amphoe pages, and of others, on the day and in the language read."""

from datetime import date
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from i18n.dates import address_text
from pages.access import viewer
from pages.ui import month_path
from pages.ui.bar.place import PLACE
from pages.ui.data import DAY, as_of, days
from pages.ui.text import t

PAGE = "pages/organisers/amphoe/page.py"
_KEPT = ("lang", "edition")


def addresses(codes: pd.Series, *, asof: date) -> pd.Series:
    """Return the address of each amphoe's page, relative to the page that is open.

    A table's link opens a tab of its own, so the address carries the day and the language.
    """
    # As settled, not as the address has it: what is no choice would be on in every link.
    query = {name: str(st.session_state[name]) for name in _KEPT if name in st.session_state}
    if asof != days()[0]:
        query[DAY] = address_text(asof)
    return f"amphoe?{urlencode({**query, PLACE: ''})}" + codes.astype(str)


def of_page(page: str, **query: str) -> str:
    """Return the address of a page by its name, of the place and the day looked at."""
    kept = {name: str(st.session_state[name]) for name in _KEPT if name in st.session_state}
    if as_of() != days()[0]:
        kept[DAY] = address_text(as_of())
    if PLACE in st.session_state:
        kept[PLACE] = str(st.session_state[PLACE])
    name, folded = month_path.of_page(page)
    return f"{name}?{urlencode({**kept, **folded, **query})}".removesuffix("?")


def may_open() -> bool:
    """Whether the viewer may open pages of amphoe."""
    return "organisers" in viewer.viewer().audiences


def button(code: str, name: str) -> None:
    """Draw what opens the page of one amphoe in this tab."""
    viewer.page_link(
        PAGE,
        label=t("map.open_amphoe", amphoe=name),
        icon=":material/arrow_forward:",
        query={PLACE: code},
    )
