"""Gathers a monthly pack: every number asked of a metric, with the question beside it.

A pack is values only, the same in both languages; documents draw it. Nothing of it is taken from
the clock: the same edition and the same question give the same pack.
"""

from collections.abc import Callable, Mapping
from datetime import date
from inspect import signature
from typing import Any

import duckdb
import pandas as pd

from metrics import health, told
from metrics.coverage import coverage, ladder, rules
from metrics.query_cache import cache_answers
from metrics.safe import amphoe, areas, members, targets
from metrics.safe import coverage as safe_coverage
from metrics.safe import health as safe_health
from reports.monthly import participation
from reports.monthly.report import COUNTRY, Figure, Pack, Period, Provinces, Scope

Metric = Callable[..., pd.DataFrame]
METRICS = ("members", "amphoe_covered")
"""What targets are set for."""
_WEEKS = 26


def gather(
    con: duckdb.DuckDBPyConnection,
    *,
    period: Period,
    scope: Scope = COUNTRY,
    viewer_provinces: Provinces = None,
) -> Pack:
    """Ask every metric of an edition's public file once, and name the figures of the first page.

    `viewer_provinces` are the provinces that whoever makes it may see, None for the whole country.
    """
    with cache_answers():
        return _gathered(_Questions(con, scope.provinces, viewer_provinces), period, scope)


def _gathered(ask: "_Questions", period: Period, scope: Scope) -> Pack:
    on, since = period.until, period.since
    compared = ask(health.members_since, on=on, since=since)
    # A month is compared with the one before it: weeks of its lists are all in it.
    if period.kind == "month":
        compared = compared.assign(since=pd.Timestamp(since), is_list=False)
    members_since = compared["since"].iloc[0].date()
    frames = {
        "members": ask(members.total, on=on),
        "members_since": compared,
        "change": ask(members.change, on=on, since=members_since),
        "monthly": ask(members.monthly, until=on),
        "weekly": ask(members.weekly, until=on, weeks=_WEEKS),
        "covered_weekly": ask(coverage.weekly, until=on, weeks=_WEEKS),
        "covered": ask(coverage.total, on=on),
        "covered_before": ask(coverage.total, on=since),
        "verified": ask(coverage.verified, on=on),
        "decisions": ask(targets.decisions, on=on),
        "amphoe": ask(amphoe.by_amphoe, on=on),
        "steps": ask(ladder.counts, on=on),
        "empty": ask(amphoe.provinces_without, on=on),
        "changes": ask(coverage.changes, since=since, until=on),
        "published": ask(members.reconciliation, until=on),
        "sources": ask(health.sources, on=on),
        "files": ask(safe_health.files),
        "checks": ask(safe_health.checks),
        "rules": ask(rules.in_force, on=on),
        "told": ask(told.last, on=on),
    }
    for metric in METRICS:
        frames[f"fan_{metric}"] = ask(targets.fan, on=on, metric=metric)
    frames["provinces"] = _provinces(
        ask(areas.by_province, on=on, since=members_since),
        ask(safe_coverage.by_province, on=on),
        frames["members"]["members"].iloc[0],
    )
    frames |= participation.frames(ask, period)
    figures = [
        *(
            ask.figure(column, members.total, column, on=on)
            for column in ("members", "yearly", "lifetime", "unplaced")
        ),
        *(
            ask.figure(column, members.change, column, on=on, since=members_since)
            for column in ("net_change", "joined", "returned", "gained", "left_members")
        ),
        *(
            ask.figure(column, coverage.total, column, on=on)
            for column in ("amphoe_covered", "amphoe", "provinces_covered", "provinces")
        ),
        ask.figure("amphoe_covered_before", coverage.total, "amphoe_covered", on=since),
        *(
            ask.figure(column, coverage.verified, column, on=on)
            for column in ("amphoe_verified", "amphoe_doubted")
        ),
        *(
            ask.figure(column, coverage.change, column, on=on, since=since)
            for column in (
                *("amphoe_gained", "amphoe_lost", "amphoe_change"),
                *("provinces_first_covered", "provinces_empty"),
            )
        ),
        ask.figure("amphoe_ready", ladder.counts, "amphoe", where={"step": "threshold"}, on=on),
        ask.figure("threshold", amphoe.by_amphoe, "threshold", on=on),
    ]
    for target in frames["decisions"]["target_id"]:
        figures += [
            ask.figure(
                f"target_{target}_{column}",
                targets.decisions,
                column,
                where={"target_id": int(target)},
                on=on,
            )
            for column in ("now", "value", "short_of", "needed_per_week", "actual_4w", "chance")
        ]
    figures += participation.figures(ask, frames, period)
    edition = {str(name): cell for name, cell in ask(health.edition).iloc[0].items()}
    return Pack(period, scope, edition, frames, tuple(figures))


class _Questions:
    """Asks each question once, and keeps the answers."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, provinces: Provinces, viewer_provinces: Provinces
    ) -> None:
        self._con, self._provinces, self._viewer_provinces = con, provinces, viewer_provinces
        self._answers: dict[tuple[str, tuple[tuple[str, Any], ...]], pd.DataFrame] = {}

    def __call__(self, metric: Metric, /, **parameters: Any) -> pd.DataFrame:  # noqa: ANN401
        key = _name(metric), tuple(sorted(parameters.items()))
        if key not in self._answers:
            beyond = (
                {"viewer_provinces": self._viewer_provinces}
                if "viewer_provinces" in signature(metric).parameters
                else {}
            )
            self._answers[key] = metric(
                self._con, provinces=self._provinces, **beyond, **parameters
            )
        return self._answers[key]

    def figure(
        self,
        name: str,
        metric: Metric,
        column: str,
        /,
        *,
        where: Mapping[str, Any] | None = None,
        **parameters: Any,  # noqa: ANN401
    ) -> Figure:
        rows = self(metric, **parameters)
        for key, wanted in (where or {}).items():
            rows = rows[rows[key] == wanted]
        cell = rows[column].iloc[0] if len(rows) else None
        value = None if cell is None or pd.isna(cell) else getattr(cell, "item", lambda: cell)()
        question = {
            key: given.isoformat() if isinstance(given, date) else given
            for key, given in parameters.items()
        }
        provinces = list(self._provinces) if self._provinces is not None else None
        question["provinces"] = provinces
        return Figure(name, value, _name(metric), question, column, where or {})


def _name(metric: Metric) -> str:
    return f"{metric.__module__.removeprefix('metrics.')}.{metric.__qualname__}"


def _provinces(shown: pd.DataFrame, covered: pd.DataFrame, everybody: int) -> pd.DataFrame:
    """Return one row a province: members, the change, and amphoe.

    The last row, without a code, holds the members of no known province and those left out, so
    that the column adds up to everybody, where they may be told.
    """
    named = covered[["province_code", "amphoe", "amphoe_covered", "amphoe_ready"]]
    rows = shown.merge(named, on="province_code", how="left")
    rest = 0 if pd.isna(everybody) else int(everybody) - int(rows["members"].sum())
    if rest:
        rows = pd.concat([rows, pd.DataFrame([{"members": rest}])], ignore_index=True)
    return rows
