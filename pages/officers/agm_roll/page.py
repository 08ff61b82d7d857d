"""The roll: who may vote at the annual general meeting, will they be enough, is a vote a vote?"""

import streamlit as st

from pages.officers.agm_roll import freeze, quorum, rules, sections
from pages.officers.agm_roll import frozen as roll_record
from pages.ui import tables
from pages.ui.text import t
from reports.agm_roll import roll

record, frozen = roll_record.choose()
if record is None:
    st.info(t("agm_roll.old_edition"))
    st.stop()
try:
    agm_roll = roll_record.open_record(record)
except roll.NotARoll:
    st.error(t("agm_roll.unreadable"))
    st.stop()

if frozen:
    freeze.draw_frozen(frozen, agm_roll)
else:
    sections.beyond(agm_roll)
    sections.unplaced(agm_roll.cutoff)
sections.headline(agm_roll)
tables.draw_folded(
    t("agm_roll.rules"),
    "roll_rules",
    lambda: rules.list_rules(agm_roll),
    icon=":material/rule:",
)
is_empty = not agm_roll.rows["is_on_roll"].any()
if is_empty:
    sections.nobody(agm_roll)
else:
    st.header(t("agm_roll.quorum_title"), anchor=False)
    quorum.quorum(agm_roll)

st.header(t("agm_roll.list"), anchor=False)
sections.list_rows(agm_roll)

tables.draw_folded(
    t("agm_roll.totals"),
    "roll_totals",
    lambda: sections.totals(agm_roll),
    icon=":material/functions:",
)
if not is_empty:
    tables.draw_folded(
        t("agm_roll.weights"),
        "roll_weights_box",
        lambda: quorum.weights(agm_roll),
        icon=":material/balance:",
    )
    freeze.files(record, agm_roll, frozen)
    if not frozen:
        st.header(t("agm_roll.freeze"), anchor=False)
        freeze.freeze(record, agm_roll)
freeze.draw_frozen_list()
if not frozen:
    with st.expander(t("map.method"), icon=":material/info:"):
        st.caption(t("agm_roll.freeze_help"))
