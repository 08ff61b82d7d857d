"""What the map shows: its mode, its day and its place, kept in the address and checked.

What a browser sends may be anything: what is none of the choices is not taken.
"""

from collections.abc import Sequence

import streamlit as st

from i18n.dates import address_text
from metrics.coverage import ladder
from pages.ui import amphoe_links, controls
from pages.ui.bar import place
from pages.ui.data import DAY, days
from pages.ui.map.classes import MODES
from pages.ui.map.screen import day_of
from pages.ui.text import t

_SEASON, _OPENS = "map_season", "map_opens"
_FORMERLY = {"short_of": "members"}
"""Modes that addresses of before name, and what shows the same now."""


def mode() -> str:
    """Return the mode chosen, one of MODES."""
    return _remember("show", MODES)


def basis() -> str:
    """Return how representatives are counted, one of `ladder.BASES`."""
    return _remember("basis", ladder.BASES)


def choose_basis() -> None:
    """Draw the choice of how representatives are counted."""
    controls.switch(t("map.basis"), ladder.BASES, "basis", lambda basis: t(f"map.basis.{basis}"))


def choose_place(code: str | None) -> None:
    """A click on the map chooses an amphoe, one more its province."""
    place.choose_code(code or place.chosen().province)


def take(what: str, value: str) -> None:
    """Take what the map asked for: a mode, a day, the pictures of a season, a place's page."""
    if what == "mode" and value in MODES:
        st.session_state["show"] = value
    elif what == "season" and value in MODES:
        st.session_state[_SEASON] = True
    elif what == "day" and day_of(value) in days():
        day = day_of(value)
        assert day is not None
        st.session_state[DAY] = address_text(day)
    elif what == "open":
        place.choose_code(value)
        st.session_state[_OPENS] = True


def follow() -> None:
    """Open the page of an amphoe, where the map has just asked for it and the viewer may."""
    if st.session_state.pop(_OPENS, False) and amphoe_links.may_open():
        st.switch_page(amphoe_links.PAGE)


def wants_season() -> bool:
    """Whether the map has just asked for the pictures of a season."""
    return bool(st.session_state.pop(_SEASON, False))


def _remember(key: str, options: Sequence[str]) -> str:
    asked = st.session_state.get(key) or st.query_params.get(key) or ""
    asked = _FORMERLY.get(asked, asked)
    chosen = asked if asked in options else options[0]
    controls.keep(key, "" if chosen == options[0] else chosen)
    return chosen
