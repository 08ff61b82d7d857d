"""Draws the rules that a roll rests on."""

from datetime import date

import streamlit as st

from pages.ui import tables
from pages.ui.text import day_text, either, t
from reports.agm_roll.roll import Roll


def list_rules(agm_roll: Roll) -> None:
    """Draw every rule in force on the cut-off day, and whether somebody has verified it."""
    if agm_roll.rules.empty:
        st.info(t("agm_roll.no_rules"))
        return
    rules = agm_roll.rules.assign(
        rule=tables.word_codes(agm_roll.rules["name"], "agm_roll.rule"),
        text=[_value(value) for value in agm_roll.rules["value"]],
    )
    tables.show(
        rules,
        {
            "rule": t("agm_roll.column.rule"),
            "text": t("agm_roll.column.value"),
            "is_verified": t("agm_roll.verified"),
            "applies_from": t("agm_roll.column.applies_from"),
            "source": t("column.source"),
        },
        name="agm_roll_rules",
        asof=agm_roll.cutoff,
        alt=t("agm_roll.rules"),
        pinned="rule",
    )


def _value(value: object) -> str:
    if isinstance(value, date):
        return day_text(value)
    return either(f"agm_roll.word.{value}", f"{value:,}" if isinstance(value, int) else str(value))
