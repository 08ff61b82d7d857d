"""Tells of both numbers on their way to their targets."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from i18n.numbers import signed
from metrics.coverage import coverage
from metrics.targets import standing, track_record
from pages.ui import amphoe_links, chance_text, suppressed, verified
from pages.ui.data import ask
from pages.ui.headline.track_card import Line, Track
from pages.ui.headline.week import Number, Week, ask_here, is_part
from pages.ui.text import day_text, pace_text, short_day_text, t


def of_week(week: Week) -> dict[str, Track]:
    """Return the card of each number."""
    return {metric: _track(number, week) for metric, number in week.numbers.items()}


def _track(number: Number, week: Week) -> Track:
    name = t(f"overview.{number.metric}")
    if not number.is_known:
        return Track(name, "–", notes=[t(f"overview.none.{number.metric}")])
    change = "" if number.change is None else f"{signed(number.change)} {_period(number, week)}"
    target = number.target if number.now is not None and not _is_hidden(number) else None
    said = _said(number, target, week) if target else {}
    notes = [*said.pop("notes", []), *_notes(number, week)]
    return Track(
        name,
        suppressed.count(number.now, number.mark),
        _unit(number, week),
        change,
        0 if not number.change else 1 if number.change > 0 else -1,
        notes=notes,
        **said,
    )


def _is_hidden(number: Number) -> bool:
    return number.target is not None and bool(number.target["is_hidden"])


def _period(number: Number, week: Week) -> str:
    if number.since is None:
        return t("overview.in_week")
    return t("standing.since", day=short_day_text(number.since, week.on))


def _unit(number: Number, week: Week) -> str:
    if number.metric == "members":
        return t("overview.people")
    return t("overview.of_all", amphoe=int(ask_here(coverage.total, on=week.on).iloc[0]["amphoe"]))


def _said(number: Number, target: Mapping[Any, Any], week: Week) -> dict[str, Any]:
    """Return the parts of a card that tell of its target."""
    value = int(target["value"])
    goal = f"{value:,} · {short_day_text(target['deadline'], week.on)}"
    if not target["is_started"]:
        start = t("overview.goal_from", start=day_text(target["start_on"]))
        return {"share": None, "goal": f"{goal} · {start}"}
    said: dict[str, Any] = {
        "share": (number.now or 0) / value if value else 1.0,
        "goal": goal,
        "address": amphoe_links.of_page("projections"),
    }
    if standing.is_line_telling(target):
        due = round(target["expected_now"])
        said["line"] = Line(due / value, t("overview.due_today", n=due))
    if target["is_passed"]:
        return said | {"lead": t("overview.passed", n=(number.now or 0) - value)}
    if target["days_left"] <= 0:
        return said | {"lead": t("overview.missed", n=int(target["short_of"]))}
    lead, notes = _chance(number, target, week)
    return said | {"lead": lead, "rest": _pace(number, target), "notes": notes}


def _pace(number: Number, target: Mapping[Any, Any]) -> list[str]:
    """Say what is needed, and what came lately where that is known."""
    days = int(target["days_left"])
    if days < 7:
        needed = t("overview.needed_days", n=int(target["short_of"]), days=days)
    else:
        needed = t("overview.needed", needed=pace_text(target["needed_per_week"]))
    if target["is_backfilled"] or number.told_to:
        return [needed]
    return [needed, t("overview.got", actual=pace_text(target["actual_per_week"]))]


def _chance(number: Number, target: Mapping[Any, Any], week: Week) -> tuple[str, list[str]]:
    """Return the chance in words, and what to know of it; nothing where there is none."""
    if pd.isna(target["chance"]):
        return "", []
    notes = []
    if target["method"] == "announced_only":
        notes.append(t("overview.announced_only"))
    if target["made_on"].date() < week.on and not number.told_to:
        notes.append(t("overview.chance_made", day=day_text(target["made_on"])))
    if target["area_kind"] == "country":
        narrow = ask(track_record.narrow, on=week.on, metric=number.metric)
        if narrow["is_too_narrow"].iloc[0]:
            notes.append(t("overview.too_narrow"))
    return chance_text.whole(target["chance"]), notes


def _notes(number: Number, week: Week) -> list[str]:
    notes = []
    if number.target is None:
        notes.append(t("overview.no_target_here" if is_part() else "overview.no_target"))
    elif _is_hidden(number):
        notes.append(t("small.area"))
    elif number.target["is_started"] and number.target["is_backfilled"]:
        notes.append(t("overview.pace_unknown"))
    if number.told_to:
        notes.append(t("overview.stale", day=day_text(number.told_to)))
    if number.metric == "amphoe_covered":
        notes.append(verified.line(ask_here(coverage.verified, on=week.on).iloc[0]))
    if number.others:
        notes.append(t("overview.more_targets", n=number.others))
    return [note for note in notes if note]
