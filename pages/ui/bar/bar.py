"""Draws the bar on top of every page: party, place, day and edition; and the page's heading."""

import base64
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.ui import controls
from pages.ui.bar import day as day_of_page
from pages.ui.bar import place as place_of_page
from pages.ui.bar import reading, tools
from pages.ui.data import (
    as_of,
    current_edition,
    edition_name,
    editions,
    may_choose_edition,
    settings,
)
from pages.ui.text import day_text, edition_text, plain, t

FLAG = Path(__file__).parent.parent / "flag.svg"
_STYLE = Path(__file__).parent / "bar.css"
_COLOURS = {"paper": "backgroundColor", "line": "borderColor", "ring": "primaryColor"}
_EDITION = "edition"


def party_name() -> str:
    """Return what the party is called, by its setting or in the reader's language."""
    return settings().party_name or t("party.name")


def style() -> str:
    """Return the bar's style, as a `style` element, in the theme's colours and with the flag."""
    flag = base64.b64encode(FLAG.read_bytes()).decode("ascii")
    known = [f"--bar-flag: url(data:image/svg+xml;base64,{flag});"]
    known += [f"--bar-{name}: {_of_theme(option)};" for name, option in _COLOURS.items()]
    known += [f'--bar-none: "{t("search.none")}";']
    return f"<style>:root {{ {' '.join(known)} }}\n{_STYLE.read_text(encoding='utf-8')}</style>"


def _of_theme(option: str) -> str:
    light, dark = (st.get_option(f"theme.{each}.{option}") for each in ("light", "dark"))
    return f"light-dark({light}, {dark})"


def take_edition_from_address() -> None:
    """Take the edition of the address into the session, once, for a viewer who may choose it."""
    asked = st.query_params.get(_EDITION)
    if may_choose_edition() and _EDITION not in st.session_state and asked in editions():
        st.session_state[_EDITION] = asked


def draw(page: str, pages: Sequence[str], *, is_sample: bool) -> None:
    """Draw a page's bar: the choices of place and day, and of the edition for who may choose it.

    `pages` are those that the viewer may open.
    """
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        _draw_party()
        place_of_page.choose(page)
        day_of_page.choose(page)
        if may_choose_edition() and len(editions()) > 1:
            controls.choose(
                t("word.as_known_on"), editions(), _EDITION, edition_text, default=current_edition()
            )
        if is_sample:
            with st.container(key="sample", width="content"):
                st.badge(t("banner.sample"), icon=":material/science:", color="yellow")
        tools.draw(page, pages)


def draw_party() -> None:
    """Draw the bar of a party that has nothing to look at yet."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        _draw_party()


def _draw_party() -> None:
    reading.settle()
    with st.container(key="party", width="content"):
        st.markdown(f"**{plain(party_name())}**", width="content")


def draw_heading(title: str) -> None:
    """Draw the page's name and, on one line, its two dates."""
    st.title(title, anchor=False)
    st.caption(t("banner.dates", asof=day_text(as_of()), edition=edition_text(edition_name())))
