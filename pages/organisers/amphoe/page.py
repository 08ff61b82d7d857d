"""Amphoe: everything about one of them, and what to do next there."""

import pandas as pd
import streamlit as st

from metrics import places
from metrics.coverage import ladder
from metrics.safe import amphoe as safe_amphoe
from pages.organisers.amphoe import lists, participation, people, sections
from pages.ui import tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.map import coverage
from pages.ui.text import t


def open_neighbour(code: str | None) -> None:
    """A click on the map opens the page of the amphoe clicked."""
    if code:
        place.choose_code(code)


def draw_map(frame: pd.DataFrame, province: str, chosen: str) -> None:
    """Draw the map of a province's surroundings, on which an amphoe can be opened."""
    coverage.draw(
        frame,
        "ladder",
        key="amphoe_page_map",
        focus=province or None,
        chosen=chosen or None,
        height=360,
        on_choose=open_neighbour,
    )


on = as_of()
everywhere = ask(safe_amphoe.by_amphoe, on=on)
where = place.chosen()
code = where.amphoe
if not code:
    list_column, map_column = st.columns([3, 2], gap="large")
    with list_column:
        lists.suggest(everywhere, where)
    with map_column:
        draw_map(everywhere, where.province, code)
    st.stop()
row = everywhere[everywhere["amphoe_code"] == code].iloc[0]
inside = (row["province_code"],)
verified = ask(safe_amphoe.by_amphoe, on=on, basis="verified", provinces=inside)
step = verified.loc[verified["amphoe_code"] == code, "step"].iloc[0]
gaps = ask(safe_amphoe.gaps, on=on, provinces=inside)
gap = gaps[gaps["amphoe_code"] == code]
is_doubted = row["step"] in ladder.COVERED and step not in ladder.COVERED
sections.header(row, None if gap.empty else gap.iloc[0], is_doubted=is_doubted)

left, right = st.columns([3, 2], gap="large")
with left:
    sections.members(code, row["members_mark"], on)
    st.header(t("reviews.column.name"), anchor=False)
    votes_place = st.container()
with right:
    st.header(t("amphoe.way"), anchor=False)
    sections.ladder_steps(code, row["step"], on)

st.header(t("amphoe.elections"), anchor=False)
rows = sections.votes(code, on)
with votes_place:
    people.draw(code, on, has_votes=len(rows) > 0)


def draw_events() -> None:
    """Draw the province's committee, and what was held here."""
    participation.say_committee(code, on)
    participation.draw_events(code, on)


tables.draw_folded(
    t("amphoe.events"),
    "amphoe_events",
    draw_events,
    icon=":material/event:",
)
tables.draw_folded(
    t("amphoe.proposals"),
    "amphoe_proposals",
    lambda: participation.draw_proposals(code, on),
    icon=":material/forum:",
)
tables.draw_folded(
    t("amphoe.polls"),
    "amphoe_polls",
    lambda: participation.draw_polls(code, on),
    icon=":material/ballot:",
)

st.header(t("amphoe.around"), anchor=False)
list_column, map_column = st.columns([3, 2], gap="large")
near: pd.DataFrame = ask(places.neighbours, amphoe_code=code)
with list_column:
    if near.empty:
        st.info(t("word.none_here"))
    else:
        beside = everywhere[everywhere["amphoe_code"].isin(near["amphoe_code"])]
        lists.show(beside, name=f"near_{code}", alt=t("amphoe.around"))
with map_column:
    draw_map(everywhere, row["province_code"], code)
