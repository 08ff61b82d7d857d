"""Load exports: what is in the party's new files, and what would they change once published?"""

import streamlit as st

from metrics import health
from pages.ui import (
    health_view,
    load_files_view,
    load_found_view,
    load_progress_view,
    load_publish_view,
    load_state,
)
from pages.ui.data import as_of, ask, edition_name
from pages.ui.text import t


def list_rejected() -> None:
    """Draw the rejected rows of the edition, whole: only here are they told down to the last."""
    reasons = ask(health.reject_reasons) if edition_name() else None
    if reasons is None or reasons.empty:
        return
    st.subheader(t("data_health.rejects"), anchor=False)
    st.markdown(t("data_health.rejects_how"))
    columns = ("rows", "reason", "column_name", "line", "file")
    rows = ask(health.rejects)
    health_view.table("rejects", reasons, columns, asof=as_of(), whole=rows)


load_state.who()
load_state.tend()
upload = load_state.current()
if upload is None:
    load_files_view.choose()
    list_rejected()
    st.stop()

progress = load_state.progress(upload)
if progress is None:
    load_publish_view.again(upload)
    st.stop()
if progress.is_running:
    load_progress_view.watch(upload)
    st.stop()
if progress.ended == "published":
    load_publish_view.done(upload, progress)
    st.stop()

load_publish_view.ended(progress)
found = load_state.found(upload)
if found is None or (progress.run == "check" and progress.ended != "checked"):
    load_publish_view.again(upload)
    st.stop()
load_found_view.tell(upload, found)
load_publish_view.decide(upload, found)
