"""Events: where was the party, where will it be, who came, and does it bring members?"""

from datetime import timedelta

import streamlit as st

from metrics.events import calendar as event_days
from metrics.events import events
from pages.everyone.events import charts, committees, sections, visited_map
from pages.ui import event_effect, tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.text import t
from reports.figures import tour_chart

on = as_of()
provinces = place.chosen().provinces
days = ask(event_days.by_day, provinces=provinces)
if days.empty:
    st.info(sections.why_empty(on))
    committees.draw(on, provinces)
    st.stop()
span = sections.choose_span(days, on)
parameters = {"since": span.since, "until": span.until, "on": on, "provinces": provinces}
rows = ask(events.between, **parameters)
sections.say_span(span, len(rows))
totals = ask(events.totals, **parameters)
sections.cards(totals)

calendar, visited = st.columns([3, 2], gap="large")
with calendar:
    charts.draw_calendar(days, span, on)
with visited:
    unvisited = ask(events.unvisited, on=on, provinces=provinces)
    coming = ask(
        events.between,
        since=on + timedelta(days=1),
        until=max(days["held_on"].max().date(), on + timedelta(days=1)),
        on=on,
        provinces=provinces,
    )["amphoe_code"]
    on_day = rows["amphoe_code"] if span.day else None
    visited_map.draw_map(unvisited, coming, provinces, on_day)


def draw_list() -> None:
    """Draw the events of the span, and how many there were of each kind."""
    sections.draw_list(rows, asof=on)
    if not totals.empty:
        sections.by_kind(totals, asof=on)


def draw_pace() -> None:
    """Draw the pace of the tour, and how long the rest would take."""
    weeks = ask(events.weekly, until=on, weeks=tour_chart.WEEKS, provinces=provinces)
    charts.draw_pace(weeks)
    visited_map.say_pace(weeks, len(unvisited))


tables.draw_folded(
    t("events.list"),
    "events_list",
    draw_list,
    icon=":material/list:",
    is_open=span.day is not None,
)
tables.draw_folded(
    t("events.pace"),
    "events_pace_box",
    draw_pace,
    icon=":material/speed:",
)
tables.draw_folded(
    t("events.unvisited"),
    "events_unvisited",
    lambda: visited_map.unvisited(unvisited, on, provinces),
    icon=":material/wrong_location:",
)
event_effect.draw(on, provinces)
tables.draw_folded(
    t("committees.title"),
    "committees_box",
    lambda: committees.draw(on, provinces),
    icon=":material/groups:",
)
