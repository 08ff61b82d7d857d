"""Records sign-ins, refusals, sign-outs and the opening of officers' pages.

Once each: a reload of the page is no other visit, and somebody who keeps knocking fills no disk.
"""

import logging
import time
from functools import lru_cache
from pathlib import Path
from threading import Lock

import streamlit as st

from etl.access import ended_sessions
from etl.audit.log import AuditError
from pages.access import identity
from pages.access import viewer as access
from pages.access.identity import Claims, Refusal
from pages.access.settings import settings
from pages.access.viewer import Viewer
from pages.ui import audit

_PAGE = "opened_page"
_LOCK = Lock()
"""Two sessions that ask at the same moment, as two windows of one person do, leave one line."""
_log = logging.getLogger("pakthong.access")


def record_sign_in(viewer: Viewer) -> None:
    """Put a sign-in in the record, once. Raises AuditError."""
    if viewer.sign_in:
        with _LOCK:
            _append_sign_in(
                settings().data, viewer.sign_in, viewer.actor, ",".join(viewer.provinces or ())
            )


@lru_cache(maxsize=10_000)
def _append_sign_in(_data: Path, _sign_in: str, actor: str, scope: str) -> None:
    audit.append("signed_in", actor, scope=scope)


def record_refusal(refusal: Refusal) -> None:
    """Put a refusal in the record: one line a person, reason and sign-in."""
    if not refusal.sign_in:
        return
    try:
        with _LOCK:
            _append_refusal(settings().data, refusal)
    except AuditError as error:
        # Nobody is let in by this, so all there is to do is to say it where it can be mended.
        _log.error("%s", error.message)


def record_forbidden_page(page: str) -> None:
    """Put in the record that the viewer asked for a page that is not theirs."""
    visitor = access.identify()
    if isinstance(visitor, Viewer):
        record_refusal(Refusal("page", visitor.actor, visitor.sign_in, page))


@lru_cache(maxsize=10_000)
def _append_refusal(_data: Path, refusal: Refusal) -> None:
    what = f"{refusal.reason}: {refusal.detail}" if refusal.detail else refusal.reason
    audit.append("refused", refusal.actor, what=what)


def sign_out() -> None:
    """Sign the viewer out, here and in every browser that holds a copy of the cookie.

    Raises SignOutsLost and AuditError; the cookie of this browser goes all the same.
    """
    claims = st.user.to_dict()
    st.logout()
    end_sign_in(claims)


def end_sign_in(claims: Claims) -> None:
    """End the sign-in that claims speak of, and put that in the record, once.

    Raises SignOutsLost and AuditError.
    """
    if claims.get("is_logged_in") is not True:
        return
    issued_at = identity.issued_at(claims) or 0
    if ended_sessions.end(settings(), identity.sign_in_id(claims), issued_at, int(time.time())):
        audit.append("signed_out", identity.actor(claims))


def record_page(audience: str, page: str) -> None:
    """Put the opening of an officers' page in the record, once until another page is opened.

    Raises AuditError: the page must not open then.
    """
    if st.session_state.get(_PAGE) == page:
        return
    if audience == "officers":
        audit.record_action("page_opened", page)
    st.session_state[_PAGE] = page
