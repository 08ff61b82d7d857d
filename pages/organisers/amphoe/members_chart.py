"""Draws an amphoe's members, beside the threshold and the days of its elections."""

from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pages.ui import suppressed
from pages.ui.figures import charts
from pages.ui.text import day_text, t
from reports.figures import palette
from reports.figures.labels import Label, of_lines

_MARKS = {"announced_on": "elections.announced_on", "held_on": "elections.held_on"}


def members(months: pd.DataFrame, threshold: int, held: pd.DataFrame) -> go.Figure:
    """Draw rows of `safe.amphoe.members_by_month`; `held` are rows of `elections.listed`.

    What is backfilled is dotted; a threshold of 0 is none. The line breaks where members are not
    shown; at least one is.
    """
    ends = charts.days(months["ends_on"])
    counts = [None if pd.isna(count) else int(count) for count in months["members"]]
    highest = max(count for count in counts if count is not None)
    split = int(months["is_backfilled"].sum())
    parts = (
        [("dot", 0, split + 1), ("solid", split, len(ends))] if split else [("solid", 0, len(ends))]
    )
    traces: list[charts.Trace] = [
        dict(
            type="scatter",
            x=ends[first:last],
            y=counts[first:last],
            mode="lines" if dash == "dot" else "lines+markers",
            name=t("growth.line_backfilled" if dash == "dot" else "column.members"),
            line={"color": charts.ACCENT, "width": 3, "dash": dash},
            customdata=[
                (day_text(end), suppressed.count(n)) for end, n in zip(ends, counts, strict=True)
            ][first:last],
            hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
        )
        for dash, first, last in parts
        if last > first
    ]
    if threshold:
        traces.append(
            dict(
                type="scatter",
                x=[ends[0], ends[-1]],
                y=[threshold, threshold],
                mode="lines",
                name=t("amphoe.threshold", threshold=threshold),
                line={"color": charts.QUIET, "width": 1.5, "dash": "dash"},
                hoverinfo="skip",
            )
        )
    labels = [
        Label(trace["name"], trace["x"][0], max(known), charts.ACCENT, "above-right")
        for trace in traces
        if trace["line"]["dash"] == "dot"
        and (known := [count for count in trace["y"] if count is not None])
    ]
    labels += of_lines([trace for trace in traces if trace["line"]["dash"] == "dash"])
    moments = _moments(held, ends, highest)
    labels += [replace(label, side="above-left") for label in of_lines(moments)]
    return charts.figure(
        [*traces, *moments],
        charts.ticks(months, ends),
        highest=max(highest, threshold),
        plot_height=240,
        labels=labels,
        yaxis=charts.count_axis(rangemode="tozero"),
    )


def _moments(held: pd.DataFrame, ends: list[date], height: int) -> list[charts.Trace]:
    """Return the days elections were announced and held, on top of the chart."""
    traces = []
    for (column, phrase), symbol in zip(_MARKS.items(), ("triangle-down", "star"), strict=True):
        days = [day for day in charts.days(held[column].dropna()) if ends[0] <= day <= ends[-1]]
        if days:
            traces.append(
                dict(
                    type="scatter",
                    x=days,
                    y=[height] * len(days),
                    mode="markers",
                    name=t(phrase),
                    marker={"symbol": symbol, "size": 12, "color": palette.TARGET},
                    text=[f"{t(phrase)} {day_text(day)}" for day in days],
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    return traces
