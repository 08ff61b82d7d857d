"""The lines a slide draws: members month by month, and the forecast towards a target.

Days across are words: every program then shows them as the reader counts years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from reports.figures import palette
from reports.monthly import charts
from reports.monthly.report import Pack
from reports.monthly.slides.template import ACCENT, QUIET
from reports.text import Text

MONTHS = 24
_WEEKS_AHEAD = 26
_FORECAST, _RANGE, _TARGET = palette.FORECAST, "#8CC5E8", palette.TARGET


@dataclass(frozen=True)
class Series:
    """A line of a chart: its name, its numbers (None where there is none), and its look."""

    name: str
    values: Sequence[float | None]
    colour: str
    points: float = 2.25
    dash: Literal["solid", "dash", "dot"] = "solid"
    has_end_label: bool = False


@dataclass(frozen=True)
class Lines:
    """What a line chart draws: the words across, and its lines."""

    heading: str
    across: Sequence[str]
    series: Sequence[Series]


def growth(report: Pack, text: Text) -> Lines | None:
    """Return members at the end of each of the last months; None before there are two.

    Months before the first list, of which only survivors are known, are a line of their own.
    """
    months = report.frames["monthly"].tail(MONTHS)
    if len(months) < 2:
        return None
    across = [f"{text.month_name(day)} {text.year(day)}" for day in months["ends_on"]]
    counts = [charts.disclosable_count(count) for count in months["members"]]
    known = (~months["is_backfilled"].astype(bool)).tolist()
    begins = known.index(True) if True in known else len(known)
    series = []
    if begins:
        values = [count if at <= begins else None for at, count in enumerate(counts)]
        name = text("monthly.legend.backfilled")
        series.append(Series(name, values, QUIET, dash="dot"))
    if begins < len(known):
        values = [count if at >= begins else None for at, count in enumerate(counts)]
        series.append(Series(text("monthly.column.members"), values, ACCENT, has_end_label=True))
    return Lines(text("monthly.column.ends_on"), across, series)


def forecast(report: Pack, metric: str, text: Text) -> Lines | None:
    """Return what was and the forecast's middle, range and last pace; None where nothing is told.

    It reaches to the week after the last deadline of the country's targets; the first is a line.
    """
    past, ahead = charts.past(report, metric), _ahead(report, metric)
    if not past or ahead.empty:
        return None
    days = [day for day, _ in past] + [stamp.date() for stamp in ahead["week_ends_on"]]
    before: list[float | None] = [None] * (len(past) - 1)

    def line(column: str) -> list[float | None]:
        return [*before, past[-1][1], *ahead[column].astype(float)]

    was = [*(value for _, value in past), *[None] * len(ahead)]
    series = [Series(text("monthly.legend.past"), was, ACCENT, has_end_label=True)]
    if ahead["median"].notna().all():
        series += [
            Series(text("monthly.column.hi80"), line("hi80"), _RANGE, 1.5),
            Series(text("monthly.legend.middle"), line("median"), _FORECAST),
            Series(text("monthly.column.lo80"), line("lo80"), _RANGE, 1.5),
        ]
    series.append(Series(text("monthly.legend.pace"), line("last_pace"), QUIET, 1.5, "dash"))
    targets = _targets(report, metric)
    if len(targets):
        aim = [float(targets["value"].iloc[0])] * len(days)
        series.append(Series(text("word.target"), aim, _TARGET, 1.5, "dot"))
    across = [text.day(day) for day in days]
    return Lines(text("monthly.column.week_ends_on"), across, series)


def _ahead(report: Pack, metric: str) -> pd.DataFrame:
    """Return the forecast's weeks after the last day, to a week after the last deadline."""
    rows = report.frames[f"fan_{metric}"]
    if report.scope.provinces is not None:
        return rows.iloc[:0]
    rows = rows[rows["week_ends_on"] > report.period.until_stamp]
    deadlines = _targets(report, metric)["deadline"]
    last = deadlines.max() if len(deadlines) else report.period.until_stamp
    if last <= report.period.until_stamp:
        last = report.period.until_stamp + pd.Timedelta(weeks=_WEEKS_AHEAD)
    return rows[rows["week_ends_on"] <= last + pd.Timedelta(days=7)]


def _targets(report: Pack, metric: str) -> pd.DataFrame:
    rows = report.frames["decisions"]
    return rows[(rows["metric"] == metric) & (rows["area_kind"] == "country")]
