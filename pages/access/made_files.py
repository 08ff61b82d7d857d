"""Remembers for which sign-ins a file was made, so that its address is of use to nobody else.

The address of a file is a hash of what is in it: two people who make the same file share one.
"""

import threading
from collections import OrderedDict
from pathlib import PurePosixPath

_MOST_FILES = 10_000
"""Streamlit drops a file long before so many others were made."""

_owners: OrderedDict[str, frozenset[str]] = OrderedDict()
_lock = threading.Lock()


def add(address: str, sign_in: str) -> None:
    """Remember that the file at an address was made for a sign-in."""
    name = PurePosixPath(address).stem
    with _lock:
        _owners[name] = _owners.pop(name, frozenset()) | {sign_in}
        while len(_owners) > _MOST_FILES:
            _owners.popitem(last=False)


def is_made_for(address: str, sign_in: str) -> bool:
    """Whether the file at an address was made for a sign-in."""
    return sign_in in _owners.get(PurePosixPath(address).stem, frozenset())
