"""Words how members changed, as far as that may be told."""

import pandas as pd

from i18n.numbers import signed
from pages.ui import suppressed
from pages.ui.text import day_text, t

_PARTS = {
    "overview.members_changed": ("joined", "returned", "left_members"),
    "overview.members_changed_gained": ("gained", "left_members"),
}


def say_unplaced(total: pd.Series) -> str:
    """Say how many of a row of `safe.members.total` have no known amphoe."""
    if isinstance(total["unplaced_mark"], str):
        return t("overview.unplaced_some")
    return t("overview.unplaced", unplaced=int(total["unplaced"]))


def say_since(compared: pd.Series) -> str:
    """Say since when members changed, given a row of `health.members_since`."""
    if compared["is_list"]:
        return t("overview.since_list", day=day_text(compared["since"]))
    return t("overview.since_week")


def say_change(week: pd.Series, compared: pd.Series) -> str:
    """Say what a change of members is made of, as far as it is told, and since which list."""
    words = _say_parts(week)
    return f"{words} · {say_since(compared)}" if compared["is_list"] else words


def _say_parts(week: pd.Series) -> str:
    net = week["net_change"]
    change = suppressed.count(net) if pd.isna(net) else signed(int(net))
    for phrase, parts in _PARTS.items():
        if week[list(parts)].notna().all():
            return t(phrase, change=change, **{name: int(week[name]) for name in parts})
    return t("overview.members_changed_only", change=change)
