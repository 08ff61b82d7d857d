"""Checks that memory has room for an upload: Streamlit holds files there until taken."""

from typing import cast

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner_utils.script_run_context import UserInfoType
from streamlit.runtime.stats import CacheStat

from pages.access.identity import Claims

_MOST_AT_ONCE = 4
"""As many files of the largest size may be held at once, of all sessions together."""

_MOST_DIGITS = 18
_UPLOAD = "/_stcore/upload_file/"


def is_upload(path: str) -> bool:
    """Whether a request to this path brings a file, or takes one back."""
    return _UPLOAD in path


def is_own(path: str, claims: Claims) -> bool:
    """Whether the session that a request's path names is one of who makes the request."""
    _, _, rest = path.partition(_UPLOAD)
    session = get_instance().get_app_session(rest.partition("/")[0])
    owner = {key: value for key, value in claims.items() if key != "origin"}
    return session is not None and session.matches_user_info(cast(UserInfoType, owner))


def is_too_large(length: str) -> bool:
    """Whether a body of this Content-Length is larger than any that is taken."""
    return _byte_count(length) > _most_bytes()


def is_full(length: str) -> bool:
    """Whether a body of this Content-Length no longer fits beside what is held already."""
    families = get_instance().uploaded_file_mgr.get_stats()
    files = [each for stats in families.values() for each in stats if isinstance(each, CacheStat)]
    return (
        sum(each.byte_length for each in files) + _byte_count(length)
        > _MOST_AT_ONCE * _most_bytes()
    )


def _most_bytes() -> int:
    return int(st.get_option("server.maxUploadSize")) << 20


def _byte_count(length: str) -> float:
    """Return a number of bytes: none for what is no number, no end of them for a longer one."""
    if not (length.isascii() and length.isdigit()):
        return 0
    return int(length) if len(length) <= _MOST_DIGITS else float("inf")
