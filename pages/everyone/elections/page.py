"""Elections: which are coming, how did those held turn out, and how long did each take?"""

import streamlit as st

from metrics.elections import elections, results, turnout
from pages.everyone.elections import charts, sections
from pages.everyone.elections import turnout as turnout_view
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
provinces = place.chosen().provinces
step = sections.choose_step()
parameters = {"on": on, "provinces": provinces}
rows = ask(elections.listed, **parameters)
if rows.empty:
    st.info(sections.why_empty(on, provinces))
    st.stop()
total = ask(turnout.total, **parameters).iloc[0]

sections.cards(rows, total)
sections.say_flags(rows, ask(elections.flagged, **parameters))

charts.draw_calendar(ask(elections.calendar, step=step, **parameters), on)
sections.lists(rows, on)
if not total.elections:
    st.info(t("elections.none_held"))
    st.stop()

st.header(t("elections.turnout"), anchor=False)
if total.counted:
    turnout_view.say(total)
    charts.draw_turnout(ask(turnout.over_time, step=step, **parameters))
    turnout_view.by_channel(ask(turnout.by_channel, **parameters), on)
    if provinces is None or len(provinces) > 1:
        turnout_view.by_region(on, provinces)
else:
    st.info(t("elections.no_turnout"))

st.header(t("elections.contested"), anchor=False)
by_candidates = ask(results.by_candidates, **parameters)
if sections.say_contested(by_candidates):
    charts.draw_contested(by_candidates)

st.header(t("elections.waits"), anchor=False)
sections.waits(ask(results.waits, **parameters))
