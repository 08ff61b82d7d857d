"""Draws the choice of days, counts of events in cards and by kind, and their list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from disclosure_limit import SMALL
from metrics.events import events
from metrics.safe.marks import FEW, FEW_ABOUT
from pages.ui import controls, events_table, health, suppressed, tables
from pages.ui.text import day_text, t

DAY = "date"
"""What the page's address calls the one day chosen."""

_SPANS = {"weeks4": 4, "weeks12": 12, "all": None}
_EVERY = "every"
_COUNTS = ("registered", "attended", "no_shows", "joined")


@dataclass(frozen=True)
class Span:
    """The days looked at, both included: one `day`, or those of a span around the day asked."""

    since: date
    until: date
    day: date | None
    around: tuple[date, date]
    """The span itself, whether a day of it is chosen or not."""


def why_empty(on: date) -> str:
    """Return why there is no event to show: no file, or none in this area."""
    has_file = health.has_source("events", on)
    return t("word.none_here" if has_file else "empty.none_loaded")


def choose_span(days: pd.DataFrame, on: date) -> Span:
    """Draw the choice of a span of weeks and of one day among rows of `event_days.by_day`."""
    left, right = st.columns(2)
    with left:
        name = controls.switch(
            t("events.span"),
            list(_SPANS),
            "span",
            lambda name: (
                t("word.all") if _SPANS[name] is None else t("events.weeks", n=_SPANS[name])
            ),
        )
    weeks = _SPANS[name]
    dates = [stamp.date() for stamp in days["held_on"]]
    around = (min(dates), max(dates))
    if weeks is not None:
        around = (on - timedelta(weeks=weeks), on + timedelta(weeks=weeks))
    counts = {_EVERY: 0} | {
        day.isoformat(): int(n) for day, n in zip(dates, days["events"], strict=True)
    }
    requested = _requested_day()
    if requested is not None:
        counts.setdefault(requested.isoformat(), 0)
    with right:
        chosen = controls.choose(
            t("events.day"), sorted(counts, reverse=True), DAY, _labels(counts), default=_EVERY
        )
    if chosen == _EVERY:
        return Span(*around, None, around)
    day = date.fromisoformat(chosen)
    return Span(day, day, day, around)


def _requested_day() -> date | None:
    """Return the day of the address or of the session, if it is one: also one without an event."""
    requested = st.session_state.get(DAY) or st.query_params.get(DAY) or ""
    try:
        return date.fromisoformat(requested)
    except ValueError:
        return None


def _labels(counts: dict[str, int]) -> Callable[[str], str]:
    labels = {
        day: t("word.all") if day == _EVERY else f"{day_text(date.fromisoformat(day))} ({n:,})"
        for day, n in counts.items()
    }
    return labels.__getitem__


def say_span(span: Span, many: int) -> None:
    """Draw which days the numbers below are of, and how many events they have."""
    days = f"{day_text(span.since)} – {day_text(span.until)}" if span.day is None else None
    st.markdown(t("events.said", days=days or day_text(span.since), n=many))


def cards(totals: pd.DataFrame) -> None:
    """Draw rows of `events.totals` added up: events, and who registered, came and did not."""
    past, coming = int(totals["past"].sum()), int(totals["coming"].sum())
    with st.container(horizontal=True):
        st.metric(t("elections.phase.held"), f"{past:,}")
        st.metric(t("events.coming"), f"{coming:,}")
        if past:
            for name in ("registered", "attended", "no_shows"):
                st.metric(t(f"events.{name}"), _sum(totals, name))
    counted = int(totals["counted"].sum())
    known = totals[totals["no_shows"].notna() & (totals["no_show_pct"] > 0)]
    if len(known):
        missed = known["no_shows"].astype("float64")
        pct = 100 * missed.sum() / (100 * missed / known["no_show_pct"]).sum()
        st.caption(t("events.no_show_of", pct=f"{pct:.0f}", n=counted))
    if totals["is_about"].any():
        st.caption(t("events.about"))


def _sum(totals: pd.DataFrame, name: str) -> str:
    """Return the sum of a count, said to be about so many where it is."""
    is_few = totals[f"{name}_mark"].notna()
    if not (is_few | totals[name].notna()).any():
        return "–"
    found = float(totals[name].sum()) + FEW_ABOUT * int(is_few.sum())
    if 0 < found < SMALL:
        return suppressed.count(None, FEW)
    text = f"{found:,.0f}"
    return f"≈ {text}" if totals["is_about"].any() else text


def by_kind(totals: pd.DataFrame, *, asof: date) -> None:
    """Draw rows of `events.totals` by kind."""
    st.markdown(f"**{t('events.by_kind')}**")
    tables.show(
        totals.assign(kind=tables.word_codes(totals["kind"], "events.kind")).round(
            {"no_show_pct": 0}
        ),
        {
            "kind": t("events.kind"),
            "past": t("elections.phase.held"),
            "coming": t("events.coming"),
            **{name: t(f"events.{name}") for name in _COUNTS[:3]},
            "no_show_pct": t("events.no_show_pct"),
            "joined": t("events.joined"),
        },
        name="events_by_kind",
        asof=asof,
        alt=t("events.by_kind"),
        height="content",
        pinned="kind",
        marks={name: f"{name}_mark" for name in _COUNTS},
    )


def draw_list(rows: pd.DataFrame, *, asof: date) -> None:
    """Draw the choice of a kind, and the events of it among rows of `events.between`."""
    if rows.empty:
        st.info(t("word.none_here"))
        return
    found = rows["kind"].value_counts()
    kinds = [_EVERY, *(kind for kind in _known(found.index) if found[kind])]
    counts = {_EVERY: len(rows)} | {str(kind): int(n) for kind, n in found.items()}
    kind = controls.switch(
        t("events.kind"),
        kinds,
        "kind",
        lambda each: (
            f"{t('word.all' if each == _EVERY else f'events.kind.{each}')} ({counts[each]:,})"
        ),
    )
    chosen = rows if kind == _EVERY else rows[rows["kind"] == kind]
    events_table.show(chosen, name="events", asof=asof)
    if chosen[[f"{name}_mark" for name in _COUNTS]].notna().any(axis=None):
        suppressed.explain()


def _known(kinds: Iterable[str]) -> list[str]:
    return [kind for kind in events.KINDS if kind in set(kinds)]
