"""Data health: can the numbers be trusted today, and what would make them better?"""

import streamlit as st

from i18n.dates import today
from metrics import health
from metrics.safe import health as safe_health
from pages.organisers.data_health import country
from pages.ui import health as health_view
from pages.ui import scope
from pages.ui.data import as_of, ask, current_edition, damaged_edition, may_choose_edition
from pages.ui.text import edition_text, t

on = as_of()
sources = ask(health.sources, on=today()).set_index("kind")
rhythms = ask(health.rhythms, on=today())
old = set(rhythms.loc[rhythms["is_old"], "kind"])
edition, unplaced = ask(health.edition).iloc[0], ask(safe_health.unplaced, on=on)

damaged, whole = damaged_edition(), current_edition()
if damaged and whole and may_choose_edition():
    said = t("data_health.damaged", damaged=damaged, edition=edition_text(whole))
    st.error(said, icon=":material/warning:")

if scope.is_limited():
    st.info(t("data_health.of_country"), icon=":material/info:")
else:
    country.verdict(on, unplaced)

st.subheader(t("data_health.sources"), anchor=False)
others = [kind for kind in health_view.OTHERS if kind in sources.index]
for pair in (("members", "elections"), ("candidates", "representatives"), others[:3], others[3:]):
    for column, kind in zip(st.columns(len(pair) or 1), pair, strict=False):
        with column:
            found = sources.loc[kind] if kind in sources.index else None
            health_view.source(kind, found, is_old=kind in old)

if not scope.is_limited():
    country.files(on)
    country.rejects(on)

st.subheader(t("data_health.unplaced"), anchor=False)
if unplaced.empty:
    st.success(t("data_health.unplaced_none"))
else:
    st.markdown(t("data_health.unplaced_how"))
    health_view.table(
        "unplaced",
        health_view.word_bands(unplaced),
        health_view.columns_of_unplaced(unplaced),
        asof=on,
    )
    st.caption(t("data_health.unplaced_few"))

if not scope.is_limited():
    country.reconciliation(on)
    country.checks(on)

st.subheader(t("data_health.provenance"), anchor=False)
health_view.provenance(edition)
