"""Draws what an event brings: a dot and its interval for each kind and region.

The name of each stands above its line, so that a phone has the whole width for the lines.
"""

import pandas as pd
import plotly.graph_objects as go

from metrics.events.effect import VERDICTS
from pages.ui.figures import charts, figures
from pages.ui.text import t
from reports.figures import palette

_ROW_PX, _ABOVE = 46, 0.33


def draw(rows: pd.DataFrame, title: str) -> None:
    """Draw rows of `event_effect.estimates` that have an estimate; `what` says of what each is.

    `title` says what is found of all events.
    """
    first = rows.iloc[0]
    alt = t(
        "events.effect.alt",
        n=len(rows),
        what=first["what"],
        estimate=f"{first['estimate']:.1f}",
        lo=f"{first['lo']:.1f}",
        hi=f"{first['hi']:.1f}",
    )
    numbers = [
        (
            t("events.effect.estimate" if column == "estimate" else f"listening.{column}"),
            str(row["what"]),
            row[column],
        )
        for column in ("estimate", "lo", "hi")
        for row in rows.to_dict("records")
    ]
    figures.draw(whiskers(rows), alt, title=title, name="event_effect", kind="events", rows=numbers)


def whiskers(rows: pd.DataFrame) -> go.Figure:
    """Return the figure of `draw`."""
    rows = rows.reset_index(drop=True)
    places = list(range(len(rows)))
    traces = []
    for verdict in VERDICTS:
        own = rows[rows["verdict"] == verdict]
        if own.empty:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": own["estimate"].tolist(),
                "y": [int(place) for place in own.index],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": (own["hi"] - own["estimate"]).tolist(),
                    "arrayminus": (own["estimate"] - own["lo"]).tolist(),
                    "thickness": 2,
                    "width": 5,
                    "color": palette.VERDICTS[verdict],
                },
                "marker": {"size": 10, "color": palette.VERDICTS[verdict]},
                "name": t(f"events.verdict.{verdict}"),
                "customdata": [
                    t(
                        "events.effect.hover",
                        what=row.what,
                        estimate=f"{row.estimate:.1f}",
                        lo=f"{row.lo:.1f}",
                        hi=f"{row.hi:.1f}",
                        n=int(row.events),
                    )
                    for row in own.itertuples()
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    low, high = min(0.0, rows["lo"].min()), max(0.0, rows["hi"].max())
    room = 0.06 * (high - low or 1)
    return charts.figure(
        traces,
        {"title": {"text": t("events.effect.axis"), "standoff": 4}, "zeroline": False,
         "range": [low - room, high + room], "showgrid": True},
        highest=1,
        plot_height=_ROW_PX * len(rows) + 10,
        yaxis={"range": [len(rows) - 0.5, -0.75], "visible": False, "fixedrange": True},
        labels=[],
        annotations=[note for place in places for note in _words(place, rows.iloc[place])],
        shapes=[
            {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1,
             "line": {"color": charts.QUIET, "width": 1.5, "dash": "dot"}}
        ],
    )  # fmt: skip


def _words(place: int, row: pd.Series) -> list[dict[str, object]]:
    """Return what a row is of, and at the other end what it says, above its line."""
    both = {"xref": "paper", "y": place - _ABOVE, "yanchor": "middle", "showarrow": False}
    verdict = str(row["verdict"])
    said = {
        "text": t(f"events.verdict.{verdict}"),
        "font": {"size": 12, "color": palette.VERDICTS[verdict]},
    }
    return [
        both | {"x": 0, "xanchor": "left", "text": row["what"], "font": {"size": 13}},
        both | {"x": 1, "xanchor": "right"} | said,
    ]
