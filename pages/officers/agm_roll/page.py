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
    shown = roll_record.opened(record)
except roll.NotARoll:
    st.error(t("agm_roll.unreadable"))
    st.stop()

if frozen:
    freeze.said(frozen, shown)
else:
    sections.beyond(shown)
    sections.unplaced(shown.cutoff)
sections.headline(shown)
tables.folded(
    t("agm_roll.rules"),
    "roll_rules",
    lambda: rules.list_rules(shown),
    icon=":material/rule:",
)
is_empty = not shown.rows["is_on_roll"].any()
if is_empty:
    sections.nobody(shown)
else:
    st.subheader(t("agm_roll.quorum_title"), anchor=False)
    quorum.quorum(shown)

st.subheader(t("agm_roll.list"), anchor=False)
sections.list_rows(shown)

st.subheader(t("agm_roll.totals"), anchor=False)
sections.totals(shown)

if not is_empty:
    st.subheader(t("agm_roll.weights"), anchor=False)
    quorum.weights(shown)
    st.subheader(t("agm_roll.files"), anchor=False)
    freeze.files(record, shown, frozen)
    if not frozen:
        st.subheader(t("agm_roll.freeze"), anchor=False)
        freeze.freeze(record, shown)
freeze.kept()
