"""Draws charts in a browser, in the language this session reads; how they look is in `reports`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui.text import text
from reports.figures import charts
from reports.figures.charts import ACCENT, HOVER, QUIET, Trace, count_axis, days, sparse_count_axis
from reports.figures.colours import NIGHT, PAPER, readable
from reports.figures.labels import Label

__all__ = [
    "ACCENT",
    "HOVER",
    "QUIET",
    "Trace",
    "count_axis",
    "days",
    "draw",
    "figure",
    "spans",
    "sparse_count_axis",
    "ticks",
]


def draw(chart: go.Figure, alt: str) -> None:
    """Draw a figure, and say in `alt` what those who cannot see it should know.

    Its words are dark or light enough to be read on the page. Raises ValueError for a key of
    colours: names stand where their series do.
    """
    if chart.layout.showlegend is not False:
        raise ValueError("a chart with a key of colours: name its series by labels")
    ground = NIGHT if st.context.theme.type == "dark" else PAPER
    lettered = [trace for trace in chart.data if trace.type == "scatter"]
    for font in [
        *(note.font for note in chart.layout.annotations),
        *(t.textfont for t in lettered),
    ]:
        if font.color:
            font.color = readable(font.color, ground)
    chart.layout.dragmode = False  # else a finger on it would not scroll the page
    st.plotly_chart(chart, alt=alt, config={"displayModeBar": False})


def figure(
    traces: Sequence[Trace],
    xaxis: Mapping[str, object],
    *,
    highest: int,
    plot_height: int,
    labels: Sequence[Label] | None = None,
    **layout: Any,  # noqa: ANN401 - whatever Plotly's layout takes
) -> go.Figure:
    """Return `charts.chart` as Plotly's figure, made in one go: each later change costs as much."""
    return go.Figure(
        charts.chart(
            traces, xaxis, highest=highest, plot_height=plot_height, labels=labels, **layout
        )
    )


def ticks(periods: pd.DataFrame, places: Sequence[date] | Sequence[int]) -> dict[str, Any]:
    """Return a few ticks counted back from the newest; two short lines leave a phone room."""
    return charts.ticks(text(), periods, places)


def spans(periods: pd.DataFrame) -> list[str]:
    """Return the first and last day of each period, in words."""
    return charts.spans(text(), periods)
