"""Words what a forecast says of the target it is drawn with, as the fan's title."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.ui.text import day_text, t


def fan(metric: str, targets: Sequence[Mapping[Any, Any]]) -> str:
    """Say when the middle of the forecast reaches the first target that is ahead, and if in time.

    `targets` are rows of `safe.targets.decisions` of one area; of none nothing is claimed.
    """
    ahead = [row for row in targets if not row["is_passed"] and row["days_left"] > 0]
    if not ahead:
        return t("projections.fan")
    row = min(ahead, key=lambda target: target["deadline"])
    words = {
        "value": t(f"track.amount.{metric}", number=f"{int(row['value']):,}"),
        "deadline": day_text(row["deadline"]),
    }
    on = row["deadline"] - pd.Timedelta(days=int(row["days_left"]))
    if pd.isna(row["chance"]) or row["reached_median"] <= on:  # hoped for sooner, and it is not so
        return t("projections.found.none", **words)
    median = row["reached_median"]
    if pd.isna(median):
        return t("projections.found.beyond", horizon=day_text(row["horizon"]), **words)
    way = "in_time" if median <= row["deadline"] else "late"
    return t(f"projections.found.{way}", median=day_text(median), **words)


def areas(gaps: pd.Series, measure: str) -> str:
    """Say how many areas are behind; `gaps` are of all areas compared, below 0 where behind."""
    return t(f"projections.areas.{measure}", n=len(gaps), behind=int((gaps < 0).sum()))
