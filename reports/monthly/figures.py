"""The figures of a report: the charts that pages draw, of the pack's rows, under what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reports.figures import (
    change_charts,
    charts,
    fan_chart,
    figure,
    findings,
    members_chart,
    tour_chart,
)
from reports.figures.figure import Figure
from reports.monthly import cards, sentences
from reports.monthly.gather import METRICS
from reports.monthly.report import Pack
from reports.text import Text

_MONTHS = 24


@dataclass(frozen=True)
class Cited:
    """What is found, `lines` about it, and what `drawing.typ` draws below: without, why `none`."""

    title: str
    drawing: Mapping[str, Any] | None
    lines: tuple[str, ...] = ()
    none: str = ""


def growth(report: Pack, text: Text) -> list[Cited]:
    """Return members and what their change is made of, or that there is no chart."""
    found = [each for each in (members(report, text), changes(report, text)) if each]
    title, none = text("monthly.section.growth"), text("monthly.no_growth")
    return found or [Cited(title, None, none=none)]


def forecasts(report: Pack, text: Text) -> list[Cited]:
    """Return a forecast a number, with its targets in words; without either, nothing of it."""
    found = []
    for metric in METRICS:
        drawn = fan(report, text, metric)
        lines = tuple(
            f"{target.name}: {' · '.join(target.lines)}"
            for target in cards.targets(report, text, metric)
        )
        if drawn:
            found.append(replace(drawn, lines=lines))
        elif lines:
            title, none = text(f"monthly.slide.forecast.{metric}"), text("monthly.no_forecast")
            found.append(Cited(title, None, lines, none))
    return found


def members(report: Pack, text: Text) -> Cited | None:
    """Return members by month beside the published totals; None before there are two months."""
    months = _months(report)
    if len(months) < 2:
        return None
    totals = report.frames["published"]
    chart = members_chart.members(text, months, totals[totals["metric"] == "members"])
    return _cited(report, text, chart, findings.members(text, months), "members")


def changes(report: Pack, text: Text) -> Cited | None:
    """Return what each month's change is made of; None before there are two months."""
    months = _months(report)
    if len(months) < 2 or months["net_change"].isna().all():
        return None
    by_reason = report.scope.provinces is None
    chart = change_charts.changes(text, months, by_reason=by_reason)
    return _cited(report, text, chart, findings.changes(text, months), "members")


def fan(report: Pack, text: Text, metric: str) -> Cited | None:
    """Return the forecast of a number with the country's targets; None where there is none."""
    weeks = report.frames[f"fan_{metric}"]
    if weeks.empty or report.scope.provinces is not None:
        return None
    rows = report.frames["decisions"]
    targets = rows[(rows["metric"] == metric) & (rows["area_kind"] == "country")].to_dict("records")
    made_on = weeks["made_on"].iloc[0]
    days, values = _past(report, metric, made_on)
    visible = weeks[weeks["weeks_ahead"] <= fan_chart.weeks_shown(made_on.date(), targets)]
    picture = fan_chart.Picture(metric, days, values, visible, targets)
    kind = "members" if metric == "members" else "elections"
    title = findings.fan(text, metric, targets)
    return _cited(report, text, fan_chart.draw(text, picture), title, kind)


def tour(report: Pack, text: Text) -> list[Cited]:
    """Return the pace of the tour, where there was an event in its last weeks."""
    weeks = report.frames["event_weeks"]
    if not weeks["events"].any():
        return []
    title = findings.pace(text, weeks)
    return [_cited(report, text, tour_chart.pace(text, weeks), title, "events")]


def _months(report: Pack) -> pd.DataFrame:
    months = report.frames["monthly"].tail(_MONTHS)
    return months[months["members"].notna().cummax()]


def _past(report: Pack, metric: str, until: pd.Timestamp) -> tuple[list[Any], list[int]]:
    """Return days and values of the weeks before a forecast; of members, from the first list on."""
    if metric == "members":
        rows = report.frames["weekly"]
        # Before the first list only survivors are known: that is another line than the fan's.
        rows = rows[~rows["is_backfilled"] & rows["members"].notna()]
        rows = rows[rows["ends_on"] <= until]
        return charts.days(rows["ends_on"]), rows["members"].astype(int).tolist()
    rows = report.frames["covered_weekly"]
    rows = rows[rows["week_ends_on"] <= until]
    return charts.days(rows["week_ends_on"]), rows["amphoe_covered"].tolist()


def source(report: Pack, text: Text, kind: str) -> str:
    """Return where a figure's numbers come from, and as of when."""
    told = text("monthly.figure_source", kind=text(f"monthly.kind.{kind}"))
    return f"{told} · {sentences.dates(report, text)}"


def _cited(report: Pack, text: Text, chart: charts.Chart, title: str, kind: str) -> Cited:
    words = (title, sentences.scope(report, text), source(report, text, kind), "")
    return Cited(title, figure.drawing(Figure(chart, *words, text.language)))
