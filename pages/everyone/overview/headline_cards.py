"""Draws a headline number: where it stands, its target, the chance and pace to reach it."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from pages.everyone.overview import sparkline
from pages.ui import chance_text, scope, suppressed
from pages.ui.text import day_text, delta, pace_text, t


def headline(
    metric: str,
    now: int | None,
    change: int | None,
    history: Sequence[int],
    targets: pd.DataFrame,
    note: str,
    since: str,
) -> None:
    """Draw one card for `members` or `amphoe_covered`.

    `since` says of what `change` is the change. `targets` are rows of `safe.targets.decisions`;
    those of the country are shown, or of the one province that the viewer sees. Without a `change`
    what happened lately is not known, so no pace is judged either; without `now` it may not be
    shown, and no target is spoken of.
    """
    change = None if change is None or pd.isna(change) else int(change)
    with st.container(border=True, height="stretch"):
        st.metric(
            t(f"overview.{metric}"),
            suppressed.count(now),
            None if change is None else delta(change),
            delta_description=None if change is None else since,
        )
        sparkline.draw(history)
        st.caption(note)
        kind, code = scope.whole_area()
        is_whole = (targets["area_kind"] == kind) & (targets["area_code"] == code)
        own = targets[(targets["metric"] == metric) & is_whole]
        if own.empty:
            is_limited = scope.is_limited()
            st.caption(t("overview.no_target_here" if is_limited else "overview.no_target"))
        known = None if now is None or pd.isna(now) else int(now)
        for target in () if known is None else own.itertuples():
            _target(target, known or 0, is_pace_known=change is not None)


def _target(target: object, now: int, *, is_pace_known: bool) -> None:
    row = target._asdict()  # type: ignore[attr-defined]
    value, deadline = int(row["value"]), day_text(row["deadline"])
    if not row["is_started"]:
        st.markdown(
            t("overview.target", value=value, deadline=deadline, short_of=int(row["short_of"]))
        )
        return
    st.progress(min(now / value, 1.0) if value else 1.0)
    is_stale = not is_pace_known
    is_pace_known &= not row["is_backfilled"]
    actual = pace_text(row["actual_per_week"])
    if row["is_passed"]:
        st.markdown(t("overview.passed", value=value, deadline=deadline, beyond=now - value))
        if is_pace_known:
            st.markdown(t("overview.pace_past", actual=actual))
        return
    late = row["days_left"] <= 0
    phrase = "overview.target_missed" if late else "overview.target"
    st.markdown(t(phrase, value=value, deadline=deadline, short_of=int(row["short_of"])))
    if late and is_pace_known:
        st.markdown(t("overview.pace_past", actual=actual))
    elif not late:
        is_foreseen = _foresee(row, is_day_known=is_stale)
        phrase = "overview.pace" if is_pace_known else "overview.pace_needed"
        st.markdown(t(phrase, needed=pace_text(row["needed_per_week"]), actual=actual))
        if is_pace_known and not is_foreseen:
            _judge(on_pace=row["actual_per_week"] >= row["needed_per_week"])
    if row["is_backfilled"]:
        st.caption(t("overview.pace_backfilled"))


def _foresee(row: Mapping[Hashable, Any], *, is_day_known: bool) -> bool:
    """Say the chance to make it in time, and when; returns whether there is one to say."""
    if pd.isna(row["chance"]):
        return False
    median, early = row["reached_median"], row["reached_early"]
    on = row["deadline"] - timedelta(days=int(row["days_left"]))
    sentences = [t("overview.chance", chance=chance_text.about(row["chance"]))]
    first = early if pd.isna(median) else median
    if pd.isna(first) or first > on:  # a forecast of an earlier day may have hoped for sooner
        sentences.append(chance_text.when(median, first, median, row["horizon"]))
    st.markdown(" · ".join(sentences))
    notes = [t("overview.announced_only")] if row["method"] == "announced_only" else []
    if row["made_on"] < on and not is_day_known:
        notes.append(t("overview.chance_made", day=day_text(row["made_on"])))
    if notes:
        st.caption(" · ".join(notes))
    return True


def _judge(*, on_pace: bool) -> None:
    st.badge(
        t("overview.on_pace" if on_pace else "overview.behind"),
        icon=":material/check:" if on_pace else ":material/schedule:",
        color="green" if on_pace else "orange",
    )
