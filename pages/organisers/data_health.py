"""Data health: can the numbers be trusted today, and what would make them better?"""

from datetime import date

import streamlit as st

from metrics import health, membership
from pages.ui import health_view, tables
from pages.ui.data import as_of, ask
from pages.ui.text import edition_text, t

on, today = as_of(), date.today()
sources = ask(health.sources, on=today).set_index("kind")
files, checks, edition = ask(health.files), ask(health.checks), ask(health.edition).iloc[0]
reasons, unplaced = ask(health.reject_reasons), ask(health.unplaced, on=on)
totals = ask(membership.reconciliation, until=on)


def state(is_good: bool, good: str, bad: str, count: int) -> None:
    """One badge of the verdict: green or orange, and always in words."""
    icon = ":material/check:" if is_good else ":material/warning:"
    st.badge(t(good if is_good else bad, n=count), icon=icon, color="green" if is_good else "orange")


def table(name: str, frame, columns: dict[str, str], **more) -> None:
    """A table of this page; its columns are named by column.<name> unless told otherwise."""
    labels = {column: t(f"column.{label}") for column, label in columns.items()}
    tables.show(frame, labels, name=name, asof=on, alt=t(f"table.{name}"), **more)
