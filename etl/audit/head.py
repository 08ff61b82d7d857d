"""Keeps the number and hash of the audit log's last line, authenticated with the party's key.

Without the code (`mac`) whoever may write to the folder could cut lines off the log's end and make
the head fit; with it that takes the secret. A head without one is not accepted, or it could simply
be left out: a log that an earlier version wrote is sealed by `migrate` before it goes on.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files
from etl.audit.chain import End


@dataclass(frozen=True)
class Head:
    """The number and hash of the last line. `is_marked` is False where there is no mark at all."""

    number: int
    hash: str
    is_marked: bool = True


UNTRUE = Head(-1, "")
"""A head that is missing, cannot be read, or was marked with another key."""


def read(path: Path, key: bytes) -> Head:
    """Return the head, or one that no record has. Raises OSError."""
    try:
        content = json.loads(path.read_bytes())
        head = Head(int(content["number"]), str(content["hash"]))
        if "mac" not in content:
            return Head(UNTRUE.number, UNTRUE.hash, is_marked=False)
        mark = str(content["mac"]).encode("utf-8", "replace")
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return UNTRUE
    return head if hmac.compare_digest(mark, _mark(key, head).encode()) else UNTRUE


def write(path: Path, key: bytes, end: End) -> None:
    """Write the head for another last line, whole or not at all. Raises OSError."""
    head = Head(end.number, end.hash)
    content = {"number": head.number, "hash": head.hash, "mac": _mark(key, head)}
    safe_files.write_whole(path, json.dumps(content))


def matches(head: Head, end: End) -> bool:
    """Whether the head names the log's last line, or the one before it."""
    return (head.number, head.hash) in ((end.number, end.hash), (end.number - 1, end.before))


def _mark(key: bytes, head: Head) -> str:
    # No line of the record hashes to this: each has more to it.
    body = json.dumps({"tip": head.number, "hash": head.hash}).encode()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
