"""How is growth drawn: members over time, what changed them, of which type they are?

Every function takes rows of `metrics.membership.monthly` or `weekly`, oldest first, and returns a
figure without a title: the page says what it is, and gives the words for those who cannot see it.
Plotly knows no Buddhist era, so every day on an axis or in a hover is text of ours. Colours are
told apart by the colour-blind (after Okabe and Ito, 2008) and stand on white and on black.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui.text import day_text, either, signed, t, year

ACCENT = "#EE5A1C"
_QUIET = "#8B929C"
_TICKS = 5
_TOP_PX, _TICKS_PX, _LEGEND_ROW_PX = 20, 50, 22
_MARKS = {"party": ("diamond", "#1B9E77", "top left"), "ECT": ("square", "#8E6BBF", "bottom left")}
"""Who reported a total: the mark, its colour, where its number stands. Others are a circle."""

_GAINS = {"joined": "#1B9E77", "returned": "#4A90D9"}
_LOSSES = {
    "left_lapsed": "#7B62AD",
    "left_resigned": "#B09FD3",
    "left_removed": "#6B7684",
    "left_deceased": "#98A2AE",
    "left_unknown": "#C3C9D0",
}
_TYPES = {"yearly": "#F08A4B", "lifetime": "#2F8F9D", "untyped": "#98A2AE"}
_FADED = 0.45
"""How much is left of the colour of a backfilled period."""


def draw(figure: go.Figure, alt: str) -> None:
    """Draw a figure, and say in `alt` what those who cannot see it should know."""
    st.plotly_chart(figure, alt=alt, config={"displayModeBar": False})


def members(periods: pd.DataFrame, published: pd.DataFrame) -> go.Figure:
    """Draw members at each period's end, and the published totals that fall among them.

    `published` are rows of `metrics.membership.reconciliation`. What is backfilled is dotted.
    """
    figure = go.Figure()
    ends = _days(periods["ends_on"])
    first_known = int(periods["is_backfilled"].sum())
    if first_known:
        # One day more than is backfilled: the two lines meet.
        shown = slice(0, first_known + 1)
        _line(figure, periods.iloc[shown], t("growth.line_backfilled"), "dot")
    if first_known < len(periods):
        _line(figure, periods.iloc[first_known:], t("growth.line_members"), "solid")
    inside = published[published["as_of"].between(*periods["ends_on"].iloc[[0, -1]])]
    _gaps(figure, inside)
    for reporter in inside["reported_by"].unique():
        _marks(figure, str(reporter), inside[inside["reported_by"] == reporter])
    if inside.empty or inside["as_of"].max() < periods["ends_on"].iloc[-1]:
        _last_number(figure, ends[-1], int(periods["members"].iloc[-1]))
    figure.update_xaxes(**_ticks(periods, ends))
    return _laid_out(figure, int(periods["members"].max()), plot_height=290)


def changes(periods: pd.DataFrame, *, by_reason: bool = True) -> go.Figure:
    """Draw what each period's change is made of: gains up, losses down, and a dot for the sum.

    `by_reason` splits those who left by their reason; without it they are one colour, as they
    must be where so few leave that a reason would point at a person.
    """
    losses = _LOSSES if by_reason else {"left_members": _LOSSES["left_lapsed"]}
    figure = go.Figure()
    for column, colour in _GAINS.items():
        _bars(figure, periods, column, colour, periods["is_change_backfilled"])
    _bars(figure, periods, "moved_net", "#D9A21B", periods["is_change_backfilled"], signed)
    for column, colour in losses.items():
        _bars(figure, periods, column, colour, periods["is_change_backfilled"], direction=-1)
    _net(figure, periods)
    figure.update_layout(barmode="relative")
    return _on_steps(figure, periods)


def types(periods: pd.DataFrame) -> go.Figure:
    """Draw yearly and lifetime members, one on the other, at each period's end."""
    figure = go.Figure()
    for column, colour in _TYPES.items():
        _bars(figure, periods, column, colour, periods["is_backfilled"])
    figure.update_layout(barmode="stack")
    return _on_steps(figure, periods)


