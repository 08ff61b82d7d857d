"""Growth: is membership rising, what is the change made of, and where, in many places or few?"""

import streamlit as st

from metrics import health
from metrics.safe import members
from pages.everyone.growth import concentration, sections
from pages.ui import tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.figures import figures
from pages.ui.text import day_text, t, text
from reports.figures import change_charts, findings, members_chart

on, first_list = as_of(), ask(health.edition)["first_list_on"].iloc[0]
if first_list != first_list:  # a missing day is not equal to itself
    st.info(t("empty.none_loaded"))
    st.stop()

provinces = place.chosen().provinces
left, right = st.columns(2)
with left:
    step = sections.choose_step()
with right:
    chosen = sections.choose_since(on, first_list.date())
compared = ask(health.members_since, on=on, since=chosen).iloc[0]
since = compared["since"].date()
periods = sections.periods(step, on, provinces)
if periods.empty:
    st.info(t("word.none_here"))
    st.stop()
latest = periods.iloc[-1]
if latest["members_mark"]:
    st.info(t("small.area"))
    st.stop()
totals = ask(members.reconciliation, until=on, provinces=provinces)
totals = totals[totals["metric"] == "members"]
last_list = ask(health.sources, on=on).set_index("kind")["newest_on"]["members"].date()

sections.cards(on, since, provinces)
if last_list < on:
    st.caption(t("overview.stale", day=day_text(last_list)))

figures.draw(
    members_chart.members(text(), periods, totals),
    findings.members(text(), periods),
    title=findings.members(text(), periods),
    name="members",
)
if periods["is_change_backfilled"].any():
    st.caption(t("growth.backfilled", day=day_text(first_list)))

left, right = st.columns(2)
with left:
    figures.draw(
        change_charts.changes(text(), periods, by_reason=provinces is None),
        findings.changes(text(), periods),
        title=findings.changes(text(), periods),
        name="members_change",
    )
    if provinces:
        st.caption(t("small.area"))
    if periods["gained"].isna().any():
        st.caption(t("small.series"))
with right:
    sections.types(periods, provinces)

tables.draw_folded(
    t("growth.where"),
    "growth_areas",
    lambda: sections.by_area(on, since, provinces),
    icon=":material/location_on:",
    is_open="level" in st.query_params,
)
tables.draw_folded(
    t("belonging.title"),
    "growth_belonging",
    lambda: concentration.draw(on, first_list.date(), provinces),
    icon=":material/groups:",
)
if len(totals):
    tables.draw_folded(
        t("growth.published"),
        "growth_published",
        lambda: sections.beside_published(totals, on),
        icon=":material/campaign:",
    )
