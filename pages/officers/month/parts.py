"""Draws what each step of the month's path opens."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from metrics.members import health
from metrics.safe import health as safe_health
from pages.officers.month.load import files as load_files
from pages.officers.month.load import findings, progress, publish, state
from pages.officers.month.path import Files
from pages.officers.month.report.draw import draw as draw_report
from pages.ui import health as health_view
from pages.ui import month_path, scope
from pages.ui.data import as_of, ask, edition_name
from pages.ui.data_health import behind
from pages.ui.data_health import needs as needs_of_edition
from pages.ui.data_health.needs import Need
from pages.ui.reviews import sections as reviews
from pages.ui.text import t


def load(handed: Files | None) -> None:
    """Draw the choice of files, or how far the check of those handed in is."""
    state.who()
    if handed is None:
        load_files.choose()
        return
    st.text("\n".join(file.path for file in handed.upload.files))
    if handed.progress is not None and handed.progress.is_running:
        progress.watch(handed.upload)
    elif handed.is_published and handed.progress is not None:
        publish.draw_success(handed.upload, handed.progress)
    else:
        if handed.progress is not None:
            publish.draw_failure(handed.progress)
        publish.again(handed.upload)


def questions(handed: Files | None, needs: Sequence[Need]) -> None:
    """Draw what the files handed in ask, or what the edition needs."""
    if handed is not None and handed.found is not None and not handed.is_published:
        left, right = st.columns([3, 2], gap="large")
        with left:
            publish.ask(handed.upload, handed.found)
            findings.ask_of_files(handed.upload, handed.found)
            _lead_on("changes")
        with right:
            findings.show_cards(handed.found)
    elif edition_name():
        needs_of_edition.draw(needs)
        unplaced = ask(safe_health.unplaced, on=as_of())
        behind.draw(as_of(), unplaced, rejects=None if scope.is_limited() else list_rejected)
    else:
        _say_no_files()


def doubts(found: pd.DataFrame | None) -> None:
    """Draw the representatives in doubt."""
    if found is None:
        _say_no_files()
    else:
        reviews.draw(found)


def changes(handed: Files | None) -> None:
    """Draw what would change once the files handed in are published."""
    state.who()
    if handed is None or handed.found is None:
        _say_no_files()
        return
    findings.change(handed.upload, handed.found)
    _lead_on("publish")


def to_publish(handed: Files | None) -> None:
    """Draw the button that publishes, how far that is, or how it ended."""
    state.who()
    if handed is None or handed.found is None:
        _say_no_files()
    elif handed.progress is not None and handed.progress.is_running:
        progress.watch(handed.upload)
    elif handed.is_published and handed.progress is not None:
        publish.draw_success(handed.upload, handed.progress)
    elif not handed.is_checked:
        publish.again(handed.upload)
    else:
        if handed.progress is not None:
            publish.draw_failure(handed.progress)
        publish.decide(handed.upload, handed.found)


def report() -> None:
    """Draw the month's report."""
    if edition_name():
        draw_report()
    else:
        _say_no_files()


def list_rejected(on: date) -> None:
    """Draw the rejected rows of the edition, whole: only here are they told down to the last."""
    reasons = ask(health.reject_reasons)
    if reasons.empty:
        st.caption("–")
        return
    columns = ("rows", "reason", "column_name", "line", "file")
    health_view.table("rejects", reasons, columns, asof=on, whole=ask(health.rejects))


def _say_no_files() -> None:
    st.info(t("month.no_files"))
    _lead_on("load")


def _lead_on(step: str) -> None:
    st.button(
        t("month.lead_on", step=t(f"month.step.{step}")),
        key=f"to_{step}",
        icon=":material/arrow_forward:",
        on_click=month_path.go,
        args=(step,),
    )
