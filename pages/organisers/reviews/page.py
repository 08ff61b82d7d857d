"""Reviews: which representatives are in doubt, why, and what has been decided?"""

import streamlit as st

from metrics.coverage import coverage, representatives
from pages.organisers.reviews import sections
from pages.ui.bar import place
from pages.ui.data import as_of, ask, ask_private
from pages.ui.text import t

on = as_of()
provinces = place.chosen().provinces
counted = ask_private(representatives.unchecked, on=on, provinces=provinces).iloc[0]
if not counted["terms"]:
    st.info(t("reviews.empty"))
    st.stop()
checked = ask(coverage.verified, on=on, provinces=provinces).iloc[0]
findings = ask_private(representatives.to_review, on=on, provinces=provinces)
is_undecided = findings["status"] == "provisional"
undecided, settled = findings[is_undecided], findings[~is_undecided]

sections.headline(checked, undecided["term_id"].nunique())
sections.say_unchecked(counted)
if findings.empty:
    sections.say_none(checked["verified_on"])
    st.stop()

st.header(t("reviews.to_decide"), anchor=False)
if undecided.empty:
    st.success(t("reviews.all_decided"), icon=":material/check:")
else:
    sections.list_undecided(undecided, asof=on)
    st.header(t("reviews.how"), anchor=False)
    sections.decide(undecided, asof=on)

st.header(t("reviews.settled"), anchor=False)
sections.list_settled(settled, asof=on)
sections.list_all(findings, asof=on)
