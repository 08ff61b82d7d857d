"""Defines the figures of how spread members are, and draws each over time."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from pages.ui.figures import charts
from pages.ui.text import day_text, t

STIRRED_PCT = 2
"""A figure that moved by less than this share of itself is said to have stayed: some of it always
comes of a few people joining here and not there."""


@dataclass(frozen=True)
class Measure:
    """A column of `concentration.history`: digits shown, whether less is more spread, its unit."""

    name: str
    digits: int
    is_less_better: bool = False
    unit: str = ""

    def text(self, value: float) -> str:
        """Return a value as it is shown."""
        return f"{value:,.{self.digits}f}{self.unit}"

    def toward(self, now: float, then: float) -> int:
        """Return 1 when members are more spread than then, −1 when less, 0 when hardly moved.

        A change that the digits shown hide is none.
        """
        is_seen = round(now, self.digits) != round(then, self.digits)
        if not is_seen or abs(now - then) < STIRRED_PCT / 100 * abs(then):
            return 0
        return 1 if (now < then) == self.is_less_better else -1


def of_area(now: pd.Series, provinces: tuple[str, ...] | None) -> list[Measure]:
    """Return what can be said of an area: some figures mean nothing where it is too small."""
    effective_digits = 0 if now["amphoe"] >= 100 else 1
    is_one_province = provinces is not None and len(provinces) == 1
    return [
        *([Measure("largest_pct", 1, True, "%")] if pd.notna(now["largest_pct"]) else []),
        Measure("gini", 3, True),
        Measure("effective", effective_digits),
        *([] if is_one_province else [Measure("provinces_half", 0)]),
    ]


def line(days: pd.DataFrame, measure: Measure) -> go.Figure:
    """Draw one figure over time, from 0 so that a small change looks small."""
    ends, values = charts.days(days["day"]), days[measure.name].tolist()
    periods = pd.DataFrame(
        {"starts_on": [day.replace(day=1) for day in ends], "ends_on": ends}
    ).astype("datetime64[s]")
    text = [""] * len(values)
    text[0], text[-1] = measure.text(values[0]), measure.text(values[-1])
    trace: charts.Trace = {
        "type": "scatter",
        "name": t(f"belonging.{measure.name}"),
        "x": ends,
        "y": values,
        "mode": "lines+markers+text",
        "line": {"color": charts.ACCENT, "width": 3},
        "marker": {"size": 6},
        "text": text,
        "textposition": ["top right", *["top center"] * (len(values) - 2), "top left"][
            -len(values) :
        ],
        "cliponaxis": False,
        "customdata": [
            (day_text(day), measure.text(value)) for day, value in zip(ends, values, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }
    highest = 1.0 if measure.name == "gini" else 1.3 * max(values)
    return charts.figure(
        [trace],
        charts.ticks(periods, ends),
        highest=1000,  # room for the decimals
        plot_height=150,
        yaxis={
            "range": [0, highest],
            "tickformat": ".1f" if measure.name == "gini" else ",~r",
            "nticks": 4,
            "zerolinecolor": charts.QUIET,
            "fixedrange": True,
        },
    )
