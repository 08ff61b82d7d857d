"""Says what the map shows in one sentence, which its numbers make true."""

import pandas as pd

from metrics.coverage.ladder import COVERED
from pages.ui.text import t


def finding(frame: pd.DataFrame, area: str, *, basis: str) -> str:
    """Return what rows of `safe.amphoe.by_amphoe` come to: with a representative, and ready.

    Ready is one without a representative whose members are enough for an election. `area` is what
    the rows are of, said unless it is empty; `basis` one of `ladder.BASES`.
    """
    is_covered = frame["step"].isin(COVERED)
    covered = int(is_covered.sum())
    ready = int((~is_covered & frame["short_of"].eq(0).fillna(False)).sum())
    kind = {0: "none", len(frame): "all", 1: "one"}.get(covered, "some")
    words = t(f"map.finding.{kind}", covered=covered, amphoe=len(frame))
    if basis == "verified":
        words = t("map.finding.verified", finding=words)
    if ready:
        phrase = "map.finding.and_ready" if covered else "map.finding.but_ready"
        words = t(phrase, finding=words, ready=ready)
    return t("map.finding.in_area", area=area, finding=words) if area else words
