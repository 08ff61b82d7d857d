"""This week: do both numbers move fast enough, what changed, and what waits for a decision?"""

from pathlib import Path

import streamlit as st

from metrics.coverage import coverage
from metrics.safe import amphoe
from pages.access import viewer
from pages.everyone.overview import changed, curves, tracks, waiting
from pages.ui.data import ask
from pages.ui.headline.week import ask_week
from pages.ui.map import coverage as coverage_view
from pages.ui.text import t

_STYLE = Path(__file__).parent / "overview.css"
_MAP_PX = 460

week = ask_week()
covered = ask(coverage.total, on=week.on).iloc[0]

st.html(_STYLE)
with st.container(key="week"), st.container(key="week_grid"):
    with st.container(key="week_tracks"):
        tracks.draw(week)
    with st.container(key="week_changed"):
        changed.draw(week)
    if waiting.is_for_viewer():
        with st.container(key="week_waiting"):
            waiting.draw(week.on)
    with st.container(key="week_curves"):
        curves.draw(week)
    with st.container(key="week_map", gap="xsmall"):
        counts = {name: int(covered[name]) for name in ("amphoe_covered", "provinces_covered")}
        found = "overview.where" if counts["amphoe_covered"] else "overview.nowhere"
        st.markdown(f"**{t(found, **counts)}**")
        frame = ask(amphoe.by_amphoe, on=week.on)
        coverage_view.draw(frame, "coverage", key="overview_map", height=_MAP_PX)
        with st.container(horizontal=True, key="week_ways"):
            viewer.page_link(
                "pages/everyone/coverage_map/page.py", t("overview.open_map"), ":material/map:"
            )
            viewer.page_link(
                "pages/organisers/gaps/page.py", t("overview.open_gaps"), ":material/checklist:"
            )
