"""Load exports: what is in the party's new files, and what would they change once published?"""

import streamlit as st

from metrics.members import health
from pages.officers.load_exports import files, findings, publish, state
from pages.officers.load_exports import progress as load_progress_view
from pages.ui import health as health_view
from pages.ui.data import as_of, ask, edition_name
from pages.ui.text import t


def list_rejected() -> None:
    """Draw the rejected rows of the edition, whole: only here are they told down to the last."""
    reasons = ask(health.reject_reasons) if edition_name() else None
    if reasons is None or reasons.empty:
        return
    st.header(t("data_health.rejects"), anchor=False)
    st.markdown(t("data_health.rejects_how"))
    columns = ("rows", "reason", "column_name", "line", "file")
    rows = ask(health.rejects)
    health_view.table("rejects", reasons, columns, asof=as_of(), whole=rows)


state.who()
state.tend()
upload = state.current()
if upload is None:
    files.choose()
    list_rejected()
    st.stop()

progress = state.progress(upload)
if progress is None:
    publish.again(upload)
    st.stop()
if progress.is_running:
    load_progress_view.watch(upload)
    st.stop()
if progress.ending == "published":
    publish.draw_success(upload, progress)
    st.stop()

publish.draw_failure(progress)
found = state.found(upload)
if found is None or (progress.run == "check" and progress.ending != "checked"):
    publish.again(upload)
    st.stop()
findings.draw(upload, found)
publish.decide(upload, found)
