"""Asks what the page tells about the week that ends on the day looked at."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from metrics import health
from metrics.coverage import coverage
from metrics.query import Parameter
from metrics.safe import members as safe_members
from metrics.safe import targets
from metrics.targets import standing
from metrics.targets.standing import Standing
from pages.ui import scope
from pages.ui.bar import place as place_of_page
from pages.ui.data import Metric, as_of, ask
from pages.ui.text import language
from reports import standing_words

METRICS = ("members", "amphoe_covered")
WEEKS = 13
"""So many weeks' ends are drawn as a curve."""
_EXPORTS = {"members": ("members",), "amphoe_covered": ("elections", "representatives")}


@dataclass(frozen=True)
class Number:
    """One of METRICS on the day: its target that matters now, how many `others` it has, and how it
    stands.

    `mark` says why `now` may not be told. `change` is what came since the list of the day `since`,
    or else in the last seven days; missing where it is not known.
    """

    metric: str
    now: int | None
    mark: str | None
    change: int | None
    since: date | None
    told_to: date | None
    is_known: bool
    target: Mapping[Any, Any] | None
    others: int
    standing: Standing


@dataclass(frozen=True)
class Week:
    """What is told of the week after `since` up to `on`. `flow` is the row of members' changes that
    `members.change` tells, None where what came before is not known."""

    on: date
    since: date
    numbers: Mapping[str, Number]
    flow: pd.Series | None


def ask_here(metric: Metric, /, **parameters: Parameter) -> pd.DataFrame:
    """Return the metric's answer of the place chosen; of an amphoe, of its province."""
    return ask(metric, provinces=place_of_page.chosen().provinces, **parameters)


def is_part() -> bool:
    """Whether what is told is of a part of the country, which its targets are not of."""
    return scope.is_limited() or not place_of_page.chosen().is_whole


def say_finding() -> str:
    """Return the page's heading: its finding."""
    return standing_words.sentence(
        {metric: number.standing for metric, number in ask_week().numbers.items()}, language()
    )


def ask_week() -> Week:
    """Return the week that ends on the day looked at."""
    on = as_of()
    since = on - timedelta(days=7)
    newest = {row.kind: row.newest_on for row in ask(health.sources, on=on).itertuples()}
    told_to = {metric: _told_to(newest, kinds, on) for metric, kinds in _EXPORTS.items()}
    decisions = ask_here(targets.decisions, on=on)
    kind, code = _area()
    own = decisions[(decisions["area_kind"] == kind) & (decisions["area_code"] == code)]
    flow, compared = _flow(on, since)
    is_flow_known = not flow["is_change_backfilled"] and told_to["members"] is None
    has_lists = bool(ask(health.edition)["first_list_on"].notna().iloc[0])
    weeks = ask_here(coverage.weekly, until=on, weeks=2)["amphoe_covered"]
    total = ask_here(safe_members.total, on=on).iloc[0]
    known = {
        "members": has_lists,
        "amphoe_covered": not set(newest).isdisjoint(_EXPORTS["amphoe_covered"]),
    }
    now = {
        "members": _whole(total["members"]) if has_lists else None,
        "amphoe_covered": int(weeks.iloc[-1]) if known["amphoe_covered"] else None,
    }
    change = {
        "members": _whole(flow["net_change"]) if is_flow_known and has_lists else None,
        "amphoe_covered": int(weeks.diff().iloc[-1]) if told_to["amphoe_covered"] is None else None,
    }
    numbers = {}
    for metric in METRICS:
        target, others = standing.choose(own, metric)
        list_on = compared if metric == "members" else None
        numbers[metric] = Number(
            metric,
            now[metric],
            total["members_mark"] if metric == "members" else None,
            change[metric],
            list_on,
            told_to[metric],
            known[metric],
            target,
            others,
            standing.judge(
                target,
                now=now[metric],
                change=change[metric],
                told_to=told_to[metric],
                since=list_on,
            ),
        )
    return Week(on, since, numbers, flow if is_flow_known and has_lists else None)


def _area() -> tuple[str, str]:
    """Return kind and code of the area whose targets are shown."""
    place = place_of_page.chosen()
    if place.kind == "region":
        return "ect", place.region
    return ("province", place.province) if place.province else scope.whole_area()


def _flow(on: date, since: date) -> tuple[pd.Series, date | None]:
    """Return how members changed, and since which list, where lists lie far apart."""
    compared = ask(health.members_since, on=on, since=since).iloc[0]
    if not compared["is_list"]:
        return ask_here(safe_members.weekly, until=on, weeks=WEEKS).iloc[-1], None
    list_on = compared["since"].date()
    return ask_here(safe_members.change, on=on, since=list_on).iloc[0], list_on


def _told_to(newest: Mapping[Hashable, Any], kinds: tuple[str, ...], on: date) -> date | None:
    """Return up to which day a kind of export tells, where that is before the day looked at."""
    days = [newest[kind].date() for kind in kinds if pd.notna(newest.get(kind))]
    return max(days) if days and max(days) < on else None


def _whole(count: object) -> int | None:
    return None if pd.isna(count) else int(count)  # type: ignore[call-overload]
