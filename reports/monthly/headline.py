"""The one sentence on top of a report: whether both numbers move fast enough."""

from datetime import date
from typing import Any

import pandas as pd

from metrics.targets import standing
from reports import standing_words
from reports.monthly.report import Pack
from reports.text import Text

_EXPORTS = {"members": ("members",), "amphoe_covered": ("elections", "representatives")}


def sentence(report: Pack, text: Text) -> str:
    """Return how members and amphoe stand to the targets of the report's own area."""
    rows = report.frames["decisions"]
    kind = rows["area_kind"] == "country"
    own = rows[kind if report.scope.kind == "country" else rows["area_code"] == report.scope.code]
    is_known = not bool(report.frames["change"]["is_change_backfilled"].iloc[0])
    covered = report.count("amphoe_covered")
    since = report.frames["members_since"]["since"].iloc[0].date()
    told: dict[str, dict[str, Any]] = {
        "members": {
            "now": _whole(report.figure("members")),
            "change": _whole(report.figure("net_change")) if is_known else None,
            "since": since,
        },
        "amphoe_covered": {
            "now": covered,
            "change": covered - report.count("amphoe_covered_before"),
            "since": report.period.since,
        },
    }
    standings = {
        metric: standing.judge(
            standing.choose(own, metric)[0], told_to=_told_to(report, metric), **numbers
        )
        for metric, numbers in told.items()
        if _newest(report, metric) is not None
    }
    return standing_words.sentence(standings, text.language)


def _newest(report: Pack, metric: str) -> date | None:
    """Return the day of the newest export that tells of a number; None where there is none."""
    rows = report.frames["sources"]
    days = rows.loc[rows["kind"].isin(_EXPORTS[metric]), "newest_on"].dropna()
    return None if days.empty else days.max().date()


def _told_to(report: Pack, metric: str) -> date | None:
    """Return up to which day a number is told, where that is before the report's last."""
    newest = _newest(report, metric)
    return newest if newest and newest < report.period.until else None


def _whole(count: float | None) -> int | None:
    return None if count is None or pd.isna(count) else int(count)
