"""Draws what the week brought of events and committees."""

from datetime import date

import streamlit as st

from metrics.events import calendar
from pages.access import viewer
from pages.ui.data import ask
from pages.ui.text import t


def draw(on: date) -> None:
    """Draw a line for events and one for committees, each only where an export tells of them."""
    week = ask(calendar.week, on=on).iloc[0]
    lines = []
    if week["has_events"]:
        counts = {name: int(week[name]) for name in ("held", "amphoe", "amphoe_first", "coming")}
        lines.append(t("overview.events" if week["held"] else "overview.events_none", **counts))
    if week["has_committees"]:
        counts = {name: int(week[name]) for name in ("formed", "ended", "committees")}
        is_changed = week["formed"] or week["ended"]
        lines.append(
            t("overview.committees" if is_changed else "overview.committees_same", **counts)
        )
    if not lines:
        return
    words = [f"**{t('overview.of_events')}**", "", *(f"- {line}" for line in lines)]
    st.markdown("\n".join(words))
    viewer.page_link(
        "pages/everyone/events/page.py", label=t("overview.open_events"), icon=":material/event:"
    )
