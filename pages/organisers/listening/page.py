"""Listening: what do members say in polls and propose, and who of them says it?"""

from functools import partial

import streamlit as st

from metrics.polls import polls
from metrics.proposals import proposals
from pages.organisers.listening import polls as listening_view
from pages.organisers.listening import proposals as proposals_view
from pages.organisers.listening import turnout
from pages.ui import controls, tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
part = controls.switch(
    t("listening.part"),
    ("polls", "proposals"),
    "part",
    lambda part: t(f"listening.part.{part}"),
    is_labelled=False,
)

if part == "polls":
    if not place.chosen().is_whole:
        st.caption(t("listening.polls_of_all"))
    rows = ask(polls.known_polls, on=on)
    if rows.empty:
        st.info(listening_view.why_none("polls", on))
        st.stop()
    chosen = listening_view.choose(rows)
    poll = ask(polls.listed, on=on, poll_id=chosen).iloc[0]
    listening_view.header(poll, on)
    listening_view.draw_answers(poll, ask(polls.answers, poll_id=poll["poll_id"], on=on), on)
    listening_view.draw_changes(poll, rows, on)
    tables.draw_folded(
        t("listening.took_part"),
        "poll_took_part",
        lambda: turnout.draw(poll, on),
        icon=":material/groups:",
    )
    listening_view.flags(poll)
    listening_view.method()
else:
    provinces = place.chosen().provinces
    everything = ask(proposals.listed, on=on, provinces=provinces)
    if everything.empty:
        st.info(listening_view.why_none("proposals", on))
        st.stop()
    proposals_view.cards(ask(proposals.answered_soon, on=on, provinces=provinces).iloc[0])
    st.header(t("proposals.board"), anchor=False)
    proposals_view.board(ask(proposals.board, on=on, provinces=provinces), on)
    st.header(t("proposals.steps"), anchor=False)
    proposals_view.steps(ask(proposals.steps, on=on, provinces=provinces), on)
    by_province = partial(ask, proposals.answered_soon, on=on, by="province_code")
    tables.draw_folded(
        t("proposals.by_province"),
        "proposals_provinces",
        lambda: proposals_view.by_province(by_province(provinces=provinces), on),
        icon=":material/map:",
    )
    tables.draw_folded(
        t("proposals.list"),
        "proposals_list",
        lambda: proposals_view.draw_list(everything, on),
        icon=":material/list:",
    )
