"""Draws what the week brought of polls and proposals."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.proposals import week as proposals_week
from pages.access import viewer
from pages.ui.data import ask
from pages.ui.text import t


def draw(on: date, since: date) -> None:
    """Draw a line for polls and one for proposals, and the way to them; nothing where none are."""
    week = ask(proposals_week.week, on=on, since=since).iloc[0]
    lines = []
    if week["polls"]:
        parts = [t("overview.voices_polls", open=int(week["polls_open"]))]
        if pd.notna(week["people"]) and week["people"]:
            parts.append(t("overview.voices_people", n=int(week["people"])))
        lines.append(" · ".join(parts))
    if week["proposals"]:
        counts = {name: int(week[name]) for name in ("raised", "answered")}
        lines.append(t("overview.voices_proposals", **counts))
    if not lines:
        return
    words = [f"**{t('overview.of_voices')}**", "", *(f"- {line}" for line in lines)]
    st.markdown("\n".join(words))
    viewer.page_link(
        "pages/organisers/listening/page.py",
        label=t("overview.open_listening"),
        icon=":material/forum:",
    )
