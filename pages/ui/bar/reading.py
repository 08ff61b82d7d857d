"""Tells the browser in which language the page is, closes the phone's menu, and minds Back.

No element of Streamlit reaches the document's own language, which screen readers and hyphenation
go by, nor the words of its own widgets, the menu, or the steps of the browser's history.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from i18n.phrases import LANGUAGES, phrases
from pages.ui.text import language

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent
_SCRIPTS = ("widget_words.js", "reading.js")
WIDGET = "widget."
"""What the framework's widgets say; their English is the framework's own, letter by letter."""


def settle() -> None:
    """Have the document follow the language this session reads."""
    _component()(key="reading", data={"language": language(), "words": _widget_words(language())})


@functools.cache
def _widget_words(read: str) -> list[tuple[str, str]]:
    """Return each text to be replaced, and by what; the other language's once it was replaced."""
    said = next(language for language in LANGUAGES if language != read)
    return [
        (words[said], words[read]) for key, words in phrases().items() if key.startswith(WIDGET)
    ]


@functools.cache
def _component() -> "ComponentRenderer":
    """Registered once per server: registering again would warn, and remount it on every page."""
    return st.components.v2.component(
        "pakthong_reading",
        js="".join((_FOLDER / script).read_text(encoding="utf-8") for script in _SCRIPTS),
        isolate_styles=False,
    )
