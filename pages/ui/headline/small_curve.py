"""Draws a small curve with what it says as its title: a line, its two ends, the party's own events.

A few shapes of a few hundred bytes, and words of HTML: a charting library is a thousand times that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent / "small_curve.css"
_HIGHEST, _LOWEST = 12, 92
"""Where the greatest and the least value lie, in percent from the top."""


@dataclass(frozen=True)
class Event:
    """A day to mark on a curve, and what to call it."""

    on: date
    words: str


@dataclass(frozen=True)
class Curve:
    """Two or more counts, oldest first, each of a day. `ends` are the words for both end days."""

    title: str
    days: Sequence[date]
    counts: Sequence[int]
    ends: tuple[str, str]
    events: Sequence[Event] = ()


def draw(curves: Sequence[Curve]) -> None:
    """Draw curves side by side, below each other where they have no room; nothing of none."""
    if curves:
        style = _STYLE.read_text(encoding="utf-8")
        figures = "".join(map(figure, curves))
        st.html(f'<style>{style}</style><div class="curves"><div>{figures}</div></div>')


def figure(curve: Curve) -> str:
    """Return a curve as HTML; who listens hears its title, both ends and the events."""
    places = _places(curve)
    first, last = (f"{curve.counts[at]:,}" for at in (0, -1))
    (_, start), (_, end) = places[0], places[-1]
    shown = [each for each in curve.events if curve.days[0] < each.on < curve.days[-1]]
    return (
        f'<figure class="curve"><figcaption>{escape(curve.title)}</figcaption><div class="plot">'
        f'<div class="area" aria-hidden="true">{_line(places)}</div>'
        f"{''.join(_event(curve, each) for each in shown)}"
        f'<span class="from" style="bottom:calc({100 - start:.1f}% + 0.2rem)">{first}</span>'
        f'<i class="point" style="top:{end:.1f}%"></i>'
        f'<b class="to" style="top:{end:.1f}%">{last}</b></div>'
        f'<p class="days"><span>{escape(curve.ends[0])}</span><span>{escape(curve.ends[1])}</span>'
        "</p></figure>"
    )


def _places(curve: Curve) -> list[tuple[float, float]]:
    """Return where each count lies, in percent from the left and from the top."""
    least, most = min(curve.counts), max(curve.counts)
    return [
        (
            _across(curve, day),
            _LOWEST - (_LOWEST - _HIGHEST) * (count - least) / (most - least or 1),
        )
        for day, count in zip(curve.days, curve.counts, strict=True)
    ]


def _across(curve: Curve, day: date) -> float:
    return 100 * (day - curve.days[0]).days / ((curve.days[-1] - curve.days[0]).days or 1)


def _line(places: Sequence[tuple[float, float]]) -> str:
    above = [f"{x:.1f}% calc({y:.1f}% - 1.25px)" for x, y in places]
    below = [f"{x:.1f}% calc({y:.1f}% + 1.25px)" for x, y in reversed(places)]
    return f'<i style="clip-path:polygon({",".join([*above, *below])})"></i>'


def _event(curve: Curve, event: Event) -> str:
    at = _across(curve, event.on)
    # On the longer side of the mark, and no wider than that.
    side = f"right:{100 - at:.1f}%;max-width:{at:.1f}%"
    if at < 50:
        side = f"left:{at:.1f}%;max-width:{100 - at:.1f}%"
    return (
        f'<i class="mark" style="left:{at:.1f}%"></i>'
        f'<span class="event" style="{side}">{escape(event.words)}</span>'
    )
