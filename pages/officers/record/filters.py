"""Draws the filters of the record: whose lines, of which action, of which days."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from etl.audit.log import Entry
from i18n.dates import day_of
from pages.ui import controls
from pages.ui.text import day_text, either, t

_EVERY = "all"
_LABELS = {
    "deed": "word.what_was_done",
    "who": "word.who",
    "from": "record.filter.from",
    "until": "record.filter.until",
}


def action_text(action: str) -> str:
    """Return the words of a deed; one without words stays itself."""
    words = either(f"deed.{action}", action)
    return words[:1].upper() + words[1:]


def choose(entries: Sequence[Entry]) -> list[Entry]:
    """Draw the filters and return the lines that pass, newest first."""
    days = [day.isoformat() for day in sorted({day_of(each.at) for each in entries}, reverse=True)]
    with st.container(horizontal=True, key="filters"):
        action = _one_of("deed", sorted({each.action for each in entries}), action_text)
        who = _one_of("who", sorted({each.actor for each in entries}), str)
        since = _one_of("from", days, _day_text)
        until = _one_of("until", days, _day_text)
    return [
        each
        for each in reversed(entries)
        if action in (_EVERY, each.action)
        and who in (_EVERY, each.actor)
        and (since == _EVERY or day_of(each.at) >= date.fromisoformat(since))
        and (until == _EVERY or day_of(each.at) <= date.fromisoformat(until))
    ]


def _one_of(name: str, options: Sequence[str], label_of: Callable[[str], str]) -> str:
    every = t("word.all")
    return controls.choose(
        t(_LABELS[name]),
        [_EVERY, *options],
        f"record_{name}",
        lambda code: every if code == _EVERY else label_of(code),
    )


def _day_text(code: str) -> str:
    return day_text(date.fromisoformat(code))
