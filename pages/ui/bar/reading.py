"""Tells the browser in which language the page is, closes the phone's menu, and minds Back.

No element of Streamlit reaches the document's own language, which screen readers and hyphenation
go by, nor the menu, nor the steps of the browser's history. Nothing but the language is sent.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.text import language

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_SCRIPT = Path(__file__).parent / "reading.js"


def settle() -> None:
    """Have the document follow the language this session reads."""
    _component()(key="reading", data={"language": language()})


@functools.cache
def _component() -> "ComponentRenderer":
    """Registered once per server: registering again would warn, and remount it on every page."""
    return st.components.v2.component(
        "pakthong_reading", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
