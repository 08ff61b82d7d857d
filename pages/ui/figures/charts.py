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
    """Draw a figure, and say in `alt` what those who cannot see it should know."""
    st.plotly_chart(chart, alt=alt, config={"displayModeBar": False})


def figure(
    traces: Sequence[Trace],
    xaxis: Mapping[str, object],
    *,
    highest: int,
    plot_height: int,
    **layout: object,
) -> go.Figure:
    """Return `charts.chart` as Plotly's figure, made in one go: each later change costs as much."""
    return go.Figure(
        charts.chart(traces, xaxis, highest=highest, plot_height=plot_height, **layout)
    )


def ticks(periods: pd.DataFrame, places: Sequence[date] | Sequence[int]) -> dict[str, Any]:
    """Return a few ticks counted back from the newest; two short lines leave a phone room."""
    return charts.ticks(text(), periods, places)


def spans(periods: pd.DataFrame) -> list[str]:
    """Return the first and last day of each period, in words."""
    return charts.spans(text(), periods)
