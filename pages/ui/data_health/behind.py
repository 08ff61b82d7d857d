"""Draws what stands behind the state of the data: sources, files, rows, totals and checks."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from i18n.dates import today
from metrics import health as exact_health
from metrics import readings as metrics_readings
from metrics.safe import health
from metrics.safe import members as safe_members
from metrics.safe import readings as safe_readings
from pages.access import viewer
from pages.ui import health as health_view
from pages.ui import scope, tables
from pages.ui.data import ask
from pages.ui.data_health import reading_cards
from pages.ui.text import t

_NOTHING = "–"
_PARTS = ("rows_in", "staged", "duplicates", "rejected", "forgotten", "nobody")


def draw(on: date, rows: pd.DataFrame, *, rejects: Callable[[date], None] | None = None) -> None:
    """Draw all of it, each part folded, given rows of `safe.health.unplaced`.

    `rejects` draws the rejected rows in another way.
    """
    fold_sources(on)
    fold_unplaced(rows, on)
    if not scope.is_limited():
        fold_files(on, rejects or list_rejects)
    with st.expander(t("map.method"), icon=":material/info:"):
        st.markdown(t("data_health.reconciliation_how"))
        health_view.provenance(ask(exact_health.edition).iloc[0])


def fold_sources(on: date) -> None:
    """Draw the sources, folded."""
    tables.draw_folded(
        t("data_health.sources"),
        "health_sources",
        lambda: sources(on),
        icon=":material/schedule:",
    )


def fold_unplaced(rows: pd.DataFrame, on: date) -> None:
    """Draw the texts that are no known amphoe, folded."""
    tables.draw_folded(
        t("data_health.unplaced"),
        "health_unplaced",
        lambda: unplaced(rows, on),
        icon=":material/wrong_location:",
    )


def fold_files(on: date, rejects: Callable[[date], None]) -> None:
    """Draw what is of the whole country only, each part folded."""
    tables.draw_folded(
        t("data_health.files"), "health_files", lambda: files(on), icon=":material/description:"
    )
    tables.draw_folded(
        t("data_health.rejects"), "health_rejects", lambda: rejects(on), icon=":material/block:"
    )
    tables.draw_folded(
        t("growth.published"),
        "health_totals",
        lambda: reconciliation(on),
        icon=":material/campaign:",
    )
    tables.draw_folded(
        t("data_health.checks"),
        "health_checks",
        lambda: checks(on),
        icon=":material/fact_check:",
    )
    tables.draw_folded(
        t("readings.title"), "health_readings", readings, icon=":material/table_view:"
    )


def sources(on: date) -> None:
    """Draw each kind of export: its newest day, how old that is today, files and rows."""
    rows = ask(exact_health.sources, on=today())
    columns = ["kind", "newest_on", "age_days", "files", "rows_in"]
    if rows["rows_in"].isna().all():  # a viewer of some provinces is not told
        columns.pop()
    health_view.table("sources", rows, columns, asof=on, height="content")


def unplaced(rows: pd.DataFrame, on: date) -> None:
    """Draw the texts that are no known amphoe, given rows of `safe.health.unplaced`."""
    if rows.empty:
        st.caption(_NOTHING)
        return
    if viewer.viewer().is_officer:
        st.markdown(t("data_health.unplaced_how"))
    columns = health_view.columns_of_unplaced(rows)
    health_view.table("unplaced", health_view.word_bands(rows), columns, asof=on)


def files(on: date) -> None:
    """Draw the files, and where each of their rows went."""
    rows = ask(health.files)
    st.markdown(health_view.account(rows))
    health_view.table(
        "files",
        rows,
        ("file", *_PARTS, "list_on", "status"),
        asof=on,
        also=("kind", "encoding", "unknown_headings", "personal_headings", "sha256"),
        marks=("staged", "duplicates", "rejected", "forgotten"),
    )


def readings() -> None:
    """Draw how each file was read: sheet, headings, days and words."""
    cards, columns = ask(metrics_readings.cards), ask(metrics_readings.columns)
    reading_cards.draw(cards, columns, ask(safe_readings.words), key="health_reading")


def list_rejects(on: date) -> None:
    """Draw why rows were rejected, with the rows themselves to take away."""
    reasons = ask(health.reject_reasons)
    if reasons.empty:
        st.caption(_NOTHING)
        return
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
    if totals.empty:
        st.caption(_NOTHING)
        return
    health_view.table(
        "reconciliation",
        totals.iloc[::-1],
        ("as_of", "metric", "value", "ours", "unexplained", "reported_by", "body", "source"),
        asof=on,
    )


def checks(on: date) -> None:
    """Draw what was checked before the edition was published, and what was found."""
    health_view.checks(ask(health.checks), asof=on)
