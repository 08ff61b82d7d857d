"""Who came, who was turned away, who left, and who opened an officers' page? For the record.

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

_OPENED = "opened_page"
_ONCE = Lock()
"""Two sessions that ask at the same moment, as two windows of one person do, leave one line."""
_log = logging.getLogger("pakthong.access")


def arrived(viewer: Viewer) -> None:
    """Put a sign-in in the record, once. Raises AuditError."""
    if viewer.sign_in:
        with _ONCE:
            _arrived(settings().data, viewer.sign_in, viewer.who, ",".join(viewer.provinces or ()))


@lru_cache(maxsize=10_000)
def _arrived(_data: Path, _sign_in: str, who: str, scope: str) -> None:
    audit.append("signed_in", who, scope=scope)


def turned_away(refusal: Refusal) -> None:
    """Put a refusal in the record: one line a person, reason and sign-in."""
    if not refusal.sign_in:
        return
    try:
        with _ONCE:
            _turned_away(settings().data, refusal)
    except AuditError as error:
        # Nobody is let in by this, so all there is to do is to say it where it can be mended.
        _log.error("%s", error.message)


def kept_out(page: str) -> None:
    """Put in the record that the viewer asked for a page that is not theirs."""
    seen = access.look()
    if isinstance(seen, Viewer):
        turned_away(Refusal("page", seen.who, seen.sign_in, page))


@lru_cache(maxsize=10_000)
def _turned_away(_data: Path, refusal: Refusal) -> None:
    what = f"{refusal.why}: {refusal.detail}" if refusal.detail else refusal.why
    audit.append("refused", refusal.who, what=what)


def leave() -> None:
    """Sign the viewer out, here and in every browser that holds a copy of the cookie.

    Raises SignOutsLost and AuditError; the cookie of this browser goes all the same.
    """
    claims = st.user.to_dict()
    st.logout()
    end(claims)


def end(claims: Claims) -> None:
    """End the sign-in that claims speak of, and put that in the record, once.

    Raises SignOutsLost and AuditError.
    """
    if claims.get("is_logged_in") is not True:
        return
    began = identity.began(claims) or 0
    if ended_sessions.end(settings(), identity.name_of(claims), began, int(time.time())):
        audit.append("signed_out", identity.who(claims))


def opened(audience: str, page: str) -> None:
    """Put the opening of an officers' page in the record, once until another page is opened.

    Raises AuditError: the page must not open then.
    """
    if st.session_state.get(_OPENED) == page:
        return
    if audience == "officers":
        audit.note("page_opened", page)
    st.session_state[_OPENED] = page
