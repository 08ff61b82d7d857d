"""Draws the lines of a forecast: what was, what would go on, and the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.figures import charts
from reports.figures.palette import TARGET
from reports.text import Text


@dataclass(frozen=True)
class Scenario:
    """A line to draw dashed: its name, and its value on days from the day looked at on."""

    name: str
    days: Sequence[date]
    values: Sequence[float]


def about(number: float) -> str:
    """Return a number to three figures, as it is known no better: 88,200, 163, 7."""
    digits = max(len(str(int(abs(number)))) - 3, 0)
    return f"{round(number, -digits):,.0f}"


def draw_line(
    text: Text,
    name: str,
    days: Sequence[date],
    values: Sequence[float],
    colour: str,
    dash: str,
    width: float,
    *,
    exactly: bool = False,
) -> charts.Trace:
    """Draw a line that says its day and number; in three figures unless it is known exactly."""
    texts = [f"{value:,.0f}" if exactly else about(value) for value in values]
    return dict(
        type="scatter",
        x=list(days),
        y=list(values),
        name=name,
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        customdata=[*zip(map(text.day, days), texts, strict=True)],
        hovertemplate=charts.HOVER,
    )


def target(row: Mapping[Any, Any], first: date) -> charts.Trace:
    """Draw the value wanted as a level up to its deadline; a row of `targets.pace`."""
    deadline = row["deadline"].date()
    return dict(
        type="scatter",
        x=[min(max(row["start_on"].date(), first), deadline), deadline],
        y=[int(row["value"])] * 2,
        mode="lines",
        line={"color": TARGET, "width": 2},
        hoverinfo="skip",
    )


def deadlines(text: Text, targets: Sequence[Mapping[Any, Any]], last: date) -> list[charts.Trace]:
    """Mark each target at its deadline, with its number beside the mark."""
    visible = [target for target in targets if target["deadline"].date() <= last]
    if not visible:
        return []
    return [
        dict(
            type="scatter",
            x=[target["deadline"].date() for target in visible],
            y=[int(target["value"]) for target in visible],
            name=(name := text("word.target")),
            mode="markers+text",
            marker={"symbol": "diamond", "size": 12, "color": TARGET},
            text=[f"{name} {int(target['value']):,}" for target in visible],
            textposition="top left",
            textfont={"size": 13, "color": TARGET},
            customdata=[
                (text.day(target["deadline"]), f"{int(target['value']):,}") for target in visible
            ],
            hovertemplate=charts.HOVER,
        )
    ]
