"""Draws a number on its way to a target as a card: where it is, should be, and what it takes.

Its own light HTML: nothing to load, the same on paper. A chance is words on it, never a bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent / "track_card.css"
_ARROWS = {1: "▲", -1: "▼", 0: ""}


@dataclass(frozen=True)
class Line:
    """Where a number should be today: how far along the bar, from 0 to 1, and in words."""

    share: float
    words: str


@dataclass(frozen=True)
class Track:
    """What a card says, in words; what is empty is left out.

    `direction` of the change is 1, 0 or -1. `share` of the target reached is from 0 to 1, None for
    no bar. `lead` is said first below the bar, and leads to `address`; `rest` goes on from it.
    """

    name: str
    now: str
    unit: str = ""
    change: str = ""
    direction: int = 0
    share: float | None = None
    line: Line | None = None
    goal: str = ""
    lead: str = ""
    address: str = ""
    rest: Sequence[str] = ()
    notes: Sequence[str] = ()


def draw(tracks: Sequence[Track]) -> None:
    """Draw cards side by side, below each other where they have no room."""
    style = _STYLE.read_text(encoding="utf-8")
    cards = "".join(map(card, tracks))
    st.html(f'<style>{style}</style><div class="tracks"><div>{cards}</div></div>')


def card(track: Track) -> str:
    """Return a card as HTML."""
    parts = [
        f'<div class="head"><h2>{escape(track.name)}</h2>{_change(track)}'
        f'<p class="now"><b>{escape(track.now)}</b> {_span("unit", track.unit)}</p></div>',
        _bar(track),
        f'<div class="said"><p>{said}</p></div>' if (said := _said(track)) else "",
    ]
    return f'<section class="track" aria-label="{escape(track.name)}">{"".join(parts)}</section>'


def _change(track: Track) -> str:
    if not track.change:
        return ""
    arrow = f'<i aria-hidden="true">{_ARROWS[track.direction]}</i> ' if track.direction else ""
    way = "up" if track.direction > 0 else "down" if track.direction < 0 else "level"
    return f'<p class="change {way}">{arrow}{escape(track.change)}</p>'


def _bar(track: Track) -> str:
    if track.share is None:
        return f'<p class="goal">{escape(track.goal)}</p>' if track.goal else ""
    done = 100 * min(max(track.share, 0.0), 1.0)
    above, mark = "", ""
    if track.line:
        at = 100 * min(max(track.line.share, 0.0), 1.0)
        mark = f'<i class="due" style="left:{at:.1f}%"></i>'
        # Past the middle the words end at the mark, before it they begin there: on the card.
        side = f"right:{100 - at:.1f}%" if at > 50 else f"left:{at:.1f}%"
        above = f'<p class="line"><span style="{side}">{escape(track.line.words)}</span></p>'
    return (
        f'{above}<div class="bar" aria-hidden="true"><i style="width:{done:.1f}%"></i>{mark}</div>'
        f'<p class="goal">{escape(track.goal)}</p>'
    )


def _said(track: Track) -> str:
    lead = f"<b>{escape(track.lead)}</b>" if track.lead else ""
    if lead and track.address:
        lead = f'<a href="{escape(track.address)}">{lead}</a>'
    rest = [f"<span>{escape(words)}</span>" for words in track.rest]
    notes = [f"<small>{escape(words)}</small>" for words in track.notes]
    if lead:
        lead = f"<span>{lead}</span>"
    return " ".join(filter(None, [lead, *rest, *notes]))


def _span(name: str, words: str) -> str:
    return f'<span class="{name}">{escape(words)}</span> ' if words else ""
