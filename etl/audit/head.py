"""Keeps the number and hash of the audit log's last line, authenticated with the party's key.

Without the code (`mac`) whoever may write to the folder could cut lines off the log's end and make
the head fit; with it that takes the secret. A head without one is not accepted, or it could simply
be left out: a log that an earlier version wrote has to be put aside, not continued.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files

FIRST = "0" * 64
"""The hash that the first line of a log follows."""


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


def write(path: Path, key: bytes, number: int, own_hash: str) -> None:
    """Write the head for another last line, whole or not at all. Raises OSError."""
    head = Head(number, own_hash)
    content = {"number": number, "hash": own_hash, "mac": _mark(key, head)}
    safe_files.write_whole(path, json.dumps(content))


def matches(head: Head, lines: Sequence[bytes]) -> bool:
    """Whether the head's line is there, and at most one follows it."""
    if not max(len(lines) - 1, 0) <= head.number <= len(lines):
        return False
    try:
        own_hash = json.loads(lines[head.number - 1])["hash"] if head.number else FIRST
    except (ValueError, KeyError, TypeError):
        return False
    return bool(own_hash == head.hash)


def _mark(key: bytes, head: Head) -> str:
    # No line of the record hashes to this: each has more to it.
    body = json.dumps({"tip": head.number, "hash": head.hash}).encode()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
