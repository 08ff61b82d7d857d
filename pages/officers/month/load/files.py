"""Draws the choice of files, and what each one's name tells before anything is read."""

from datetime import date, timedelta

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from etl.uploads import names, service, store
from etl.uploads.names import RecognisedName
from etl.uploads.store import ReceivedFile, Upload
from i18n.dates import today
from i18n.messages import UserError
from pages.officers.month.load import state
from pages.ui.data import settings
from pages.ui.text import day_text, moment_text, plain, t


def choose() -> None:
    """Draw where files are dropped, what their names tell, and the button that checks them."""
    _unfinished()
    st.markdown(t("load_exports.how"))
    files = st.file_uploader(
        t("load_exports.drop"),
        accept_multiple_files=True,
        key=f"load_files-{state.round_no()}",
    )
    st.caption(t("load_exports.limit", mb=state.most_mb(), most=store.MOST_FILES))
    if not files:
        return
    handed = [_one(file, n) for n, file in enumerate(files)]
    without_sample = _sample()
    ready = [each for each in handed if each is not None]
    usable = [each for each in ready if each.kind]
    is_complete = len(usable) == len(ready) and bool(ready)
    if st.button(
        t("load_exports.check"),
        type="primary",
        key="load_check",
        disabled=not is_complete,
        icon=":material/fact_check:",
    ):
        _take(usable, without_sample=without_sample)


def _take(handed: list[ReceivedFile], *, without_sample: bool) -> None:
    try:
        with st.spinner(t("load_exports.taking")):
            state.take(handed, without_sample=without_sample)
    except UserError as error:
        st.error(plain(state.in_language(error.message)), icon=":material/block:")
        return
    st.rerun()


def _one(file: UploadedFile, n: int) -> ReceivedFile | None:
    """Draw what a file's name tells and ask for the rest; None when it cannot be used at all.

    Its kind is missing while something has still to be chosen.
    """
    named = names.recognise(file.name)
    with st.container(border=True):
        # Not as Markdown: a name comes from anywhere.
        st.text(named.name)
        if named.problem and not named.lacks:
            st.error(plain(state.in_language(named.problem)), icon=":material/block:")
            return None
        kind = _kind(named, n)
        day = _day(named, kind, n) if kind else None
        is_complete = kind and (day or not names.lacks_day(named.name, kind))
    return ReceivedFile(named.name, file, file.size, kind if is_complete else None, day)


def _kind(named: RecognisedName, n: int) -> str | None:
    if named.kind:
        of = t(f"data_health.kind.{named.kind}")
        day = f" · {day_text(named.list_on)}" if named.list_on else ""
        st.caption(t("load_exports.is_of", what=f"{of}{day}"))
        return named.kind
    # The label a browser keeps is another word in the other language: a control for each.
    labels = {code: t(f"data_health.kind.{code}") for code in names.kinds()}
    return st.selectbox(
        t("column.kind"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"load_kind-{state.round_no()}-{n}-{t('yes')}",
        placeholder=t("load_exports.choose"),
    )


def _day(named: RecognisedName, kind: str, n: int) -> date | None:
    if not names.lacks_day(named.name, kind):
        return None
    st.caption(t("load_exports.which_day"))
    return st.date_input(
        t("load_exports.day"),
        value=None,
        min_value=date(2000, 1, 1),
        max_value=today() + timedelta(days=1),
        key=f"load_day-{state.round_no()}-{n}",
        format="DD/MM/YYYY",
    )


def _sample() -> bool:
    """Ask whether the sample's files go, where there are some: they are nobody's members."""
    files = service.sample_files(settings())
    if not files:
        return False
    return st.checkbox(t("load_exports.sample", n=files), value=True, key="load_sample")


def _unfinished() -> None:
    """Offer what the same person handed in and neither published nor discarded."""
    for upload in state.others():
        with st.container(border=True):
            _offer(upload)


def _offer(upload: Upload) -> None:
    name = upload.folder.name
    st.markdown(t("load_exports.unfinished", at=moment_text(upload.at)))
    st.text("\n".join(file.path for file in upload.files))
    with st.container(horizontal=True):
        if st.button(t("load_exports.go_on"), key=f"load_go-{name}", icon=":material/redo:"):
            state.go_on(upload)
            st.rerun()
        if st.button(t("load_exports.discard"), key=f"load_drop-{name}", icon=":material/delete:"):
            state.discard(upload)
            st.rerun()
