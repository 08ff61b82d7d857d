"""Lays out every chart, for a phone and for paper too, and words its days.

A chart is what Plotly takes, as plain values: pages hand it to a browser, reports to a typesetter.
Plotly knows no Buddhist era, so every day on an axis or in a hover is text of ours. A chart has no
title: what shows it says what is found. Colours are told apart by the colour-blind (after Okabe and
Ito, 2008) and stand on white and on black.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from reports.text import Text

Trace = dict[str, Any]
"""One line, row of bars or set of marks, as Plotly takes it."""
Chart = dict[str, Any]
"""Traces under `data` and their `layout`."""

HOVER = "%{customdata[0]}<br><b>%{customdata[1]}</b><extra>%{fullData.name}</extra>"
"""A day and a number, and beside them what the trace is called."""

ACCENT = "#EE5A1C"
QUIET = "#8B929C"
_TICKS = 5
_TOP_PX, _TICKS_PX, _LEGEND_ROW_PX = 20, 50, 22


def chart(
    traces: Sequence[Trace],
    xaxis: Mapping[str, object],
    *,
    highest: int,
    plot_height: int,
    **layout: object,
) -> Chart:
    """Return a chart of `traces` over an axis of `ticks`, with the legend below.

    The legend has two columns and the chart is as high as that takes: left to itself the legend
    of a narrow screen grows over the ticks. `highest` is the largest number on the left.
    """
    rows = -(-sum(trace.get("showlegend", True) is True for trace in traces) // 2)
    below = _TICKS_PX + rows * _LEGEND_ROW_PX
    left = 14 + 7 * len(f"{highest:,}")
    return {
        "data": list(traces),
        "layout": {
            "height": _TOP_PX + plot_height + below,
            "margin": {"l": left, "r": 24, "t": _TOP_PX, "b": below, "autoexpand": False},
            "xaxis": {"showgrid": False, "fixedrange": True, **xaxis},
            "yaxis": count_axis(),
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": -_TICKS_PX / plot_height,
                "yanchor": "top",
                "entrywidthmode": "fraction",
                "entrywidth": 0.5,
                "traceorder": "normal",
                "title": {"text": ""},
            },
            "hoverlabel": {"align": "left"},
            "hovermode": "closest",
            **layout,
        },
    }


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
