"""Data health: can the numbers be trusted today, and what would make them better?"""

from datetime import date

import streamlit as st

from metrics import health, shown_health, shown_members
from pages.ui import health_view
from pages.ui.data import as_of, ask
from pages.ui.text import t

on = as_of()
sources = ask(health.sources, on=date.today()).set_index("kind")
files, checks, edition = ask(shown_health.files), ask(health.checks), ask(health.edition).iloc[0]
reasons, unplaced = ask(shown_health.reject_reasons), ask(shown_health.unplaced, on=on)
totals = ask(shown_members.reconciliation, until=on)
members = ask(shown_members.total, on=on).iloc[0]

health_view.verdict(checks, files, reasons, unplaced, members)

st.subheader(t("data_health.sources"), anchor=False)
for pair in (("members", "elections"), ("candidates", "representatives")):
    for column, kind in zip(st.columns(2), pair, strict=True):
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
    marks=("staged", "duplicates", "rejected"),
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
        whole=ask(shown_health.rejects),
        marks=("rows",),
    )

st.subheader(t("data_health.unplaced"), anchor=False)
if unplaced.empty:
    st.success(t("data_health.unplaced_none"))
else:
    st.markdown(t("data_health.unplaced_how"))
    health_view.table(
        "unplaced",
        health_view.banded(unplaced),
        ("amphoe_text", "province_text", "rows", "reason", "kind", "told_on"),
        asof=on,
    )

    st.caption(t("data_health.unplaced_few"))

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
