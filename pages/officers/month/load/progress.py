"""Draws how far a check or a build is, who is waited for, and the button that stops it."""

import streamlit as st

from etl.uploads import progress as upload_progress
from etl.uploads.progress import Progress
from etl.uploads.store import Upload
from pages.officers.month.load import state
from pages.ui.text import plain, t


@st.fragment(run_every=1.0)
def watch(upload: Upload) -> None:
    """Draw how far what runs is, every second; the page comes anew when it has ended."""
    state.who()
    progress = state.progress(upload)
    if progress is None or not progress.is_running:
        st.rerun()
    step = plain(state.in_language(progress.step)) if progress.step else "…"
    label = t(f"load_exports.running.{progress.run}")
    st.progress(min(progress.done, 1.0), text=f"{label} · {step}")
    if progress.waits_for is not None:
        _waiting(progress)
    if st.button(t("load_exports.stop"), key="load_stop", icon=":material/stop_circle:"):
        upload_progress.stop(upload)
    st.caption(t("load_exports.may_leave"))


def _waiting(progress: Progress) -> None:
    who = plain(progress.waits_for or "–")
    st.info(t("load_exports.waits_for", who=who), icon=":material/hourglass_top:")
