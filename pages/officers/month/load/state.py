"""Holds the files this session handed in, who may do so, and what became of them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from etl.uploads import check_result, headings, service, store
from etl.uploads import progress as upload_progress
from etl.uploads.check_result import CheckResult
from etl.uploads.progress import Progress
from etl.uploads.service import Order
from etl.uploads.store import ReceivedFile, Upload
from i18n.messages import Message, message
from pages.access import viewer as access
from pages.ui import audit, month_path
from pages.ui.data import NotAllowed, settings
from pages.ui.text import language

_UPLOAD = "load_upload"
_ROUND = "load_round"


def who() -> str:
    """Return who hands files in; raises NotAllowed unless an officer of the whole country."""
    viewer = access.viewer()
    if not viewer.is_national_officer:
        raise NotAllowed(message("intake.not_allowed"))
    return viewer.actor


def current() -> Upload | None:
    """Return the upload this session works on; None when there is none, or none any more."""
    name = st.session_state.get(_UPLOAD)
    if name is None:
        return None
    try:
        return store.find_upload(settings(), name, who())
    except store.NoUpload as gone:
        leave()
        st.warning(in_language(gone.message), icon=":material/hourglass_disabled:")
        return None


def others() -> list[Upload]:
    """Return what the same person handed in elsewhere, or before the page was loaded anew."""
    return store.uploads_of(settings(), who())


def tend() -> None:
    """Clear away what nobody published in time."""
    service.tend(settings())


def go_on(upload: Upload) -> None:
    """Work on this upload from now on, at the step where it is."""
    st.session_state[_UPLOAD] = upload.folder.name
    month_path.go("")


def leave() -> None:
    """Work on no upload."""
    st.session_state.pop(_UPLOAD, None)
    month_path.go("")


def take(handed: Sequence[ReceivedFile], *, without_sample: bool) -> None:
    """Keep the files apart, each recorded first, and start their check.

    Raises whatever keeps them from being taken; then none is kept.
    """
    upload = store.receive(
        settings(),
        handed,
        owner=who(),
        note=lambda what: audit.record_action("uploaded", what),
        most_bytes=most_mb() << 20,
        without_sample=without_sample,
    )
    go_on(upload)
    # The browser's copies go as well: another round, another control.
    st.session_state[_ROUND] = round_no() + 1
    service.check(settings(), upload)


def check(upload: Upload) -> None:
    """Check an upload anew."""
    who()
    month_path.go("")
    service.check(settings(), upload)


def answer_headings(kind: str, answers: Mapping[str, str | None]) -> None:
    """Keep what headings of a kind of export mean, recorded first."""
    actor = who()
    for heading, means in answers.items():
        audit.record_action("answered", f"{kind}: {heading} = {means or '-'}")
    headings.remember(settings(), kind, answers, actor)


def publish(upload: Upload, order: Order) -> None:
    """Publish an upload, with what was said yes to."""
    who()
    month_path.go("")
    service.publish(settings(), upload, order)


def discard(upload: Upload) -> None:
    """Remove an upload, and stop what runs of it."""
    service.discard(upload)
    leave()


def progress(upload: Upload) -> Progress | None:
    """Return how far a check or a build is."""
    return upload_progress.read(upload)


def found(upload: Upload) -> CheckResult | None:
    """Return what the last check found."""
    return check_result.read(upload)


def round_no() -> int:
    """Return a number that changes when files were taken, for the control that chooses them."""
    return int(st.session_state.get(_ROUND, 0))


def most_mb() -> int:
    """Return how large a file may be."""
    return int(st.get_option("server.maxUploadSize"))


def in_language(sentence: Message) -> str:
    """Return a sentence of etl in the reader's language."""
    return sentence[language()]
