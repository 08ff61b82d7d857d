"""Lays out every chart, for a phone and for paper too, and words its days.

A chart is what Plotly takes, as plain values: pages hand it to a browser, reports to a typesetter.
Plotly knows no Buddhist era, so every day on an axis or in a hover is text of ours. A chart has no
title: what shows it says what is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from reports.figures.labels import Label, high_enough, notes, of_bars, of_lines, room
from reports.figures.palette import ACCENT as ACCENT
from reports.figures.palette import QUIET as QUIET
from reports.figures.shapes import axes
from reports.text import Text

Trace = dict[str, Any]
"""One line, row of bars or set of marks, as Plotly takes it."""
Chart = dict[str, Any]
"""Traces under `data` and their `layout`."""

HOVER = "%{customdata[0]}<br><b>%{customdata[1]}</b><extra>%{fullData.name}</extra>"
"""A day and a number, and beside them what the trace is called."""

_TICKS = 4
_TOP_PX, _TICKS_PX = 20, 50
_BESIDE_PX, _LETTER_PX = 12, 7


def chart(
    traces: Sequence[Trace],
    xaxis: Mapping[str, object],
    *,
    highest: int,
    plot_height: int,
    labels: Sequence[Label] | None = None,
    **layout: Any,  # noqa: ANN401 - whatever Plotly's layout takes
) -> Chart:
    """Return a chart of `traces` over an axis of `ticks`, its series named where they stand.

    `labels` are those names; left out, the lines and bars of two or more names get theirs. There
    is room for them on the right. `highest` is the largest number on the left.
    """
    whole = {
        "xaxis": {"showgrid": False, "fixedrange": True, **xaxis},
        "yaxis": count_axis(),
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "hovermode": "closest",
        **layout,
    }
    if labels is None:
        labels = _names(traces, whole)
    if labels:
        across, up = axes({"data": traces, "layout": whole})
        # Left to itself the axis would make room for the names, which have theirs beside it.
        whole["xaxis"] = {"range": across.ends()} | whole["xaxis"]
        ends = high_enough(labels, up.low, up.high, plot_height)
        whole["yaxis"] = whole["yaxis"] | {"range": list(ends)}
        whole["annotations"] = [*whole.get("annotations", ()), *notes(labels, *ends, plot_height)]
    margin = {
        "l": 14 + 7 * len(f"{highest:,}"),
        "r": max(24, _BESIDE_PX + _LETTER_PX * room(labels)),
        "t": _TOP_PX,
        "b": _TICKS_PX,
        "autoexpand": False,
    }
    height = _TOP_PX + plot_height + _TICKS_PX
    return {"data": list(traces), "layout": {"height": height, "margin": margin, **whole}}


def _names(traces: Sequence[Trace], layout: Mapping[str, Any]) -> list[Label]:
    """Return the names of lines and bars; one alone is what the title says."""
    if len({trace["name"] for trace in traces if trace.get("name")}) < 2:
        return []
    bars = of_bars({"data": traces, "layout": layout})
    # Beside a bar, not on it.
    beside = [replace(label, x=label.x + 0.5) if bars else label for label in of_lines(traces)]
    return [*bars, *beside]


def count_axis(**more: object) -> dict[str, object]:
    """Return a left axis of whole numbers with `more` of Plotly's settings."""
    return {"tickformat": ",d", "zerolinecolor": QUIET, "fixedrange": True, **more}


def sparse_count_axis(highest: int, **more: object) -> dict[str, object]:
    """Return `count_axis` with few ticks: left to itself a low one would show 1 twice."""
    return count_axis(**({"dtick": 1} if highest < 6 else {"nticks": 5}), **more)


def ticks(
    text: Text, periods: pd.DataFrame, places: Sequence[date] | Sequence[int]
) -> dict[str, Any]:
    """Return a few ticks counted back from the newest; two short lines leave a phone room."""
    ends = days(periods["ends_on"])
    step = -(-len(ends) // _TICKS)
    chosen = range(len(ends) - 1, -1, -step)
    is_weekly = (periods["starts_on"].dt.day != 1).any()
    return {
        "tickmode": "array",
        "tickvals": [places[n] for n in chosen],
        "ticktext": [
            (f"{ends[n].day} " if is_weekly else "")
            + f"{text.month_name(ends[n])}<br>{text.year(ends[n])}"
            for n in chosen
        ],
        "tickangle": 0,
    }


def spans(text: Text, periods: pd.DataFrame) -> list[str]:
    """Return the first and last day of each period, in words."""
    return [
        text("growth.span", since=text.day(start), until=text.day(end))
        for start, end in zip(periods["starts_on"], periods["ends_on"], strict=True)
    ]


def days(stamps: pd.Series) -> list[date]:
    """Return a column of days as dates: Plotly would show a clock with pandas' own."""
    return [stamp.date() for stamp in stamps]
