"""Ranks the gaps by what a visit is expected to bring."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage.gaps import RANKS
from metrics.events import calendar, next_visits
from pages.ui.data import ask
from pages.ui.event_effect import number
from pages.ui.text import t

RANK = "visit"


def ranks() -> tuple[str, ...]:
    """Return the further order to offer: none where no export tells of events."""
    return () if ask(calendar.by_day).empty else (RANK,)


def by_metric(rank: str) -> str:
    """Return what the metric ranks by where the reader chose `rank`."""
    return RANKS[0] if rank == RANK else rank


def add(gaps: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return rows of `safe.amphoe.gaps` with `visit` in words, in the order of it.

    Only where it can tell one amphoe from another; else it says why not and leaves the order.
    """
    with st.spinner(t("events.effect.working")):
        visits = ask(next_visits.next_visits, on=on)
    verdict = "cannot_tell_yet" if visits.empty else str(visits["verdict"].iloc[0])
    if verdict != "differs":
        first = {"expected": 0.0, "lo": 0.0, "hi": 0.0} if visits.empty else visits.iloc[0]
        figures = {name: number(first[name]) for name in ("expected", "lo", "hi")}
        st.info(t(f"gaps.visit.{verdict}", **figures), icon=":material/help:")
        return gaps
    own = visits.set_index("amphoe_code")[["expected", "lo", "hi", "visits_alike"]]
    rows = gaps.join(own, on="amphoe_code")
    rows = rows.sort_values(["expected", "rank"], ascending=[False, True])
    st.caption(t("gaps.visit.differs"))
    return rows.assign(
        rank=range(1, len(rows) + 1),
        visit=[
            f"{number(mean)} ({number(lo)} – {number(hi)})"
            for mean, lo, hi in zip(rows["expected"], rows["lo"], rows["hi"], strict=True)
        ],
    )
