"""Events: where was the party, where will it be, who came, and does it bring members?"""

from datetime import timedelta

import streamlit as st

from metrics.events import calendar as event_days
from metrics.events import events
from pages.ui import committees_view, controls, effect_view, events_chart, events_view, visited_view
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
left, right = st.columns(2)
with left:
    _, provinces = controls.choose_area()
days = ask(event_days.by_day, provinces=provinces)
if days.empty:
    st.info(events_view.why_empty(on))
    committees_view.draw(on, provinces)
    st.stop()
with right:
    span = events_view.choose_span(days, on)
asked = {"since": span.since, "until": span.until, "on": on, "provinces": provinces}
rows = ask(events.between, **asked)
events_view.say_span(span, len(rows))
totals = ask(events.totals, **asked)
events_view.cards(totals)

calendar, visited = st.columns([3, 2], gap="large")
with calendar:
    st.subheader(t("events.calendar"), anchor=False)
    events_chart.draw_calendar(days, span, on)
with visited:
    st.subheader(t("events.map"), anchor=False)
    unvisited = ask(events.unvisited, on=on, provinces=provinces)
    coming = ask(
        events.between,
        since=on + timedelta(days=1),
        until=max(days["held_on"].max().date(), on + timedelta(days=1)),
        on=on,
        provinces=provinces,
    )["amphoe_code"]
    on_day = rows["amphoe_code"] if span.day else None
    visited_view.draw_map(unvisited, coming, provinces, on_day)

st.subheader(t("events.list"), anchor=False)
events_view.listed(rows, asof=on)
if not totals.empty:
    events_view.by_kind(totals, asof=on)

st.subheader(t("events.pace"), anchor=False)
weeks = ask(events.weekly, until=on, weeks=events_chart.WEEKS, provinces=provinces)
visited_view.say_pace(weeks, len(unvisited))
events_chart.draw_pace(weeks)

st.subheader(t("events.unvisited"), anchor=False)
visited_view.unvisited(unvisited, on, provinces)

st.subheader(t("events.effect"), anchor=False)
effect_view.folded(on, provinces)

committees_view.draw(on, provinces)
