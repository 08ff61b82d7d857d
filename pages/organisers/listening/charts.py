"""Draws a poll's answers as dots with whiskers, and its turnout as bars by area."""

import pandas as pd
import plotly.graph_objects as go

from pages.organisers.listening import findings
from pages.ui.figures import charts, figures
from pages.ui.text import t
from reports.figures import palette

_ROW_PX, _BELOW = 56, 0.32
MOST_BARS = 12
"""So many areas are drawn; all are in the table."""
_COLUMNS = {"pct": "weighted", "lo": "lo", "hi": "hi", "plain_pct": "unweighted"}
"""Columns of answers, and what each is called."""


def draw_shares(answers: pd.DataFrame) -> None:
    """Draw each choice's weighted share with its interval, and its unweighted share beside it."""
    words = "; ".join(_share_texts(answers))
    figures.draw(
        shares(answers),
        words,
        title=findings.shares(answers),
        name="poll_answers",
        kind="poll_answers",
        rows=[
            (t(f"listening.{name}"), str(row["choice"]), row[column])
            for column, name in _COLUMNS.items()
            for row in answers.to_dict("records")
        ],
    )


def _share_texts(answers: pd.DataFrame) -> list[str]:
    return [
        f"{findings.short(row.choice)} {row.pct:.0f}% ({row.lo:.0f}–{row.hi:.0f}%)"
        for row in answers.itertuples()
    ]


def shares(answers: pd.DataFrame) -> go.Figure:
    """Return the figure of `draw_shares`; the first choice on top."""
    places = list(range(len(answers), 0, -1))
    weighted = {
        "type": "scatter",
        "mode": "markers",
        "x": answers["pct"].tolist(),
        "y": places,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (answers["hi"] - answers["pct"]).tolist(),
            "arrayminus": (answers["pct"] - answers["lo"]).tolist(),
            "thickness": 2.5,
            "width": 6,
            "color": charts.ACCENT,
        },
        "marker": {"size": 12, "color": charts.ACCENT},
        "name": t("listening.weighted"),
        "customdata": _share_texts(answers),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    plain = {
        "type": "scatter",
        "mode": "markers",
        "x": answers["plain_pct"].tolist(),
        "y": [place - 0.16 for place in places],
        "marker": {
            "size": 10,
            "color": palette.FORECAST,
            "symbol": "diamond-open",
            "line": {"width": 2},
        },
        "name": t("listening.unweighted"),
        "hovertemplate": "%{x:.1f}%<extra>%{fullData.name}</extra>",
    }
    labels = [
        _label(place + 0.34, f"{findings.short(row.choice)} <b>{row.pct:.0f}%</b>")
        for place, row in zip(places, answers.itertuples(), strict=True)
    ]
    most = float(max(answers["hi"].max(), answers["plain_pct"].max()))
    labels += _names(answers, most)
    return charts.figure(
        [weighted, plain],
        {"range": [0, min(most * 1.08, 101)], "ticksuffix": "%", "showgrid": True, "nticks": 6},
        highest=1,
        plot_height=_ROW_PX * len(answers) + 10,
        yaxis={"visible": False, "fixedrange": True, "range": [0.4, len(answers) + 0.75]},
        labels=[],
        annotations=labels,
    )


def _names(answers: pd.DataFrame, most: float) -> list[dict[str, object]]:
    """Name the dot of the first row and the diamond of the last, on the side that has room."""
    first, last = answers.iloc[0], answers.iloc[-1]
    plain = last["plain_pct"]
    return [
        _name(
            t("listening.weighted"), charts.ACCENT, (first["lo"], first["hi"]), len(answers), most
        ),
        _name(t("listening.unweighted"), palette.FORECAST, (plain, plain), 1 - _BELOW, most),
    ]


def _name(
    words: str, colour: str, ends: tuple[float, float], y: float, most: float
) -> dict[str, object]:
    low, high = ends
    side: dict[str, object] = {"x": high, "xanchor": "left", "xshift": 10}
    if high > most / 2 and low > most / 2:
        side = {"x": low, "xanchor": "right", "xshift": -10}
    elif high > most / 2:
        side, y = {"x": low, "xanchor": "left", "xshift": 0}, y - _BELOW
    return _label(y, words) | side | {"xref": "x", "font": {"size": 12, "color": colour}}


def draw_turnout(known: pd.DataFrame, by: str, *, is_whole: bool) -> None:
    """Draw the share of members who took part by area (`area`, `share_pct`), highest on top.

    The first MOST_BARS; `is_whole` says that no area's share is hidden.
    """
    rows = known.head(MOST_BARS)
    first, last = rows.iloc[0], rows.iloc[-1]
    alt = " – ".join(f"{each['area']} {each['share_pct']:.1f}%" for each in (first, last))
    figures.draw(
        turnout(rows),
        alt,
        title=findings.turnout(known, is_whole=is_whole),
        name="poll_turnout",
        kind="poll_answers",
    )


def turnout(rows: pd.DataFrame) -> go.Figure:
    """Return the figure of `draw_turnout`."""
    places = list(range(len(rows), 0, -1))
    bars = {
        "type": "bar",
        "name": t("listening.share_pct"),
        "orientation": "h",
        "x": rows["share_pct"].astype(float).tolist(),
        "y": places,
        "width": 0.3,
        "marker": {"color": charts.ACCENT, "line": {"width": 0}},
        "customdata": [findings.short(name) for name in rows["area"]],
        "hovertemplate": "%{customdata}<br><b>%{x:.1f}%</b><extra></extra>",
    }
    labels = [
        _label(place + 0.42, f"{findings.short(name)} <b>{pct:.1f}%</b>")
        for place, name, pct in zip(places, rows["area"], rows["share_pct"], strict=True)
    ]
    return charts.figure(
        [bars],
        {"ticksuffix": "%", "rangemode": "tozero", "showgrid": True, "nticks": 6},
        highest=1,
        plot_height=44 * len(rows) + 10,
        yaxis={"visible": False, "fixedrange": True, "range": [0.4, len(rows) + 0.8]},
        annotations=labels,
    )


def _label(y: float, words: str) -> dict[str, object]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "text": words,
        "font": {"size": 13},
    }
