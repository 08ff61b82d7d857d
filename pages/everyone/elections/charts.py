"""Draws elections by week or month, turnout over time, and candidates an election.

Takes rows of `metrics.elections.elections.calendar`, `metrics.elections.turnout.over_time` and
`metrics.elections.results.by_candidates`.
"""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pages.everyone.elections import findings
from pages.ui.figures import charts, figures
from pages.ui.text import day_text, t
from reports.figures import palette

_FEW_BARS = 14
"""So many bars have room for a number above each, on a phone too."""

_PLOT_HEIGHT = 200


def draw_calendar(periods: pd.DataFrame, on: date) -> None:
    """Draw elections by period and phase, with a line at the day; nothing where none has a day."""
    if periods.empty:
        return
    alt = t(
        "elections.alt_calendar",
        since=day_text(periods["starts_on"].iloc[0]),
        until=day_text(periods["ends_on"].iloc[-1]),
        held=int(periods["held"].sum()),
        coming=int(periods["coming"].sum()),
    )
    figures.draw(
        calendar(periods, on),
        alt,
        title=findings.calendar(periods),
        name="elections_calendar",
        kind="elections",
    )


def calendar(periods: pd.DataFrame, on: date) -> go.Figure:
    """Return the figure of `draw_calendar`."""
    traces = [
        _bars(
            periods,
            phase,
            name=t(f"elections.phase.{phase}"),
            colour=colour,
            hover=[f"{count:,}" for count in periods[phase]],
        )
        for phase, colour in palette.PHASES.items()
        if periods[phase].any()
    ]
    highest = int(periods[list(palette.PHASES)].sum(axis=1).max())
    today = _today(periods, on)
    return charts.figure(
        traces,
        charts.ticks(periods, range(len(periods))),
        highest=highest,
        plot_height=_PLOT_HEIGHT,
        yaxis=charts.sparse_count_axis(highest),
        barmode="stack",
        bargap=0.2,
        shapes=today and [today],
    )


def draw_turnout(periods: pd.DataFrame) -> None:
    """Draw those eligible and the ballots of each period, with the turnout above them."""
    alt = t(
        "elections.alt_turnout",
        since=day_text(periods["starts_on"].iloc[0]),
        until=day_text(periods["ends_on"].iloc[-1]),
        ballots=int(periods["ballots"].sum()),
        eligible=int(periods["eligible"].sum()),
    )
    figures.draw(
        turnout(periods),
        alt,
        title=findings.turnout(periods),
        name="elections_turnout",
        kind="elections",
    )


def turnout(periods: pd.DataFrame) -> go.Figure:
    """Return the figure of `draw_turnout`."""
    shares = [f"{pct:.0f}%" if pd.notna(pct) else "" for pct in periods["turnout_pct"]]
    hover = [
        t(
            "elections.bar_turnout",
            ballots=int(row.ballots),
            eligible=int(row.eligible),
            pct=share,
            n=int(row.counted),
        )
        for row, share in zip(periods.itertuples(), shares, strict=True)
    ]
    eligible = _bars(
        periods, "eligible", name=t("elections.eligible"), colour=palette.REST, hover=hover
    )
    if len(periods) <= _FEW_BARS:
        eligible |= {"text": shares, "textposition": "outside", "cliponaxis": False}
    highest = int(periods[["eligible", "ballots"]].to_numpy().max())
    return charts.figure(
        [
            eligible,
            _bars(
                periods, "ballots", name=t("elections.ballots"), colour=charts.ACCENT, hover=hover
            ),
        ],
        charts.ticks(periods, range(len(periods))),
        highest=highest,
        plot_height=_PLOT_HEIGHT,
        yaxis=charts.sparse_count_axis(highest, range=[0, highest * 1.12]),
        barmode="overlay",
        bargap=0.2,
    )


def draw_contested(rows: pd.DataFrame) -> None:
    """Draw how many elections had one candidate, two, and so on."""
    known = rows.dropna(subset=["candidates"]).astype("int64")
    pairs = ", ".join(
        t("elections.stood", candidates=int(row.candidates), n=int(row.elections))
        for row in known.itertuples()
    )
    figures.draw(
        contested(known),
        t("elections.alt_contested", counts=pairs),
        title=findings.contested(known),
        name="elections_contested",
        kind="elections",
    )


def contested(known: pd.DataFrame) -> go.Figure:
    """Return the figure of `draw_contested`; every row has a number of candidates."""
    counts = known["elections"].tolist()
    highest = max(counts)
    return charts.figure(
        [
            {
                "type": "bar",
                "name": t("elections.candidates"),
                "x": [str(number) for number in known["candidates"]],
                "y": counts,
                "text": [f"{count:,}" for count in counts],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {
                    "color": [
                        palette.UNCONTESTED if number <= 1 else charts.ACCENT
                        for number in known["candidates"]
                    ],
                    "line": {"width": 0},
                },
                "customdata": [
                    t("elections.stood", candidates=int(row.candidates), n=int(row.elections))
                    for row in known.itertuples()
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        {"type": "category", "title": {"text": t("elections.candidates")}},
        highest=highest,
        plot_height=150,
        yaxis=charts.sparse_count_axis(highest, range=[0, highest * 1.2]),
        bargap=0.4,
    )


def _bars(
    periods: pd.DataFrame, column: str, *, name: str, colour: str, hover: list[str]
) -> charts.Trace:
    return {
        "type": "bar",
        "x": list(range(len(periods))),
        "y": periods[column].tolist(),
        "name": name,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [*zip(charts.spans(periods), hover, strict=True)],
        "hovertemplate": charts.HOVER,
    }


def _today(periods: pd.DataFrame, on: date) -> dict[str, object] | None:
    """Return the line of the day among the bars, none where it is in no period."""
    for place, (start, end) in enumerate(
        zip(charts.days(periods["starts_on"]), charts.days(periods["ends_on"]), strict=True)
    ):
        if start <= on <= end:
            share = ((on - start).days + 1) / ((end - start).days + 1)
            at = place - 0.5 + share
            line = {"color": charts.QUIET, "width": 1.5, "dash": "dot"}
            return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"} | {
                "line": line
            }
    return None
