"""Draws what of the data's health is of the whole country only, as files and checks are."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import readings
from metrics.safe import health
from metrics.safe import members as safe_members
from metrics.safe import readings as safe_readings
from pages.ui import health as health_view
from pages.ui import reading_cards, tables
from pages.ui.data import ask
from pages.ui.text import t


def verdict(on: date, unplaced: pd.DataFrame) -> None:
    """Draw the state of the data in one row of badges."""
    files, reasons = ask(health.files), ask(health.reject_reasons)
    is_withheld = reasons["rows_mark"].notna().any()
    rejected = None if is_withheld else int(reasons["rows"].sum())
    members = ask(safe_members.total, on=on).iloc[0]["unplaced"]
    others = int(unplaced.loc[unplaced["kind"] != "members", "rows"].sum())
    placeless = None if pd.isna(members) else int(members) + others
    health_view.verdict(ask(health.checks), files, rejected, placeless)


def files(on: date) -> None:
    """Draw the files, and where each of their rows went."""
    rows = ask(health.files)
    st.subheader(t("data_health.files"), anchor=False)
    health_view.accounting(rows)
    health_view.table(
        "files",
        rows,
        (
            "file",
            "rows_in",
            "staged",
            "duplicates",
            "rejected",
            "forgotten",
            "nobody",
            "list_on",
            "status",
        ),
        asof=on,
        also=("kind", "encoding", "unknown_headings", "personal_headings", "sha256"),
        marks=("staged", "duplicates", "rejected", "forgotten"),
    )
    tables.draw_folded(
        t("readings.title"), "health_readings", _readings, icon=":material/fact_check:"
    )


def _readings() -> None:
    cards, columns = ask(readings.cards), ask(readings.columns)
    reading_cards.draw(cards, columns, ask(safe_readings.words), key="health_reading")


def rejects(on: date) -> None:
    """Draw why rows were rejected, with the rows themselves to take away."""
    reasons = ask(health.reject_reasons)
    st.subheader(t("data_health.rejects"), anchor=False)
    if reasons.empty:
        st.success(t("data_health.rejects_none"))
        return
    st.markdown(t("data_health.rejects_how"))
    health_view.table(
        "rejects",
        reasons,
        ("rows", "reason", "column_name", "line", "file"),
        asof=on,
        whole=ask(health.rejects),
        marks=("rows",),
    )


def reconciliation(on: date) -> None:
    """Draw the published totals beside ours."""
    totals = ask(safe_members.reconciliation, until=on)
    st.subheader(t("data_health.reconciliation"), anchor=False)
    if totals.empty:
        st.info(t("data_health.reconciliation_none"))
        return
    st.markdown(t("data_health.reconciliation_how"))
    health_view.table(
        "reconciliation",
        totals.iloc[::-1],
        ("as_of", "metric", "value", "ours", "unexplained", "reported_by", "body", "source"),
        asof=on,
    )


def checks(on: date) -> None:
    """Draw what the build checked, and what it found."""
    st.subheader(t("data_health.checks"), anchor=False)
    st.caption(t("data_health.checks_how"))
    health_view.checks(ask(health.checks), asof=on)
