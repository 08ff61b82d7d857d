"""Draws a forecast: what was, the fan of what may come, and the lines to hold it against.

Takes rows of `metrics.targets.projections.fan` with the days and values of the weeks before them.
Where
nothing but the pace is known there are no bands, and both lines are drawn all the same.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from reports.figures import charts, fan_lines
from reports.figures.colours import faded
from reports.figures.labels import Label, of_lines
from reports.figures.palette import FORECAST, SCENARIOS
from reports.text import Text

_BANDS = (("50", "", 0.5), ("80", "50", 0.3), ("95", "80", 0.15))
"""Each band, the narrower one inside it, and how thick its colour is.

A band is drawn around the one inside it, not under it: its colour is its own.
"""

_LEAST_WEEKS, _BEYOND_WEEKS = 26, 3


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


def weeks_shown(made_on: date, targets: Sequence[Mapping[Any, Any]]) -> int:
    """Return how many weeks to show: some past the last deadline, or the picture is squeezed."""
    last = max((target["deadline"].date() for target in targets), default=made_on)
    ahead = math.ceil((last - made_on).days / 7)
    return ahead + _BEYOND_WEEKS if ahead > 0 else _LEAST_WEEKS


def draw(text: Text, picture: Picture) -> charts.Chart:
    """Return the figure; its width is from the first past day to the last week."""
    days = [*picture.past_days[:-1], *_days(picture.weeks)]
    low, high = _range(picture)
    has_bands = bool(picture.weeks["median"].notna().any())
    past = _past(text, picture)
    ahead = [
        _line(text, picture.weeks, "last_value", charts.QUIET, "solid", 1.5),
        _line(text, picture.weeks, "last_pace", charts.ACCENT, "dot", 2.5),
        *(_scenario(text, *each) for each in zip(picture.scenarios, SCENARIOS, strict=False)),
        *([_median(text, picture.weeks)] if has_bands else []),
    ]
    traces = [
        *(_band(text, picture.weeks, *band) for band in _BANDS if has_bands),
        *(fan_lines.target(target, days[0]) for target in picture.targets),
        *ahead,
        past,
    ]
    labels = [
        *(_edge_label(text, picture.weeks, share) for share, *_ in _BANDS if has_bands),
        *of_lines(ahead),
        *(replace(label, side="above-left") for label in of_lines([past])),
    ]
    axis = pd.DataFrame({"ends_on": pd.to_datetime(pd.Series(days))})
    axis["starts_on"] = axis["ends_on"] - pd.Timedelta(days=6)
    return charts.chart(
        [*traces, *fan_lines.deadlines(text, picture.targets, days[-1])],
        {**charts.ticks(text, axis, days), "range": [days[0], days[-1]]},
        highest=int(high),
        plot_height=330,
        labels=labels,
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


def _band(
    text: Text, weeks: pd.DataFrame, share: str, inner: str, thickness: float
) -> charts.Trace:
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
        name=text("projections.band", n=share),
        mode="lines",
        fill="toself",
        fillcolor=faded(FORECAST, thickness),
        line={"width": 0, "color": FORECAST},
        hoverinfo="skip",
    )


def _edge_label(text: Text, weeks: pd.DataFrame, share: str) -> Label:
    """Name a band where its upper edge ends."""
    last = weeks.iloc[-1]
    name = text("projections.band", n=share)
    return Label(name, last["week_ends_on"].date(), float(last[f"hi{share}"]), FORECAST)


def hover(text: Text, row: Mapping[Any, Any] | pd.Series, line_end: str = "<br>") -> str:
    """Return what is said of a week: its day, the median and the 80 % range."""
    low, high = (fan_lines.about(row[name]) for name in ("lo80", "hi80"))
    parts = (
        text.day(row["week_ends_on"]),
        f"{text('projections.line_name.median')} {fan_lines.about(row['median'])}",
        f"{text('projections.band', n=80)}: {low} – {high}",
    )
    return line_end.join(parts)


def _median(text: Text, weeks: pd.DataFrame) -> charts.Trace:
    texts = [hover(text, row) for row in weeks.to_dict("records")]
    days = _days(weeks)
    return dict(
        type="scatter",
        x=days,
        y=[float(weeks["last_value"].iloc[0]), *weeks["median"].tolist()],
        name=text("projections.line_name.median"),
        mode="lines",
        line={"color": FORECAST, "width": 2.5},
        text=[text.day(days[0]), *texts],
        hovertemplate="%{text}<extra></extra>",
    )


def _line(
    text: Text, weeks: pd.DataFrame, column: str, colour: str, dash: str, width: float
) -> charts.Trace:
    days = _days(weeks)
    values = [float(weeks["last_value"].iloc[0]), *weeks[column].tolist()]
    return fan_lines.draw_line(
        text, text(f"projections.line_name.{column}"), days, values, colour, dash, width
    )


def _scenario(text: Text, scenario: fan_lines.Scenario, colour: str) -> charts.Trace:
    return fan_lines.draw_line(
        text, scenario.name, scenario.days, scenario.values, colour, "dash", 2.5
    )


def _past(text: Text, picture: Picture) -> charts.Trace:
    name = text(f"projections.past.{picture.metric}")
    values = [float(value) for value in picture.past_values]
    return fan_lines.draw_line(
        text, name, picture.past_days, values, charts.ACCENT, "solid", 3, exactly=True
    )
