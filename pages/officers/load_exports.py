"""Load exports: what is in the party's new files, and what would they change once published?"""

import streamlit as st

from pages.ui import (
    load_files_view,
    load_found_view,
    load_progress_view,
    load_publish_view,
    load_state,
)

load_state.who()
load_state.tend()
upload = load_state.current()
if upload is None:
    load_files_view.choose()
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
