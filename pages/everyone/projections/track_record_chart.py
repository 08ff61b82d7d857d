"""Draws past forecasts beside what happened.

Takes rows of `metrics.targets.track_record.due_forecasts` or `backtests`.
"""

import pandas as pd
import plotly.graph_objects as go

from pages.ui.figures import charts
from pages.ui.text import day_text, t
from reports.figures.palette import FORECAST

_FEW = 8
"""So few weeks are marked as well: of a single one there is no line."""


def draw(cases: pd.DataFrame, weeks: int, metric: str) -> go.Figure:
    """Draw what happened as a line, and what was said of each week so many weeks before it.

    The bars are the 80 % range; `cases` of other weeks ahead only tell what happened.
    """
    actuals = cases.drop_duplicates("week_ends_on").sort_values("week_ends_on")
    forecasts = cases[cases["weeks_ahead"] == weeks].dropna(subset="median")
    # Forecasts made on different weekdays speak of different days: the ticks are weeks apart.
    first, last = actuals["week_ends_on"].iloc[[0, -1]]
    periods = pd.DataFrame({"ends_on": pd.date_range(last, first, freq="-7D")[::-1]})
    periods["starts_on"] = periods["ends_on"] - pd.Timedelta(days=6)
    values = [actuals["actual"], forecasts["hi80"], forecasts["lo80"], forecasts["last_value"]]
    highest = max(column.max() for column in values if len(column))
    return charts.figure(
        [_actuals(actuals, metric), _forecasts(forecasts), _last_value(forecasts)],
        charts.ticks(periods, charts.days(periods["ends_on"])),
        highest=int(highest),
        plot_height=260,
    )


def _actuals(rows: pd.DataFrame, metric: str) -> charts.Trace:
    return dict(
        type="scatter",
        x=charts.days(rows["week_ends_on"]),
        y=rows["actual"].tolist(),
        name=t("track.happened"),
        mode="lines+markers" if len(rows) <= _FEW else "lines",
        line={"color": charts.ACCENT, "width": 3},
        marker={"size": 7},
        customdata=[
            (day_text(row.week_ends_on), f"{row.actual:,.0f}") for row in rows.itertuples()
        ],
        hovertemplate=charts.HOVER,
    )


def _forecasts(rows: pd.DataFrame) -> charts.Trace:
    return dict(
        type="scatter",
        x=charts.days(rows["week_ends_on"]),
        y=rows["median"].tolist(),
        name=t("track.said"),
        mode="markers",
        marker={"size": 8, "color": FORECAST},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (rows["hi80"] - rows["median"]).tolist(),
            "arrayminus": (rows["median"] - rows["lo80"]).tolist(),
            "color": FORECAST,
            "thickness": 1.5,
            "width": 3,
        },
        text=[
            t(
                "track.hover",
                day=day_text(row.week_ends_on),
                made=day_text(row.made_on),
                median=f"{row.median:,.0f}",
                low=f"{row.lo80:,.0f}",
                high=f"{row.hi80:,.0f}",
                actual=f"{row.actual:,.0f}",
            )
            for row in rows.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _last_value(rows: pd.DataFrame) -> charts.Trace:
    return dict(
        type="scatter",
        x=charts.days(rows["week_ends_on"]),
        y=rows["last_value"].tolist(),
        name=t("projections.line_name.last_value"),
        mode="markers",
        marker={"size": 9, "symbol": "line-ew-open", "color": charts.QUIET, "line": {"width": 2}},
        customdata=[(day_text(row.made_on), f"{row.last_value:,.0f}") for row in rows.itertuples()],
        hovertemplate=charts.HOVER,
    )
