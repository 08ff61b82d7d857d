"""Data health: can the numbers be trusted today, and what would make them better?"""

from datetime import date

import streamlit as st

from metrics import health, published
from pages.ui import health_view
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
sources = ask(health.sources, on=date.today()).set_index("kind")
files, checks, edition = ask(health.files), ask(health.checks), ask(health.edition).iloc[0]
reasons, unplaced = ask(health.reject_reasons), ask(health.unplaced, on=on)
totals = ask(published.reconciliation, until=on)

health_view.verdict(checks, files, int(reasons["rows"].sum()), int(unplaced["rows"].sum()))

st.subheader(t("data_health.sources"), anchor=False)
others = [kind for kind in health_view.OTHERS if kind in sources.index]
for pair in (("members", "elections"), ("candidates", "representatives"), others[:3], others[3:]):
    for column, kind in zip(st.columns(len(pair) or 1), pair, strict=False):
        with column:
            health_view.source(kind, sources.loc[kind] if kind in sources.index else None)

st.subheader(t("data_health.files"), anchor=False)
health_view.accounting(files)
health_view.table(
    "files",
    files,
    ("file", "rows_in", "staged", "duplicates", "rejected", "list_on", "status"),
    asof=on,
    also=("kind", "encoding", "unknown_headings", "personal_headings", "sha256"),
)
health_view.headings(files)

st.subheader(t("data_health.rejects"), anchor=False)
if reasons.empty:
    st.success(t("data_health.rejects_none"))
else:
    st.markdown(t("data_health.rejects_how"))
    health_view.table(
        "rejects",
        reasons,
        ("rows", "reason", "column_name", "line", "file"),
        asof=on,
        whole=ask(health.rejects),
    )

st.subheader(t("data_health.unplaced"), anchor=False)
if unplaced.empty:
    st.success(t("data_health.unplaced_none"))
else:
    st.markdown(t("data_health.unplaced_how"))
    health_view.table(
        "unplaced",
        unplaced,
        ("amphoe_text", "province_text", "rows", "reason", "kind", "told_on"),
        asof=on,
    )

st.subheader(t("data_health.reconciliation"), anchor=False)
if totals.empty:
    st.info(t("data_health.reconciliation_none"))
else:
    st.markdown(t("data_health.reconciliation_how"))
    health_view.table(
        "reconciliation",
        totals.iloc[::-1],
        ("as_of", "metric", "value", "ours", "unexplained", "reported_by", "body", "source"),
        asof=on,
    )

st.subheader(t("data_health.checks"), anchor=False)
st.caption(t("data_health.checks_how"))
health_view.checks(checks, asof=on)

st.subheader(t("data_health.provenance"), anchor=False)
health_view.provenance(edition)
