"""Draws a forecast: what was, the fan of what may come, and the lines to hold it against.

Takes rows of `metrics.targets.projections.fan` with the days and values of the weeks before them.
Where
nothing but the pace is known there are no bands, and both lines are drawn all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.everyone.projections import fan_lines
from pages.ui.figures import charts
from pages.ui.text import day_text, t

_FAN, _SCENARIOS = "#2F7FC1", ("#B0529A", "#B8860B")
_BANDS = (("50", "", 0.5), ("80", "50", 0.3), ("95", "80", 0.15))
"""Each band, the narrower one inside it, and how thick its colour is.

A band is drawn around the one inside it, not under it, so that the legend has the colour seen.
"""


@dataclass(frozen=True)
class Picture:
    """What to draw. `weeks` are rows of `projections.fan`; `targets` of `projections.decisions`.

    `past_days` and `past_values` are of one length and end on the day the forecast was made.
    """

    metric: str
    past_days: Sequence[date]
    past_values: Sequence[int]
    weeks: pd.DataFrame
    targets: Sequence[Mapping[Any, Any]] = ()
    scenarios: Sequence[fan_lines.Scenario] = field(default=())


def draw(picture: Picture) -> go.Figure:
    """Return the figure; its width is from the first past day to the last week."""
    days = [*picture.past_days[:-1], *_days(picture.weeks)]
    low, high = _range(picture)
    has_bands = bool(picture.weeks["median"].notna().any())
    traces = [
        *(_band(picture.weeks, *band) for band in _BANDS if has_bands),
        *(fan_lines.target(target, days[0]) for target in picture.targets),
        _line(picture.weeks, "last_value", charts.QUIET, "solid", 1.5),
        _line(picture.weeks, "last_pace", charts.ACCENT, "dot", 2.5),
        *map(_scenario, picture.scenarios, _SCENARIOS),
        _past(picture),
        *([_median(picture.weeks)] if has_bands else []),
    ]
    axis = pd.DataFrame({"ends_on": pd.to_datetime(pd.Series(days))})
    axis["starts_on"] = axis["ends_on"] - pd.Timedelta(days=6)
    return charts.figure(
        [*traces, *fan_lines.deadlines(picture.targets, days[-1])],
        {**charts.ticks(axis, days), "range": [days[0], days[-1]]},
        highest=int(high),
        plot_height=330,
        yaxis=charts.count_axis(range=[low, high]),
    )


def _days(weeks: pd.DataFrame) -> list[date]:
    """Return the days of the fan with the one it was made on before them."""
    return [weeks["made_on"].iloc[0].date(), *charts.days(weeks["week_ends_on"])]


def _range(picture: Picture) -> tuple[float, float]:
    """Return the ends of the left axis: scenarios may leave it, all else is in it."""
    columns = picture.weeks[["hi95", "lo95", "last_value", "last_pace"]].to_numpy(dtype=float)
    known = [float(value) for value in columns.ravel() if value == value]
    known += [float(value) for value in picture.past_values]
    known += [float(target["value"]) for target in picture.targets]
    most, least = max(known), min(known)
    room = max((most - least) * 0.07, 1.0)
    return max(least - room, 0.0), most + room


def _band(weeks: pd.DataFrame, share: str, inner: str, thickness: float) -> charts.Trace:
    days, start = _days(weeks), float(weeks["last_value"].iloc[0])

    def edge(name: str) -> list[float]:
        return [start, *weeks[name].tolist()]

    halves = [(edge(f"hi{share}"), edge(f"lo{share}"))]
    if inner:
        upper, lower = (
            (edge(f"hi{share}"), edge(f"hi{inner}")),
            (edge(f"lo{inner}"), edge(f"lo{share}")),
        )
        halves = [upper, lower]
    around = [*days, *reversed(days)]
    return dict(
        type="scatter",
        x=around if len(halves) == 1 else [*around, None, *around],
        y=[
            value
            for place, (high, low) in enumerate(halves)
            for value in (*([None] if place else []), *high, *reversed(low))
        ],
        name=t(f"projections.band.{share}"),
        mode="lines",
        fill="toself",
        fillcolor=f"rgba(47,127,193,{thickness})",
        line={"width": 0, "color": _FAN},
        hoverinfo="skip",
    )


def _median(weeks: pd.DataFrame) -> charts.Trace:
    hover = [
        t(
            "projections.hover",
            day=day_text(row.week_ends_on),
            median=fan_lines.about(row.median),
            low=fan_lines.about(row.lo80),
            high=fan_lines.about(row.hi80),
        )
        for row in weeks.itertuples()
    ]
    days = _days(weeks)
    return dict(
        type="scatter",
        x=days,
        y=[float(weeks["last_value"].iloc[0]), *weeks["median"].tolist()],
        name=t("projections.line_name.median"),
        mode="lines",
        line={"color": _FAN, "width": 2.5},
        text=[day_text(days[0]), *hover],
        hovertemplate="%{text}<extra></extra>",
    )


def _line(weeks: pd.DataFrame, column: str, colour: str, dash: str, width: float) -> charts.Trace:
    days = _days(weeks)
    values = [float(weeks["last_value"].iloc[0]), *weeks[column].tolist()]
    return fan_lines.draw_line(
        t(f"projections.line_name.{column}"), days, values, colour, dash, width
    )


def _scenario(scenario: fan_lines.Scenario, colour: str) -> charts.Trace:
    return fan_lines.draw_line(scenario.name, scenario.days, scenario.values, colour, "dash", 2.5)


def _past(picture: Picture) -> charts.Trace:
    name = t(f"projections.past.{picture.metric}")
    values = [float(value) for value in picture.past_values]
    return fan_lines.draw_line(
        name, picture.past_days, values, charts.ACCENT, "solid", 3, exactly=True
    )
