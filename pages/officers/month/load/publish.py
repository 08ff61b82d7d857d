"""Draws what has to be said yes to before files are published, and how it ended."""

import streamlit as st

from etl.uploads import store
from etl.uploads.check_result import CheckResult
from etl.uploads.progress import Progress
from etl.uploads.service import Order
from etl.uploads.store import Upload
from pages.access import viewer
from pages.officers.month.load import state
from pages.ui.data import settings
from pages.ui.text import plain, t

_YES, _SKIP = "load_yes", "skip"


def left(upload: Upload, found: CheckResult) -> int:
    """Return how many questions of a check have no yes yet."""
    return len(_asked(upload, found) - _answered(upload, found))


def ask(upload: Upload, found: CheckResult) -> None:
    """Draw what keeps the files from being published, and every question with its box."""
    if found.refusal:
        st.error(plain(state.in_language(found.refusal)), icon=":material/block:")
    elif not found.is_publishable:
        st.error(t("load_exports.none_usable"), icon=":material/block:")
    else:
        _questions(upload, found)


def decide(upload: Upload, found: CheckResult) -> None:
    """Draw the button that publishes, which works once every question has its yes."""
    missing = left(upload, found)
    if missing or not found.is_publishable:
        st.info(t("month.answer_first", n=missing) if missing else t("load_exports.none_usable"))
    with st.container(horizontal=True):
        if st.button(
            t("month.step.publish"),
            type="primary",
            key="load_publish",
            disabled=bool(missing) or not found.is_publishable,
            icon=":material/publish:",
        ):
            accepted = tuple(question.name for question in found.questions)
            replaced = store.replaces(settings(), upload)
            order = Order(accepted, _skips(found), tuple(replaced.values()))
            state.publish(upload, order)
            st.rerun()
        again(upload)


def _questions(upload: Upload, found: CheckResult) -> None:
    for question in found.questions:
        st.warning(plain(state.in_language(question.whole)), icon=":material/help:")
        _tick(upload, found, f"right-{question.name}", t("load_exports.yes_right"))
    if _skips(found):
        for load in found.others:
            st.warning(plain(state.in_language(load["problem"])), icon=":material/block:")
        files = len(found.refused) + len(found.others)
        _tick(upload, found, _SKIP, t("load_exports.yes_skip", n=files))
    for file, old in store.replaces(settings(), upload).items():
        st.warning(t("load_exports.replaces", file=plain(old)), icon=":material/file_copy:")
        _tick(upload, found, f"replace-{file}", t("load_exports.yes_replace"))


def _asked(upload: Upload, found: CheckResult) -> set[str]:
    names = {f"right-{question.name}" for question in found.questions}
    names |= {f"replace-{file}" for file in store.replaces(settings(), upload)}
    return names | {_SKIP} if _skips(found) else names


def _answered(upload: Upload, found: CheckResult) -> set[str]:
    """Return the names that have their yes: kept apart from their boxes, which another step lacks.

    Another check asks anew.
    """
    kept: tuple[str, set[str]] = st.session_state.get(_YES, ("", set()))
    check = f"{upload.folder.name[:8]}-{found.stamp[:8]}"
    if kept[0] != check:
        kept = st.session_state[_YES] = (check, set())
    return kept[1]


def _tick(upload: Upload, found: CheckResult, name: str, words: str) -> None:
    answered = _answered(upload, found)
    box = f"load_{name}-{upload.folder.name[:8]}-{found.stamp[:8]}"

    def keep() -> None:
        (answered.add if st.session_state[box] else answered.discard)(name)

    st.checkbox(words, value=name in answered, key=box, on_change=keep)


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
    viewer.page_link("pages/everyone/overview/page.py", t("overview.title"), ":material/flag:")
    if st.button(t("load_exports.more"), key="load_more", icon=":material/upload_file:"):
        state.discard(upload)
        st.rerun()
