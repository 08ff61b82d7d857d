"""Leads to the month's path, where an officer finds what others have as pages of their own."""

from collections.abc import Mapping

import streamlit as st

from pages.access import viewer
from pages.ui import controls

NAME, STEP = "month", "step"
PAGE = f"pages/officers/{NAME}/page.py"
FOLDED: Mapping[str, str] = {
    "load_exports": "load",
    "data_health": "questions",
    "reviews": "doubts",
    "monthly_report": "report",
}
"""Pages that are a step of it for an officer: the name in their address, and the step's."""
_OF_ORGANISERS = ("data_health", "reviews")
"""Those that organisers have as pages."""


def of_page(name: str) -> tuple[str, dict[str, str]]:
    """Return the page where the viewer finds a page by its name, and the query that opens it."""
    if name in FOLDED and viewer.viewer().is_officer:
        return NAME, {STEP: FOLDED[name]}
    return name, {}


def go(step: str) -> None:
    """Have the path open a step at the next run; an empty one where the work is."""
    st.session_state[STEP] = step
    if not step:
        controls.keep(STEP, "")


def link(name: str, label: str) -> None:
    """Draw a link to a page of FOLDED, or to its step; nothing where it is not the viewer's."""
    _, query = of_page(name)
    icon = ":material/arrow_forward:"
    if query and controls.is_on(NAME):
        st.button(label, icon=icon, key=f"to_{name}", on_click=go, args=(FOLDED[name],))
    elif query:
        st.page_link(PAGE, label=label, icon=icon, query_params=query)
    elif name in _OF_ORGANISERS:
        viewer.page_link(f"pages/organisers/{name}/page.py", label, icon)
