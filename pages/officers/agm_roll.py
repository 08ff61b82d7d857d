"""The roll: who may vote at the annual general meeting, will they be enough, is a vote a vote?"""

import streamlit as st

from pages.ui import (
    roll_freeze_view,
    roll_record,
    roll_rules_view,
    roll_view,
    roll_weight_view,
    tables,
)
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
    roll_freeze_view.said(frozen, shown)
else:
    roll_view.beyond(shown)
    roll_view.unplaced(shown.cutoff)
roll_view.headline(shown)
tables.folded(
    t("agm_roll.rules"),
    "roll_rules",
    lambda: roll_rules_view.list_rules(shown),
    icon=":material/rule:",
)
is_empty = not shown.rows["is_on_roll"].any()
if is_empty:
    roll_view.nobody(shown)
else:
    st.subheader(t("agm_roll.quorum_title"), anchor=False)
    roll_weight_view.quorum(shown)

st.subheader(t("agm_roll.list"), anchor=False)
roll_view.list_rows(shown)

st.subheader(t("agm_roll.totals"), anchor=False)
roll_view.totals(shown)

if not is_empty:
    st.subheader(t("agm_roll.weights"), anchor=False)
    roll_weight_view.weights(shown)
    st.subheader(t("agm_roll.files"), anchor=False)
    roll_freeze_view.files(record, shown, frozen)
    if not frozen:
        st.subheader(t("agm_roll.freeze"), anchor=False)
        roll_freeze_view.freeze(record, shown)
roll_freeze_view.kept()
