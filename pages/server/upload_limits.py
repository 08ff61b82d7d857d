"""Is there room in memory for what a request brings? Streamlit holds files there until taken."""

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.stats import CacheStat

_TOGETHER = 4
"""As many files of the largest size may be held at once, of all sessions together."""

_MOST_DIGITS = 18


def is_upload(path: str) -> bool:
    """Whether a request to this path brings a file, or takes one back."""
    return "/_stcore/upload_file/" in path


def is_too_large(length: str) -> bool:
    """Whether a body of this Content-Length is larger than any that is taken."""
    return _number(length) > _most()


def is_full(length: str) -> bool:
    """Whether a body of this Content-Length no longer fits beside what is held already."""
    told = get_instance().uploaded_file_mgr.get_stats()
    held = [each for stats in told.values() for each in stats if isinstance(each, CacheStat)]
    return sum(each.byte_length for each in held) + _number(length) > _TOGETHER * _most()


def _most() -> int:
    return int(st.get_option("server.maxUploadSize")) << 20


def _number(length: str) -> float:
    """Return a number of bytes: none for what is no number, no end of them for a longer one."""
    if not (length.isascii() and length.isdigit()):
        return 0
    return int(length) if len(length) <= _MOST_DIGITS else float("inf")
