"""Draws counts in cards, what does not add up, lists, rivals and waiting times."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.elections import elections
from metrics.elections.results import WAITS
from pages.everyone.elections import table
from pages.ui import controls, health
from pages.ui.text import either, t

_LISTS = {
    "coming": ("coming",),
    "held": ("held",),
    "overdue": ("overdue",),
    "off": ("postponed", "cancelled", "void"),
}
"""The lists a reader may choose, and the phases of `elections.PHASES` in each."""


def choose_step() -> str:
    """Draw the choice of period that both charts count by, one of `elections.STEPS`."""
    return controls.switch(
        t("elections.step"), elections.STEPS, "step", lambda step: t(f"elections.step.{step}")
    )


def why_empty(on: date) -> str:
    """Return why there is no election to show: no file, or none here by the day."""
    if not health.has_source("elections", on):
        return t("empty.none_loaded")
    return t("word.none_here")


def cards(rows: pd.DataFrame, total: pd.Series) -> None:
    """Draw how many elections are in each phase, and the turnout of those held."""
    found = rows["phase"].value_counts()
    with st.container(horizontal=True):
        for phase in elections.PHASES[:-1]:
            if phase in ("coming", "held") or phase in found:
                st.metric(t(f"elections.phase.{phase}"), f"{found.get(phase, 0):,}")
        if total.counted:
            st.metric(t("elections.turnout"), f"{total.turnout_pct:.1f}%")
    if found.get("draft", 0):
        st.caption(t("elections.drafts", n=int(found["draft"])))


def say_flags(rows: pd.DataFrame, flagged: pd.DataFrame) -> None:
    """Draw what figures do not add up, how many elections it is, and that they are kept so."""
    if flagged.empty:
        return
    reasons = [
        f"{either(f'elections.flag.{row.flag}', str(row.flag))}: {int(row.elections):,}"
        for row in flagged.itertuples()
    ]
    st.warning(
        "\n".join([t("elections.flags"), "", *(f"- {reason}" for reason in reasons)]), icon="⚠️"
    )


def lists(rows: pd.DataFrame, on: date) -> None:
    """Draw the list chosen: coming the nearest first, every other the newest first."""
    each = rows["phase"].value_counts()
    found = {name: int(each.reindex(phases).sum()) for name, phases in _LISTS.items()}
    options = [name for name in _LISTS if name != "overdue" or found[name]]
    chosen = controls.switch(
        t("elections.list"),
        options,
        "list",
        lambda name: f"{t(_list_key(name))} ({found[name]:,})",
        default="coming" if found["coming"] else "held",
    )
    if not found[chosen]:
        st.info(t("word.none_here"))
        return
    if chosen in ("off", "overdue"):
        st.caption(t(f"elections.list_why.{chosen}"))
    table.show(rows[rows["phase"].isin(_LISTS[chosen])], chosen, asof=on)


def _list_key(name: str) -> str:
    return "elections.list.off" if name == "off" else f"elections.phase.{name}"


def say_untold(rows: pd.DataFrame) -> None:
    """Draw how many elections do not tell their candidates; rows of `results.by_candidates`."""
    untold = rows.loc[rows["candidates"].isna(), "elections"].sum()
    if untold == rows["elections"].sum():
        st.info(t("word.none_here"))
    elif untold:
        st.caption(t("elections.candidates_untold", n=int(untold)))


def waits(rows: pd.DataFrame) -> None:
    """Draw each wait of `election_results.waits`: the middle one, the shortest and the longest."""
    if not rows["elections"].any():
        st.info(t("word.none_here"))
        return
    by_name = rows.set_index("wait")
    columns = st.columns(len(WAITS))
    for column, name in zip(columns, WAITS, strict=True):
        wait = by_name.loc[name]
        with column:
            if not wait["elections"]:
                st.metric(t(f"elections.wait.{name}"), "–")
                continue
            st.metric(
                t(f"elections.wait.{name}"),
                t("ladder.stood.days", n=f"{wait['median_days']:.1f}".removesuffix(".0")),
            )
            st.caption(
                t(
                    "elections.wait_range",
                    least=int(wait["least_days"]),
                    most=int(wait["most_days"]),
                    n=int(wait["elections"]),
                )
            )
    st.caption(t("elections.waits_how", backwards=int(rows["backwards"].max())))
