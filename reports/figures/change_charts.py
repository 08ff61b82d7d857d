"""Draws a period's gains and losses, and its members by type.

Takes rows of `metrics.safe.members.monthly` or `weekly`, oldest first. A backfilled period is
pale; one whose counts may not be shown has no bar.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from i18n.numbers import signed
from reports.figures import charts, palette
from reports.text import Text

_TYPES, _TYPES_OF_AREA = ("yearly", "lifetime", "untyped"), ("yearly", "not_yearly")
_GAINS = ("joined", "returned", "gained")
_FADED = 0.45
"""How much is left of the colour of a backfilled period."""

_HOVER = charts.HOVER


def changes(text: Text, periods: pd.DataFrame, *, by_reason: bool = True) -> charts.Chart:
    """Draw what each period's change is made of: gains up, losses down, and a dot for the sum.

    `by_reason` splits those who left by their reason; without it they are one colour, as they
    must be where so few leave that a reason would point at a person.
    """
    losses = palette.LOSSES if by_reason else {"left_members": palette.LOSSES["left_lapsed"]}
    apart = periods["joined"].notna()
    periods = periods.assign(gained=periods["gained"].mask(apart))
    rows = _add_spans(text, periods, "is_change_backfilled")
    traces = [
        *(_bars(text, rows, column, palette.GAINS[column]) for column in _GAINS),
        _bars(text, rows, "moved_net", palette.GAINS["moved_net"], format_count=signed),
        *(_bars(text, rows, column, colour, direction=-1) for column, colour in losses.items()),
        _net(text, rows),
    ]
    return _figure(text, traces, periods, "relative")


def types(text: Text, periods: pd.DataFrame, *, is_split: bool = True) -> charts.Chart:
    """Draw yearly and other members, one on the other, at each period's end.

    `is_split` draws lifetime members and those whose type is not told apart from each other.
    """
    rows = _add_spans(text, periods, "is_backfilled")
    bars = [
        _bars(text, rows, column, palette.TYPES[column])
        for column in (_TYPES if is_split else _TYPES_OF_AREA)
    ]
    return _figure(text, bars, periods, "stack")


def _add_spans(text: Text, periods: pd.DataFrame, faded_by: str) -> pd.DataFrame:
    """Add to each period its days in words, said once for all bars, and how bright it is."""
    brightness = periods[faded_by].map({True: _FADED, False: 1.0})
    return periods.assign(span=charts.spans(text, periods), brightness=brightness)


def _bars(
    text: Text,
    rows: pd.DataFrame,
    column: str,
    colour: str,
    *,
    format_count: Callable[[float], str] = "{:,}".format,
    direction: int = 1,
) -> charts.Trace:
    counts = [None if pd.isna(count) else int(count) for count in rows[column]]
    labels = [text.count(None) if count is None else format_count(count) for count in counts]
    return dict(
        type="bar",
        x=list(range(len(counts))),
        y=[None if count is None else count * direction for count in counts],
        name=text(f"growth.{column}"),
        marker={"color": colour, "opacity": rows["brightness"].tolist(), "line": {"width": 0}},
        customdata=[*zip(rows["span"], labels, strict=True)],
        hovertemplate=_HOVER,
    )


def _net(text: Text, rows: pd.DataFrame) -> charts.Trace:
    """Mark the sum where losses are known: without them it is no more than the bar."""
    known = rows.assign(place=range(len(rows)))[
        ~rows["is_change_backfilled"] & rows["net_change"].notna()
    ]
    return dict(
        type="scatter",
        x=known["place"].tolist(),
        y=known["net_change"].tolist(),
        name=text("growth.net_change"),
        mode="markers",
        marker={"symbol": "diamond", "size": 7, "color": charts.ACCENT},
        customdata=[*zip(known["span"], map(signed, known["net_change"]), strict=True)],
        hovertemplate=_HOVER,
    )


def _figure(
    text: Text, traces: Sequence[charts.Trace], periods: pd.DataFrame, barmode: str
) -> charts.Chart:
    """Give every period the same width: a month cut short is no thinner than a whole one.

    What is nothing throughout is left out.
    """
    return charts.chart(
        [trace for trace in traces if any(trace["y"])],
        charts.ticks(text, periods, range(len(periods))),
        highest=int(periods["members"].fillna(0).max()),
        plot_height=250,
        barmode=barmode,
        bargap=0.2,
    )
