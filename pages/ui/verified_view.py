"""How many representatives do the members' lists bear out, as of which list, and why not all?"""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import coverage
from pages.ui.data import ask
from pages.ui.text import day_text, t


def line(checked: pd.Series) -> str:
    """Return the row of `coverage.verified` in words, or nothing where all are borne out."""
    if pd.isna(checked["verified_on"]):
        return ""
    if checked["amphoe_verified"] == checked["amphoe_registered"]:
        return ""
    return t(
        "overview.verified",
        verified=int(checked["amphoe_verified"]),
        day=day_text(checked["verified_on"]),
    )


def explain(on: date) -> None:
    """Draw how far the amphoe covered were checked by a day, and the doubts by reason."""
    checked = ask(coverage.verified, on=on).iloc[0]
    if pd.isna(checked["verified_on"]):
        st.caption(t("map.never_verified"))
        return
    open_doubts = ask(coverage.doubts, on=on).query("status != 'still_serving'")
    said = t(
        "map.verified_on",
        day=day_text(checked["verified_on"]),
        verified=int(checked["amphoe_verified"]),
        registered=int(checked["amphoe_registered"]),
    )
    if not open_doubts.empty:
        by_reason = open_doubts.groupby("reason")["terms"].sum()
        reasons = [
            t("map.doubt", reason=t(f"ladder.doubt.{reason}"), n=int(terms))
            for reason, terms in by_reason.sort_values(ascending=False).items()
        ]
        said += " · " + t(
            "map.doubts", terms=int(open_doubts["terms"].sum()), reasons=" · ".join(reasons)
        )
    st.caption(said)
