"""Words what figures show, as their title: true of the rows drawn, and silent where they are."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from i18n.numbers import signed
from metrics.coverage.ladder import COVERED
from metrics.safe.marks import FEW
from reports.text import Text

_TOUR_WEEKS = 4


def members(text: Text, periods: pd.DataFrame) -> str:
    """Say how members moved in the newest period, of rows of `safe.members.monthly` or `weekly`."""
    latest = periods.iloc[-1]
    now, change = latest["members"], latest["net_change"]
    if pd.isna(now):
        return text("growth.over_time")
    if pd.isna(change):
        return text("growth.found.now", now=int(now), until=text.day(latest["ends_on"]))
    before = int(now) - int(change)
    way = "rose" if change > 0 else "fell" if change < 0 else "same"
    return text(
        f"growth.found.{way}",
        before=before,
        now=int(now),
        change=signed(int(change)),
        span=_span(text, latest),
    )


def changes(text: Text, periods: pd.DataFrame) -> str:
    """Say what the newest period's change is made of, as far as it is told."""
    latest = periods.iloc[-1]
    for phrase, gains in (("split", ("joined", "returned")), ("sum", ("gained",))):
        parts = [*gains, "left_members"]
        if latest[parts].notna().all():
            told = {name: int(latest[name]) for name in parts}
            return text(f"growth.found.{phrase}", span=_span(text, latest), **told)
    return text("growth.made_of")


def fan(text: Text, metric: str, targets: Sequence[Mapping[Any, Any]]) -> str:
    """Say when the middle of the forecast reaches the first target that is ahead, and if in time.

    `targets` are rows of `safe.targets.decisions` of one area; of none nothing is claimed.
    """
    ahead = [row for row in targets if not row["is_passed"] and row["days_left"] > 0]
    if not ahead:
        return text("projections.fan")
    row = min(ahead, key=lambda target: target["deadline"])
    words = {
        "value": text(f"standing.count.{metric}", n=int(row["value"])),
        "deadline": text.day(row["deadline"]),
    }
    on = row["deadline"] - pd.Timedelta(days=int(row["days_left"]))
    if pd.isna(row["chance"]) or row["reached_median"] <= on:  # hoped for sooner, and it is not so
        return text("projections.found.none", **words)
    median = row["reached_median"]
    if pd.isna(median):
        return text("projections.found.beyond", horizon=text.day(row["horizon"]), **words)
    way = "in_time" if median <= row["deadline"] else "late"
    return text(f"projections.found.{way}", median=text.day(median), **words)


_MANY = {"members": ("members", 100), "density": ("members_per_thousand", 1)}
"""The column that a mode of the map shows, and from where on it is many."""


def of_map(text: Text, frame: pd.DataFrame, area: str, *, mode: str, basis: str) -> str:
    """Return what a mode of the map shows of rows of `safe.amphoe.by_amphoe`.

    Fewer than five members are not many; of others that are not told nothing is claimed.
    """
    if mode not in _MANY:
        return coverage(text, frame, area, basis=basis)
    column, edge = _MANY[mode]
    is_few = frame["members_mark"].eq(FEW).fillna(False) & (mode == "members")
    told = frame[column].notna() | is_few
    many = int(frame[column].ge(edge).fillna(False).sum())
    words = text(f"map.finding.{mode}", n=many, amphoe=int(told.sum()), edge=edge)
    if untold := int((~told).sum()):
        words = text("map.finding.untold", finding=words, untold=untold)
    return text("map.finding.in_area", area=area, finding=words) if area else words


def coverage(text: Text, frame: pd.DataFrame, area: str, *, basis: str) -> str:
    """Return what rows of `safe.amphoe.by_amphoe` come to: with a representative, and ready.

    Ready is one without a representative whose members are enough for an election. `area` is what
    the rows are of, said unless it is empty; `basis` one of `ladder.BASES`.
    """
    is_covered = frame["step"].isin(COVERED)
    covered = int(is_covered.sum())
    ready = int((~is_covered & frame["short_of"].eq(0).fillna(False)).sum())
    kind = {0: "none", len(frame): "all", 1: "one"}.get(covered, "some")
    words = text(f"map.finding.{kind}", covered=covered, amphoe=len(frame))
    if basis == "verified":
        words = text("map.finding.verified", finding=words)
    if ready:
        phrase = "map.finding.and_ready" if covered else "map.finding.but_ready"
        words = text(phrase, finding=words, ready=ready)
    return text("map.finding.in_area", area=area, finding=words) if area else words


def pace(text: Text, weeks: pd.DataFrame) -> str:
    """Say how many amphoe the last four weeks were the first for, beside the four before."""
    first = weeks["amphoe_first"]
    now, before = (
        int(first.tail(_TOUR_WEEKS).sum()),
        int(first.iloc[-2 * _TOUR_WEEKS : -_TOUR_WEEKS].sum()),
    )
    way = "more" if now > before else "fewer" if now < before else "same" if now else "none"
    return text(f"events.found.{way}", now=now, before=before)


def _span(text: Text, period: pd.Series) -> str:
    return text(
        "growth.span", since=text.day(period["starts_on"]), until=text.day(period["ends_on"])
    )
