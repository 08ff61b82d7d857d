"""Draws events on the days of a calendar, and the tour's weekly pace.

Takes rows of `metrics.events.calendar.by_day` and `metrics.events.events.weekly`.
"""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from metrics.events import events
from pages.everyone.events import findings
from pages.everyone.events.sections import Span
from pages.ui.figures import charts, figures
from pages.ui.text import day_text, t, text
from reports.figures import findings as found
from reports.figures import palette, tour_chart
from reports.figures.labels import Label

_MOST_WEEKS = 40
"""A calendar of more weeks is no longer one to read: it shows those around the day asked."""

_ROW_PX = 30
_TONES = {"held": palette.HELD_DAYS, "coming": palette.COMING_DAYS}
_EMPTY, _INK = "rgba(139,146,156,0.13)", "#16181D"
_WIDEST_WEEK = 1_000_000
"""A week's name is about as wide as this number, which is what the room on the left is made for."""


def draw_calendar(days: pd.DataFrame, span: Span, on: date) -> None:
    """Draw each day of the span with how many events it has; a frame around the day chosen."""
    since, until = _calendar_days(span, on)
    inside = days[days["held_on"].between(pd.Timestamp(since), pd.Timestamp(until))]
    is_past = inside["held_on"] <= pd.Timestamp(on)
    alt = t(
        "events.alt_calendar",
        since=day_text(since),
        until=day_text(until),
        held=int(inside.loc[is_past, "events"].sum()),
        coming=int(inside.loc[~is_past, "events"].sum()),
    )
    figures.draw(
        calendar(days, since, until, on, span.day),
        alt,
        title=findings.calendar(inside, on),
        name="events_calendar",
        kind="events",
    )


def _calendar_days(span: Span, on: date) -> tuple[date, date]:
    """Return the days of the calendar: the span's, about _MOST_WEEKS weeks of it at most."""
    since, until = span.around
    if span.day is not None and abs((span.day - on).days) <= 7 * _MOST_WEEKS // 2:
        since, until = min(since, span.day), max(until, span.day)
    half = timedelta(weeks=_MOST_WEEKS // 2)
    if (until - since).days > 7 * _MOST_WEEKS:
        middle = min(max(on, since + half), until - half)
        since, until = max(since, middle - half), min(until, middle + half)
    return since, until


def calendar(
    days: pd.DataFrame, since: date, until: date, on: date, chosen: date | None
) -> go.Figure:
    """Return the figure of `draw_calendar`: a row a week from Monday on, a column a weekday."""
    monday = since - timedelta(days=since.weekday())
    weeks = (until - monday).days // 7 + 1
    by_day = {row["held_on"].date(): row for row in days.to_dict("records")}
    every = [monday + timedelta(days=n) for n in range(7 * weeks)]
    every = [day for day in every if since <= day <= until]
    found = {
        "": [day for day in every if day not in by_day],
        "held": [day for day in every if day in by_day and day <= on],
        "coming": [day for day in every if day in by_day and day > on],
    }
    most = max([int(by_day[day]["events"]) for day in every if day in by_day], default=1)
    traces = [_cells(state, of, by_day, monday, weeks, most) for state, of in found.items() if of]
    # Each name beside the week where what was held meets what is coming.
    rows = {"held": found["held"][-1:], "coming": found["coming"][:1]}
    labels = [
        Label(_state_text(state), 6.5, float((day - monday).days // 7), _TONES[state][1])
        for state, beside in rows.items()
        for day in beside
    ]
    frames = [(on, charts.QUIET, "dot")] + ([(chosen, charts.ACCENT, "solid")] if chosen else [])
    return charts.figure(
        traces,
        {
            "tickmode": "array",
            "tickvals": list(range(7)),
            "ticktext": [t(f"weekday.{n}") for n in range(7)],
            "range": [-0.5, 6.5],
            "side": "bottom",
            "zeroline": False,
        },
        highest=_WIDEST_WEEK,
        plot_height=max(weeks, 4) * _ROW_PX,
        labels=labels,
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(weeks)),
            "ticktext": [_week(monday + timedelta(weeks=n)) for n in range(weeks)],
            "range": [weeks - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        shapes=[_frame(day, monday, *style) for day, *style in frames if since <= day <= until],
    )


def _cells(
    state: str,
    dates: list[date],
    by_day: dict[date, dict[object, object]],
    monday: date,
    weeks: int,
    most: int,
) -> charts.Trace:
    counts: list[list[float | None]] = [[None] * 7 for _ in range(weeks)]
    texts, hover = ([[""] * 7 for _ in range(weeks)] for _ in range(2))
    for day in dates:
        row, column = divmod((day - monday).days, 7)
        n = int(str(by_day[day]["events"])) if state else 0
        counts[row][column] = n
        texts[row][column] = f"{n:,}" if n else ""
        parts = [
            f"{t(f'events.kind.{kind}')} ({int(str(by_day[day][kind])):,})"
            for kind in events.KINDS
            if state and by_day[day][kind]
        ]
        hover[row][column] = f"<b>{day_text(day)}</b><br>" + ("<br>".join(parts) or "0")
    low, high = _TONES.get(state, (_EMPTY, _EMPTY))
    return {
        "type": "heatmap",
        "x": list(range(7)),
        "y": list(range(weeks)),
        "z": counts,
        "zmin": 0 if not state else 1,
        "zmax": max(most, 2),
        "colorscale": [[0, low], [1, high]],
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"color": _INK, "size": 13},
        "customdata": hover,
        "hoverongaps": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _state_text(state: str) -> str:
    return t("events.coming" if state == "coming" else "elections.phase.held")


def _week(day: date) -> str:
    return f"{day.day} {text().month_name(day)}"


def _frame(day: date, monday: date, colour: str, dash: str) -> dict[str, object]:
    row, column = divmod((day - monday).days, 7)
    corners: dict[str, object] = {
        "x0": column - 0.5,
        "x1": column + 0.5,
        "y0": row - 0.5,
        "y1": row + 0.5,
    }
    return corners | {"type": "rect", "line": {"color": colour, "width": 2, "dash": dash}}


def draw_pace(weeks: pd.DataFrame) -> None:
    """Draw the amphoe of each week: those visited for the first time, and those again."""
    if not weeks["events"].any():
        st.header(t("events.pace"), anchor=False)
        st.info(t("word.none_here"))
        return
    figures.draw(
        tour_chart.pace(text(), weeks),
        t(
            "events.alt_pace",
            weeks=len(weeks),
            first=int(weeks["amphoe_first"].sum()),
            latest=int(weeks["amphoe_first"].iloc[-1]),
        ),
        title=found.pace(text(), weeks),
        name="events_pace",
        kind="events",
    )
