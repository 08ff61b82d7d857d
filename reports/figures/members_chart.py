"""Draws members over time, and the published totals beside them.

Takes rows of `metrics.safe.members.monthly` or `weekly`, oldest first, and of `reconciliation`.
The line breaks where members may not be shown.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from i18n.numbers import signed
from reports.figures import charts
from reports.figures.labels import Label
from reports.figures.palette import REPORTED
from reports.text import Text

_MARKS = {"party": ("diamond", "top left"), "ECT": ("square", "bottom left")}
"""Who reported a total: the mark, and where its number stands. Others are a circle."""


def members(text: Text, periods: pd.DataFrame, published: pd.DataFrame) -> charts.Chart:
    """Draw members at each period's end, and the published totals that fall among them.

    `published` are rows of `metrics.members.reconciliation.reconciliation`. What is backfilled is
    dotted.
    """
    ends = charts.days(periods["ends_on"])
    first_known = int(periods["is_backfilled"].sum())
    traces = []
    if first_known:
        # One period more than is backfilled: the two lines meet.
        traces.append(_line(text, periods.iloc[: first_known + 1], "growth.line_backfilled", "dot"))
    if first_known < len(periods):
        traces.append(_line(text, periods.iloc[first_known:], "column.members", "solid"))
    inside = published[published["as_of"].between(*periods["ends_on"].iloc[[0, -1]])]
    traces.append(_gaps(inside[inside["is_comparable"]]))
    for reporter in inside["reported_by"].unique():
        traces.append(_marks(text, str(reporter), inside[inside["reported_by"] == reporter]))
    is_last = inside.empty or inside["as_of"].max() < periods["ends_on"].iloc[-1]
    if is_last and pd.notna(periods["members"].iloc[-1]):
        traces.append(_last_number(ends[-1], int(periods["members"].iloc[-1])))
    return charts.chart(
        traces,
        charts.ticks(text, periods, ends),
        highest=int(periods["members"].fillna(0).max()),
        plot_height=290,
        labels=_first_label(traces) if 0 < first_known < len(periods) else [],
    )


def _first_label(traces: Sequence[charts.Trace]) -> list[Label]:
    """Name the first line, which is dotted, above its beginning."""
    line = traces[0]
    known = [count for count in line["y"] if count is not None]
    if not known:
        return []
    return [Label(line["name"], line["x"][0], max(known), charts.ACCENT, "above-right")]


def _line(text: Text, periods: pd.DataFrame, name: str, dash: str) -> charts.Trace:
    days = charts.days(periods["ends_on"])
    is_known = dash == "solid"
    return dict(
        type="scatter",
        x=days,
        y=[None if pd.isna(count) else int(count) for count in periods["members"]],
        name=text(name),
        mode="lines+markers" if is_known and len(periods) <= 40 else "lines",
        line={"color": charts.ACCENT, "width": 3 if is_known else 2, "dash": dash},
        marker={"size": 6},
        opacity=1 if is_known else 0.65,
        customdata=[
            (text.day(day), text.count(count), _moved(text, change))
            for day, count, change in zip(
                days, periods["members"], periods["net_change"], strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b> (%{customdata[2]})"
        "<extra>%{fullData.name}</extra>",
    )


def _moved(text: Text, change: float) -> str:
    return text.count(change) if pd.isna(change) else signed(change)


def _last_number(day: date, count: int) -> charts.Trace:
    return dict(
        type="scatter",
        x=[day],
        y=[count],
        mode="text",
        text=[f"{count:,}"],
        textposition="top left",
        textfont={"size": 13, "color": charts.ACCENT},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _marks(text: Text, reporter: str, rows: pd.DataFrame) -> charts.Trace:
    symbol, side = _MARKS.get(reporter, ("circle", "bottom left"))
    colour = REPORTED.get(reporter, charts.QUIET)
    name = text.either(f"growth.by.{reporter}", reporter)
    texts = [f"{value:,}" for value in rows["value"]]
    texts[-1] = f"{name}<br>{texts[-1]}"
    is_own = rows["body"] == "party"
    return dict(
        type="scatter",
        x=charts.days(rows["as_of"]),
        y=rows["value"].tolist(),
        name=name,
        mode="markers+text",
        marker={
            "symbol": [symbol if own else f"{symbol}-open" for own in is_own],
            "size": 11,
            "color": colour,
        },
        text=texts,
        textposition=side,
        textfont={"size": 13, "color": colour},
        cliponaxis=False,
        customdata=[
            (text.day(row.as_of), f"{row.value:,}", _compared(text, row))
            for _, row in rows.iterrows()
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><br>%{customdata[2]}"
        "<extra>%{fullData.name}</extra>",
    )


def _compared(text: Text, row: pd.Series) -> str:
    """Say how one published total (a row of `reconciliation`) stands to ours."""
    if row.is_comparable:
        return text("growth.mark_compared", ours=int(row.ours), gap=signed(row.unexplained))
    if row.body != "party":
        return text.either(f"data_health.body.{row.body}", str(row.body))
    return text("growth.mark_alone")


def _gaps(compared: pd.DataFrame) -> charts.Trace:
    """Join each published total to ours of that day, so that the difference is seen."""
    days: list[date | None] = []
    counts: list[int | None] = []
    for day, value, ours in zip(
        charts.days(compared["as_of"]), compared["value"], compared["ours"], strict=True
    ):
        days += [day, day, None]
        counts += [int(value), int(ours), None]
    return dict(
        type="scatter",
        x=days,
        y=counts,
        mode="lines",
        line={"color": charts.QUIET, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
