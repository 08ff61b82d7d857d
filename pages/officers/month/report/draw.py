"""Draws the month's report: its choices, what was made of them, and what was told before."""

import streamlit as st

from i18n.phrases import LANGUAGES, OWN_NAMES
from pages.officers.month.report import make, sections
from pages.ui import controls
from pages.ui.bar import place
from pages.ui.data import as_of
from pages.ui.text import language, month_text, t


def draw() -> None:
    """Draw it for the month, the place and the language chosen."""
    months = {f"{month:%Y-%m}": month for month in make.months()}
    if not months:
        st.info(t("report.no_day"))
        return
    of_month, of_language = st.columns(2)
    with of_month:
        month = controls.choose(
            t("word.month"),
            list(months),
            "month",
            lambda code: month_text(months[code]),
            default=f"{as_of():%Y-%m}",
        )
    with of_language:
        in_language = controls.switch(
            t("monthly_report.language"),
            LANGUAGES,
            "report_lang",
            OWN_NAMES.__getitem__,
            default=language(),
        )
    chosen = make.choice(months[month], place.chosen(), in_language)
    sections.draw_period(chosen)
    if report := sections.make_report(chosen):
        sections.show(report)
    sections.list_past()
    sections.list_actions()