def _line(figure: go.Figure, periods: pd.DataFrame, name: str, dash: str) -> None:
    days = _days(periods["ends_on"])
    is_known = dash == "solid"
    figure.add_scatter(
        x=days,
        y=periods["members"].tolist(),
        name=name,
        mode="lines+markers" if is_known and len(periods) <= 40 else "lines",
        line={"color": ACCENT, "width": 3 if is_known else 2, "dash": dash},
        marker={"size": 6},
        opacity=1 if is_known else 0.65,
        customdata=[
            (day_text(day), f"{count:,}", signed(change))
            for day, count, change in zip(
                days, periods["members"], periods["net_change"], strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b> (%{customdata[2]})"
        "<extra>%{fullData.name}</extra>",
    )


def _last_number(figure: go.Figure, day: date, count: int) -> None:
    figure.add_scatter(
        x=[day],
        y=[count],
        mode="text",
        text=[f"{count:,}"],
        textposition="top left",
        textfont={"size": 13, "color": ACCENT},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(figure: go.Figure, reporter: str, rows: pd.DataFrame) -> None:
    symbol, colour, side = _MARKS.get(reporter, ("circle", _QUIET, "bottom left"))
    is_own = rows["body"] == "party"
    figure.add_scatter(
        x=_days(rows["as_of"]),
        y=rows["value"].tolist(),
        name=either(f"growth.by.{reporter}", reporter),
        mode="markers+text",
        marker={
            "symbol": [symbol if own else f"{symbol}-open" for own in is_own],
            "size": 11,
            "color": colour,
        },
        text=[f"{value:,}" for value in rows["value"]],
        textposition=side,
        textfont={"size": 13, "color": colour},
        cliponaxis=False,
        customdata=[
            (day_text(row.as_of), f"{row.value:,}", _compared(row)) for row in rows.itertuples()
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><br>%{customdata[2]}"
        "<extra>%{fullData.name}</extra>",
    )


def _compared(row: Any) -> str:
    """Say how one published total (a row of `reconciliation`) stands to ours."""
    if row.is_comparable:
        return t("growth.mark_compared", ours=int(row.ours), gap=signed(row.unexplained))
    if row.body != "party":
        return either(f"data_health.body.{row.body}", str(row.body))
    return t("growth.mark_alone")


def _gaps(figure: go.Figure, published: pd.DataFrame) -> None:
    """Join each published total to ours of that day, so that the difference is seen."""
    compared = published[published["is_comparable"]]
    days: list[date | None] = []
    counts: list[int | None] = []
    for day, value, ours in zip(
        _days(compared["as_of"]), compared["value"], compared["ours"], strict=True
    ):
        days += [day, day, None]
        counts += [int(value), int(ours), None]
    if days:
        line = {"color": _QUIET, "width": 1.5, "dash": "dot"}
        figure.add_scatter(
            x=days, y=counts, mode="lines", line=line, hoverinfo="skip", showlegend=False
        )


def _bars(
    figure: go.Figure,
    periods: pd.DataFrame,
    column: str,
    colour: str,
    is_faded: pd.Series,
    shown: Callable[[float], str] = "{:,}".format,
    direction: int = 1,
) -> None:
    """Stack one column's bars; one that is nothing throughout is left out of the legend too."""
    counts = periods[column]
    if not counts.any():
        return
    figure.add_bar(
        x=list(range(len(counts))),
        y=(counts * direction).tolist(),
        name=t(f"growth.{column}"),
        marker={
            "color": colour,
            "opacity": [_FADED if faded else 1.0 for faded in is_faded],
            "line": {"width": 0},
        },
        customdata=[*zip(_spans(periods), map(shown, counts), strict=True)],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra>%{fullData.name}</extra>",
    )


def _net(figure: go.Figure, periods: pd.DataFrame) -> None:
    """Mark the sum where losses are known: without them it is no more than the bar."""
    known = ~periods["is_change_backfilled"]
    if not known.any():
        return
    figure.add_scatter(
        x=[place for place, is_known in enumerate(known) if is_known],
        y=periods.loc[known, "net_change"].tolist(),
        name=t("growth.net_change"),
        mode="markers",
        marker={"symbol": "diamond", "size": 7, "color": ACCENT},
        customdata=[
            (span, signed(net))
            for span, net in zip(
                _spans(periods[known]), periods.loc[known, "net_change"], strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra>%{fullData.name}</extra>",
    )


def _on_steps(figure: go.Figure, periods: pd.DataFrame) -> go.Figure:
    """Give every period the same width: a month cut short is no thinner than a whole one."""
    figure.update_xaxes(**_ticks(periods, range(len(periods))))
    figure.update_layout(bargap=0.2)
    return _laid_out(figure, int(periods["members"].max()), plot_height=250)


def _laid_out(figure: go.Figure, highest: int, plot_height: int) -> go.Figure:
    """Give the legend two columns below the ticks, and a figure as high as that takes.

    Left to itself the legend of a narrow screen grows over the ticks.
    """
    rows = -(-sum(trace.showlegend is not False for trace in figure.data) // 2)
    below = _TICKS_PX + rows * _LEGEND_ROW_PX
    figure.update_xaxes(showgrid=False, fixedrange=True)
    figure.update_yaxes(tickformat=",d", zerolinecolor=_QUIET, fixedrange=True)
    return figure.update_layout(
        height=_TOP_PX + plot_height + below,
        margin={
            "l": 14 + 7 * len(f"{highest:,}"),
            "r": 24,
            "t": _TOP_PX,
            "b": below,
            "autoexpand": False,
        },
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": -_TICKS_PX / plot_height,
            "yanchor": "top",
            "entrywidthmode": "fraction",
            "entrywidth": 0.5,
            "traceorder": "normal",
            "title": {"text": ""},
        },
        hoverlabel={"align": "left"},
        hovermode="closest",
    )


def _ticks(periods: pd.DataFrame, places: Sequence[date] | Sequence[int]) -> dict[str, object]:
    """A few ticks counted back from the newest, in two short lines so that a phone has room."""
    ends = _days(periods["ends_on"])
    step = -(-len(ends) // _TICKS)
    chosen = range(len(ends) - 1, -1, -step)
    is_weekly = (periods["ends_on"] - periods["starts_on"]).max().days == 6
    return {
        "tickmode": "array",
        "tickvals": [places[n] for n in chosen],
        "ticktext": [
            (f"{ends[n].day} " if is_weekly else "")
            + f"{t(f'month.{ends[n].month}')}<br>{year(ends[n])}"
            for n in chosen
        ],
        "tickangle": 0,
    }


def _spans(periods: pd.DataFrame) -> list[str]:
    return [
        t("growth.span", since=day_text(start), until=day_text(end))
        for start, end in zip(periods["starts_on"], periods["ends_on"], strict=True)
    ]


def _days(stamps: pd.Series) -> list[date]:
    return [stamp.date() for stamp in stamps]
