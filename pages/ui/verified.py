"""Words how many representatives the members' lists bear out, as of which list."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage import coverage
from metrics.safe import health
from pages.ui import suppressed
from pages.ui.data import ask
from pages.ui.text import day_text, t


def line(checked: pd.Series) -> str:
    """Return the row of `coverage.verified` in words, or nothing where all are borne out."""
    if pd.isna(checked["verified_on"]):
        return ""
    if checked["amphoe_verified"] == checked["amphoe_registered"]:
        return ""
    return t("overview.verified", verified=int(checked["amphoe_verified"]))


def explain(on: date) -> None:
    """Draw how far the amphoe covered were checked by a day, and the doubts by reason."""
    checked = ask(coverage.verified, on=on).iloc[0]
    if pd.isna(checked["verified_on"]):
        st.caption(t("map.never_verified"))
        return
    doubts = ask(health.doubts, on=on)
    words = t(
        "map.verified_on",
        day=day_text(checked["verified_on"]),
        verified=int(checked["amphoe_verified"]),
        registered=int(checked["amphoe_registered"]),
    )
    if not doubts.empty:
        reasons = [
            t(
                "map.doubt",
                reason=t(f"ladder.doubt.{row['reason']}"),
                n=suppressed.count(row["terms"], row["terms_mark"]),
            )
            for row in doubts.to_dict("records")
        ]
        first = doubts.iloc[0]
        in_all = suppressed.count(first["in_all"], first["in_all_mark"])
        words += " · " + t("map.doubts", terms=in_all, reasons=" · ".join(reasons))
    st.caption(words)
