"""Draws the controls of each scenario, and what it comes to for the country's targets."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import itemgetter

import pandas as pd
import streamlit as st

from metrics.safe import amphoe as safe_amphoe
from metrics.safe import targets as safe_targets
from metrics.targets import scenarios
from metrics.targets.scenarios import Shares
from pages.everyone.projections import scenario_outcome
from pages.everyone.projections.scenario_outcome import Target
from pages.ui import controls
from pages.ui.data import ask
from pages.ui.text import day_text, t
from reports.figures.fan_lines import Scenario

MOST_MEMBERS, MOST_ELECTIONS = 50_000, 200
"""So many a week at most may be asked about."""
ADDRESSED = ("members_week", "elections_week", "ready_by")
"""What an address calls the numbers that are asked about."""
_WITHOUT_TARGET_WEEKS, _DRAWN_WEEKS = 26, 130
_SHARES = ("held_share", "elected_share", "lost_per_week")


def draw(on: date, decisions: Sequence[Target]) -> dict[str, list[Scenario]]:
    """Draw the three scenarios side by side; return their lines by metric, for the fans.

    `decisions` are rows of `projections.decisions`; only the country's targets are spoken of.
    """
    start = ask(safe_targets.scenario_start, on=on).iloc[0]
    country = sorted(
        (row for row in decisions if row["area_kind"] == "country"),
        key=itemgetter("deadline"),
    )
    own = {
        metric: [row for row in country if row["metric"] == metric]
        for metric in ("members", "amphoe_covered")
    }
    shares = Shares() if pd.isna(start["held_share"]) else Shares(*start[list(_SHARES)])
    # An amphoe that lacks nothing, and has nobody: only there can an election be set.
    short_of = ask(safe_amphoe.gaps, on=on)["short_of_about"]
    ready = int((short_of == 0).sum())
    left, middle, right = st.columns(3)
    with left, st.container(border=True, height="stretch"):
        members = _members(on, start, own["members"])
    with middle, st.container(border=True, height="stretch"):
        weekly = _elections(on, start, own["amphoe_covered"], shares, ready)
    with right, st.container(border=True, height="stretch"):
        all_ready = _ready(on, start, own["amphoe_covered"], shares, short_of)
    st.caption(
        t("scenario.shares_unknown")
        if pd.isna(start["held_share"])
        else t(
            "scenario.shares",
            held=f"{100 * shares.held:.0f}",
            elected=f"{100 * shares.elected:.0f}",
            lost=f"{100 * shares.lost_per_week:.1f}",
        )
    )
    return {
        "members": [] if members is None else [members],
        "amphoe_covered": [weekly, all_ready],
    }


def _members(on: date, start: pd.Series, targets: Sequence[Target]) -> Scenario | None:
    """Draw the scenario of members; none where they are too few to be told."""
    if pd.isna(start["members"]) or pd.isna(start["members_4w"]):
        st.info(t("small.area"))
        return None
    needed = _first(target["needed_per_week"] for target in targets)
    pace = float(start["members_4w"])
    each = controls.number(
        t("scenario.members_label"),
        "members_week",
        default=round(max(pace, 0.0)),
        low=0,
        high=MOST_MEMBERS,
        step=100,
    )
    scenario_outcome.compare(pace, needed)
    path = scenarios.members_path(float(start["members"]), each)
    scenario_outcome.outcomes(path, on, targets)
    return _scenario(t("scenario.line", n=each), on, path)


def _elections(
    on: date, start: pd.Series, targets: Sequence[Target], shares: Shares, ready: int
) -> Scenario:
    """Draw what comes of so many elections a week while amphoe are ready to hold one."""
    now, amphoe = float(start["amphoe_covered"]), int(start["amphoe"])
    needed = _first(
        scenarios.elections_needed(now, amphoe, target["value"], target["days_left"], shares)
        for target in targets
        if not target["is_passed"]
    )
    pace = float(start["elections_4w"])
    each = controls.number(
        t("scenario.elections_label"),
        "elections_week",
        default=round(pace),
        low=0,
        high=MOST_ELECTIONS,
    )
    scenario_outcome.compare(pace, needed)
    path = scenarios.amphoe_path(now, amphoe, scenarios.while_ready(each, ready), shares)
    scenario_outcome.outcomes(path, on, targets)
    st.caption(t("scenario.ready_only", ready=ready))
    return _scenario(t("scenario.line", n=each), on, path)


def _ready(
    on: date, start: pd.Series, targets: Sequence[Target], shares: Shares, short_of: pd.Series
) -> Scenario:
    """Draw what comes of an election in every amphoe at the threshold by a day."""
    st.markdown(f"**{t('scenario.ready_line')}**")
    ready, below = int((short_of == 0).sum()), short_of[short_of > 0].tolist()
    by = controls.slide(t("scenario.ready_label"), _choices(on, targets), "ready_by", day_text)
    days = (by - on).days
    # Held is what the scenario supposes; elected and lost are as the past has been.
    sure = Shares(1.0, shares.elected, shares.lost_per_week)

    def path_of(elections: float) -> list[float]:
        return scenarios.amphoe_path(
            float(start["amphoe_covered"]),
            int(start["amphoe"]),
            scenarios.spread(elections, days),
            sure,
        )

    path = path_of(ready)
    st.markdown(
        t(
            "scenario.ready_covered",
            ready=ready,
            day=day_text(by),
            covered=scenario_outcome.whole(scenarios.value_on(path, days)),
        )
    )
    scenario_outcome.outcomes(path, on, targets)
    more = path_of(ready + 1)
    for target in targets:
        if not target["is_passed"] and target["days_left"] > 0:
            scenario_outcome.lacking(target, path, more, below)
    return _scenario(t("scenario.ready_line"), on, path)


def _choices(on: date, targets: Sequence[Target]) -> list[date]:
    """Return days a week apart up to the last deadline: a link's day is there again next week."""
    last = max((target["deadline"].date() for target in targets), default=on)
    if last <= on:
        last = on + timedelta(days=7 * _WITHOUT_TARGET_WEEKS)
    return [last - timedelta(days=7 * week) for week in range((last - on).days // 7, -1, -1)]


def _first(needed: Iterable[float | None]) -> float | None:
    """Return the first pace needed that there is: that of the target due next."""
    return next((float(pace) for pace in needed if pace is not None and pd.notna(pace)), None)


def _scenario(name: str, on: date, path: Sequence[float]) -> Scenario:
    values = path[:_DRAWN_WEEKS]
    days = [on + timedelta(days=7 * week) for week in range(len(values))]
    return Scenario(name, days, values)
