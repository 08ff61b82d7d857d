"""Writes the page of somebody who has not signed in, or whom the party's list does not let in.

Nothing about the data: who this is for, one button, and why and whom to ask when it was not enough.
It is a page by itself, without Streamlit: a session is opened for nobody but who is let in.
"""

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl, quote, urlencode

import streamlit as st

from etl.access import access_list
from i18n.messages import phrase
from i18n.phrases import LANGUAGES, OWN_NAMES
from pages.access.identity import Refusal
from pages.access.settings import settings

_FOLDER = Path(__file__).parent
_FLAG = _FOLDER.parent / "ui" / "flag.svg"
_NO_BUTTON = ("list", "elsewhere")
_REPEATABLE = ("expired", "ended")
_COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")


def page(refusal: Refusal, query: str, button_address: str) -> str:
    """Return the page as HTML, in the language that the address's query asks for.

    `button_address` is where the sign-in begins.
    """
    asked = parse_qsl(query, keep_blank_values=True)
    language = dict(asked).get("lang", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    parts = {
        "language": language,
        "title": phrase("sign_in.title", language),
        "heading": phrase("sign_in.heading", language),
        "for_whom": phrase("sign_in.for_whom", language),
        "switch": _switch(language, asked),
        "reason": _reason(refusal, language),
        "button": _button(refusal, language, button_address),
        "ask": _ask(language),
        **_colours(),
    }
    is_html = ("switch", "reason", "button")
    safe = {name: text if name in is_html else escape(text) for name, text in parts.items()}
    return _template().substitute(safe, flag=_flag(), icon=quote(_flag()))


def _switch(language: str, asked: list[tuple[str, str]]) -> str:
    others = [(name, value) for name, value in asked if name != "lang"]
    links = []
    for each in LANGUAGES:
        address = escape(f"?{urlencode([*others, ('lang', each)])}")
        current = ' aria-current="true"' if each == language else ""
        links.append(f'<a href="{address}" lang="{each}"{current}>{OWN_NAMES[each]}</a>')
    return " · ".join(links)


def _reason(refusal: Refusal, language: str) -> str:
    if refusal.reason == "signed_out":
        return ""
    words = escape(phrase(f"sign_in.why.{refusal.reason}", language))
    who = f"<strong>{escape(refusal.actor)}</strong><br>" if "@" in refusal.actor else ""
    return f'<p class="reason" role="status">{who}{words}</p>'


def _button(refusal: Refusal, language: str, address: str) -> str:
    if refusal.reason in _NO_BUTTON:
        return ""
    is_other = refusal.reason not in ("signed_out", *_REPEATABLE)
    words = phrase("sign_in.other_account" if is_other else "sign_in.button", language)
    return f'<a class="button" id="sign_in" href="{escape(address)}">{escape(words)}</a>'


def _ask(language: str) -> str:
    try:
        contact = access_list.read(settings()).contact
    except access_list.BadAccessList:
        contact = ""
    key = "sign_in.ask" if contact else "sign_in.ask_nobody"
    return phrase(key, language, contact=contact)


def _colours() -> dict[str, str]:
    """Return the colours of the dashboard's own themes."""
    return {
        f"{theme}_{name}": str(st.get_option(f"theme.{theme}.{name}"))
        for theme in ("light", "dark")
        for name in _COLOURS
    }


@cache
def _template() -> Template:
    return Template((_FOLDER / "sign_in.html").read_text("utf-8"))


@cache
def _flag() -> str:
    return _FLAG.read_text("utf-8")
