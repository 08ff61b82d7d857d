"""Words what the figures of members show: true of the rows drawn, and silent where they are."""

import pandas as pd

from i18n.numbers import signed
from pages.everyone.growth.concentration_measures import Measure
from pages.ui.text import day_text, t


def members(periods: pd.DataFrame) -> str:
    """Say how members moved in the newest period, of rows of `safe.members.monthly` or `weekly`."""
    latest = periods.iloc[-1]
    now, change = latest["members"], latest["net_change"]
    if pd.isna(now):
        return t("growth.over_time")
    if pd.isna(change):
        return t("growth.found.now", now=int(now), until=day_text(latest["ends_on"]))
    before = int(now) - int(change)
    way = "rose" if change > 0 else "fell" if change < 0 else "same"
    return t(
        f"growth.found.{way}",
        before=before,
        now=int(now),
        change=signed(int(change)),
        span=_span(latest),
    )


def changes(periods: pd.DataFrame) -> str:
    """Say what the newest period's change is made of, as far as it is told."""
    latest = periods.iloc[-1]
    for phrase, gains in (("split", ("joined", "returned")), ("sum", ("gained",))):
        parts = [*gains, "left_members"]
        if latest[parts].notna().all():
            told = {name: int(latest[name]) for name in parts}
            return t(f"growth.found.{phrase}", span=_span(latest), **told)
    return t("growth.made_of")


def spread(measure: Measure, name: str, values: pd.Series) -> str:
    """Say whether members are more spread at the last of a figure's values than at the first."""
    first, last = float(values.iloc[0]), float(values.iloc[-1])
    way = {1: "more", -1: "less", 0: "same"}[measure.toward(last, first)]
    ends = {"first": measure.text(first), "last": measure.text(last)}
    return t(f"belonging.found.{way}", what=name, **ends)


def _span(period: pd.Series) -> str:
    return t("growth.span", since=day_text(period["starts_on"]), until=day_text(period["ends_on"]))
