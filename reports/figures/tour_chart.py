"""Draws the tour's weekly pace: the amphoe of each week that were visited first, and those again.

Takes rows of `metrics.events.events.weekly`.
"""

import pandas as pd

from reports.figures import charts, palette
from reports.text import Text

WEEKS = 12
_TALL_PX = 200


def pace(text: Text, weeks: pd.DataFrame) -> charts.Chart:
    """Draw a bar a week, of the two kinds of amphoe one on the other."""
    periods = weeks.assign(
        starts_on=weeks["week_ends_on"] - pd.Timedelta(days=6), ends_on=weeks["week_ends_on"]
    )
    parts = {
        "first": (weeks["amphoe_first"], charts.ACCENT),
        "again": (weeks["amphoe"] - weeks["amphoe_first"], palette.REST),
    }
    highest = int(weeks["amphoe"].max())
    traces: list[charts.Trace] = [
        {
            "type": "bar",
            "x": list(range(len(weeks))),
            "y": counts.tolist(),
            "name": text(f"events.pace.{part}"),
            "marker": {"color": colour, "line": {"width": 0}},
            "customdata": charts.spans(text, periods),
            "hovertemplate": "%{customdata}<br><b>%{y:,}</b><extra>%{fullData.name}</extra>",
        }
        for part, (counts, colour) in parts.items()
    ]
    return charts.chart(
        traces,
        charts.ticks(text, periods, range(len(periods))),
        highest=highest,
        plot_height=_TALL_PX,
        yaxis=charts.sparse_count_axis(highest),
        barmode="stack",
        bargap=0.2,
    )
