"""Data health: can the numbers be trusted today, and what would make them better?"""

import streamlit as st

from metrics.safe import health as safe_health
from pages.organisers.data_health import behind, needs
from pages.ui import scope
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
unplaced = ask(safe_health.unplaced, on=on)
needs.draw(on, unplaced)
behind.fold_sources(on)
behind.fold_unplaced(unplaced, on)
if scope.is_limited():
    st.caption(t("data_health.of_country"))
else:
    behind.fold_files(on)
behind.fold_provenance()
