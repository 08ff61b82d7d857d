"""Words how a scenario comes out for each target."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from metrics.targets import scenarios
from pages.ui.text import day_text, pace_text, t

Target = Mapping[Any, Any]
"""A row of `targets.pace`."""

_WITHOUT_TARGET_WEEKS = 26


def compare(pace: float, needed: float | None) -> None:
    """Say the pace of the last four weeks, and the one needed where there is one."""
    words = t("scenario.pace", pace=pace_text(pace))
    if needed is not None:
        words += " · " + t("overview.needed", needed=pace_text(needed))
    st.caption(words)


def outcomes(path: Sequence[float], on: date, targets: Sequence[Target]) -> None:
    """Say of each target when the path reaches it, or where it stands on the deadline."""
    if not targets:
        day = on + timedelta(days=7 * _WITHOUT_TARGET_WEEKS)
        stands = whole(path[_WITHOUT_TARGET_WEEKS])
        st.markdown(t("scenario.stands", day=day_text(day), value=stands))
    for target in targets:
        st.markdown(_outcome(path, on, target))


def _outcome(path: Sequence[float], on: date, target: Target) -> str:
    value, deadline = int(target["value"]), target["deadline"].date()
    if target["is_passed"]:
        return t("scenario.passed", value=value)
    day = scenarios.reached_on(path, value, on)
    early = (deadline - day).days if day else -1
    stands = whole(scenarios.value_on(path, (deadline - on).days))
    facts = {"value": value, "day": day_text(day), "deadline": day_text(deadline)}
    if day and early >= 0:
        return ":green[:material/check_circle:] " + t("scenario.in_time", days=early, **facts)
    words = t("scenario.late", days=-early, **facts) if day else t("scenario.never", **facts)
    if deadline > on:
        words += " · " + t("scenario.at_deadline", stands=stands, short_of=value - stands, **facts)
    return f":orange[:material/schedule:] {words}"


def lacking(
    target: Target, path: Sequence[float], more: Sequence[float], below: Sequence[int]
) -> None:
    """Say what is lacking to a target beyond the amphoe at the threshold.

    `more` is the path with one more election, `below` what each amphoe below the threshold lacks.
    """
    stands, with_one_more = (
        scenarios.value_on(each, int(target["days_left"])) for each in (path, more)
    )
    lack = scenarios.lacking(below, stands, float(target["value"]), with_one_more - stands)
    value = int(target["value"])
    if lack is None:
        st.markdown(t("scenario.lacking_all", value=value))
    elif lack.amphoe:
        st.markdown(t("scenario.lacking", value=value, amphoe=lack.amphoe, members=lack.members))


def whole(value: float) -> int:
    """Return what is surely there: half an amphoe is none."""
    return math.floor(value + 1e-6)
