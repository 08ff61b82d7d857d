"""Draws what has to be said yes to before files are published, and how it ended."""

import streamlit as st

from etl.uploads import store
from etl.uploads.check_result import CheckResult
from etl.uploads.progress import Progress
from etl.uploads.service import Order
from etl.uploads.store import Upload
from pages.access import viewer
from pages.officers.load_exports import state
from pages.ui.data import settings
from pages.ui.text import plain, t


def decide(upload: Upload, found: CheckResult) -> None:
    """Draw every question with its box, and the button that works once all are ticked."""
    st.header(t("load_exports.publish_title"), anchor=False)
    if found.refusal:
        st.error(plain(state.in_language(found.refusal)), icon=":material/block:")
    elif not found.is_publishable:
        st.error(t("load_exports.none_usable"), icon=":material/block:")
    ticks = _questions(upload, found) if found.is_publishable else []
    if upload.without_sample:
        st.caption(t("load_exports.sample_goes"))
    replaced = store.replaces(settings(), upload)
    with st.container(horizontal=True):
        if st.button(
            t("load_exports.publish"),
            type="primary",
            key="load_publish",
            disabled=not (found.is_publishable and all(ticks)),
            icon=":material/publish:",
        ):
            accepted = tuple(question.name for question in found.questions)
            order = Order(accepted, _skips(found), tuple(replaced.values()))
            state.publish(upload, order)
            st.rerun()
        again(upload)


def _questions(upload: Upload, found: CheckResult) -> list[bool]:
    """Draw the boxes; return which are ticked. Another check asks anew."""
    key = f"{upload.folder.name[:8]}-{found.stamp[:8]}"
    ticks = []
    for question in found.questions:
        st.warning(plain(state.in_language(question.whole)), icon=":material/help:")
        ticks.append(
            st.checkbox(t("load_exports.yes_right"), key=f"load_right-{question.name}-{key}")
        )
    if _skips(found):
        for load in found.others:
            st.warning(plain(state.in_language(load["problem"])), icon=":material/block:")
        files = len(found.refused) + len(found.others)
        ticks.append(st.checkbox(t("load_exports.yes_skip", n=files), key=f"load_skip-{key}"))
    for file, old in store.replaces(settings(), upload).items():
        st.warning(t("load_exports.replaces", file=plain(old)), icon=":material/file_copy:")
        ticks.append(st.checkbox(t("load_exports.yes_replace"), key=f"load_replace-{file}-{key}"))
    return ticks


def _skips(found: CheckResult) -> bool:
    return bool(found.refused or found.others)


def again(upload: Upload) -> None:
    """Draw the buttons that check once more, and that discard."""
    if st.button(t("load_exports.again"), key="load_again", icon=":material/refresh:"):
        state.check(upload)
        st.rerun()
    if st.button(t("load_exports.discard"), key="load_discard", icon=":material/delete:"):
        state.discard(upload)
        st.rerun()


def draw_failure(progress: Progress) -> None:
    """Say how a run ended that published nothing."""
    if progress.ending in ("given_up", "broken"):
        st.warning(t(f"load_exports.{progress.ending}"), icon=":material/stop_circle:")
    for sentence in progress.sentences:
        st.error(plain(state.in_language(sentence)), icon=":material/block:")


def draw_success(upload: Upload, progress: Progress) -> None:
    """Say what was published, and where to look at it."""
    if not progress.sentences:
        st.success(t("load_exports.done"), icon=":material/check_circle:")
    for sentence in progress.sentences:
        st.success(plain(state.in_language(sentence)), icon=":material/check_circle:")
    with st.container(horizontal=True):
        viewer.page_link("pages/everyone/overview/page.py", t("overview.title"), ":material/flag:")
        viewer.page_link(
            "pages/organisers/data_health/page.py", t("data_health.title"), ":material/verified:"
        )
    if st.button(t("load_exports.more"), key="load_more", icon=":material/upload_file:"):
        state.discard(upload)
        st.rerun()
