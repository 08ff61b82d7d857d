"""Draws a number on its way to its target: a bar, and lines at what is wanted and due."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reports.figures import palette
from reports.figures.charts import Chart

_BAR = 0.24


@dataclass(frozen=True)
class Point:
    """A line across the bar, and its words so high above it; `anchor` lies at the line."""

    value: int
    words: str
    colour: str
    height: float
    anchor: Literal["center", "right"] = "center"


def track(points: Sequence[Point]) -> Chart:
    """Return the bar up to the first of the points, and a line with its words at each of them."""
    end = max(point.value for point in points) or 1
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [value],
                "y": [0],
                "width": _BAR,
                "marker": {"color": colour},
            }
            for value, colour in ((end, palette.REST), (points[0].value, palette.ACCENT))
        ],
        "layout": {
            "barmode": "overlay",
            "showlegend": False,
            "xaxis": {"range": [0, end * 1.04], "tickformat": ",d"},
            "yaxis": {"visible": False, "showgrid": False, "range": [-1.2, 1.4]},
            "shapes": [
                {
                    "type": "line",
                    "x0": point.value,
                    "x1": point.value,
                    "y0": -1.3 * _BAR,
                    "y1": 1.3 * _BAR,
                    "line": {"color": point.colour, "width": 3},
                }
                for point in points
            ],
            "annotations": [
                {
                    "x": point.value,
                    "y": point.height,
                    "text": point.words,
                    "xanchor": point.anchor if point.value > end / 6 else "left",
                    "yanchor": "middle",
                    "showarrow": False,
                    "font": {"size": 13, "color": point.colour},
                }
                for point in points
            ],
        },
    }
