"""Elections: which are coming, how did those held turn out, and how long did each take?"""

import streamlit as st

from metrics.elections import elections, results, turnout
from pages.everyone.elections import charts, sections
from pages.everyone.elections import turnout as turnout_view
from pages.ui import tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
provinces = place.chosen().provinces
step = sections.choose_step()
parameters = {"on": on, "provinces": provinces}
rows = ask(elections.listed, **parameters)
if rows.empty:
    st.info(sections.why_empty(on))
    st.stop()
total = ask(turnout.total, **parameters).iloc[0]

sections.cards(rows, total)
sections.say_flags(rows, ask(elections.flagged, **parameters))

charts.draw_calendar(ask(elections.calendar, step=step, **parameters), on)
sections.lists(rows, on)
if not total.elections:
    st.info(t("word.none_here"))
    st.stop()


def draw_turnout() -> None:
    """Draw how many turned out: over time, by channel and by region."""
    if not total.counted:
        st.info(t("word.none_here"))
        return
    charts.draw_turnout(ask(turnout.over_time, step=step, **parameters))
    turnout_view.say_left_out(total)
    turnout_view.by_channel(ask(turnout.by_channel, **parameters), on)
    if provinces is None or len(provinces) > 1:
        turnout_view.by_region(on, provinces)


tables.draw_folded(
    t("elections.turnout"),
    "elections_turnout_box",
    draw_turnout,
    icon=":material/how_to_reg:",
    is_open="scheme" in st.query_params,
)


def draw_contested() -> None:
    """Draw how many stood in each election."""
    by_candidates = ask(results.by_candidates, **parameters)
    if by_candidates["candidates"].notna().any():
        charts.draw_contested(by_candidates)
    sections.say_untold(by_candidates)


tables.draw_folded(
    t("elections.contested"),
    "elections_contested_box",
    draw_contested,
    icon=":material/how_to_vote:",
)
tables.draw_folded(
    t("elections.waits"),
    "elections_waits",
    lambda: sections.waits(ask(results.waits, **parameters)),
    icon=":material/schedule:",
)
