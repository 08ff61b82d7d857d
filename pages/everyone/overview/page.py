"""This week: do both numbers move fast enough, what changed, and what waits for a decision?"""

from pathlib import Path

import streamlit as st

from metrics.coverage import coverage
from metrics.safe import amphoe
from pages.access import viewer
from pages.everyone.overview import changed, curves, taken, tracks, waiting
from pages.ui.bar import place as place_of_page
from pages.ui.data import ask
from pages.ui.figures import figures, maps
from pages.ui.headline import small_curve, track_card
from pages.ui.headline.week import ask_here, ask_week
from pages.ui.map import coverage as coverage_view
from pages.ui.text import t

_STYLE = Path(__file__).parent / "overview.css"
_MAP_PX = 468

week = ask_week()
covered = ask_here(coverage.total, on=week.on).iloc[0]

counts = {str(name): int(count) for name, count in covered.items()}
found = "overview.where" if counts["provinces"] > 1 else "overview.where_of"
where = t(found if counts["amphoe_covered"] else "overview.nowhere", **counts)
frame = ask(amphoe.by_amphoe, on=week.on)
cards, lines = tracks.of_week(week), curves.of_week(week)


def take() -> list[figures.Taken]:
    """Return what of the page can be taken away."""
    numbers = [taken.of_track(week.numbers[name], card, week.on) for name, card in cards.items()]
    drawn = [taken.of_curve(name, line) for name, line in lines.items()]
    provinces = place_of_page.chosen().provinces
    return [
        *filter(None, numbers),
        *drawn,
        maps.of_mode(frame, "coverage", where, provinces=provinces),
    ]


st.html(_STYLE)
with st.container(key="week"), st.container(key="week_grid"):
    with st.container(key="week_tracks"):
        track_card.draw(list(cards.values()))
    with st.container(key="week_changed"):
        changed.draw(week)
    if waiting.is_for_viewer():
        with st.container(key="week_waiting"):
            waiting.draw(week.on)
    with st.container(key="week_curves"):
        small_curve.draw(list(lines.values()))
        figures.menu("week", take)
    with st.container(key="week_map", gap="xsmall"):
        st.markdown(f"**{where}**")
        gained = changed.gained(week)
        coverage_view.draw(
            frame,
            "coverage",
            key="overview_map",
            focus=place_of_page.chosen().province or None,
            ringed=gained,
            height=_MAP_PX,
        )
        if gained:
            with st.container(key="week_rings"):
                st.caption(t("overview.ringed"))
        with st.container(key="week_ways"):
            viewer.page_link(
                "pages/everyone/coverage_map/page.py", t("overview.open_map"), ":material/map:"
            )
