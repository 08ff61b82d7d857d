"""Draws what the forecast of amphoe rests on, and how members and amphoe hang together."""

import pandas as pd
import streamlit as st

from metrics.targets import projections
from pages.ui.data import ask
from pages.ui.text import t


def terms() -> None:
    """Draw what the newest forecast of amphoe takes for true."""
    known = ask(projections.terms).set_index("term")
    if known.empty:
        return
    lines = [
        t(f"projections.term.{name}", **_figures(name, known.loc[name]))
        for name in ("held_share", "elected_share", "lost_per_week", "weekly_rate", "members")
        if name in known.index
    ]
    st.markdown("\n".join([t("projections.rests_on"), "", *(f"- {line}" for line in lines)]))


def _figures(name: str, term: pd.Series) -> dict[str, str]:
    """Return a term and its interval as shown: per cent, times, or amphoe a week."""
    columns = {"value": "estimate", "low": "lo", "high": "hi"}
    if name == "members":
        # The coefficient is of the logarithm of members: twice the members are 2 to its power.
        return {field: f"{2 ** term[column]:.1f}" for field, column in columns.items()}
    if name == "weekly_rate":
        return {field: f"{term[column]:.0f}" for field, column in columns.items()}
    digits = 1 if name == "lost_per_week" else 0
    return {field: f"{100 * term[column]:.{digits}f}" for field, column in columns.items()}


def tie(row: pd.Series) -> None:
    """Say in one sentence how members and amphoe hang together; a row of `threshold_tie`."""
    words = t(
        "projections.tie",
        threshold=int(row["threshold"]),
        ready=int(row["amphoe_at_threshold"]),
        uncovered=int(row["amphoe_at_threshold_uncovered"]),
        short=int(row["members_short"]),
    )
    st.markdown(words)
