"""Words a count of people that may not be shown, or shows the count."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import told
from metrics.safe.marks import FEW, HIDDEN
from pages.ui.data import ask
from pages.ui.text import day_text, t


def words() -> dict[str, str]:
    """Return what stands in place of a count, by its mark."""
    return {FEW: t("small.few"), HIDDEN: t("small.hidden")}


def count(value: object, mark: object = None) -> str:
    """Return a count with its commas, or what stands in its place; a missing one is HIDDEN."""
    if isinstance(mark, str):
        return words()[mark]
    return t("small.hidden") if pd.isna(value) else f"{int(value):,}"  # type: ignore[call-overload]


def word_column(counts: pd.Series, marks: pd.Series) -> pd.Series:
    """Return a column for a file: whole numbers, and words where there is a mark."""
    texts = words()
    cells = [
        texts[mark] if isinstance(mark, str) else None if pd.isna(cell) else int(cell)
        for cell, mark in zip(counts, marks, strict=True)
    ]
    return pd.Series(cells, index=counts.index, dtype=object)


def explain() -> None:
    """Say once under a table or chart what the marks mean."""
    st.caption(t("small.caption"))


def say_told_day(on: date) -> None:
    """Draw as of which day members of areas are told, where that is before `on`."""
    day = ask(told.last, on=on)["told_on"].iloc[0]
    if pd.notna(day) and day.date() < on:
        st.caption(t("told.as_of", day=day_text(day)))
