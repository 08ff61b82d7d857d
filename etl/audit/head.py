"""How far does the record go? The number and hash of its last line, marked with the party's key.

Without the mark whoever may write to the folder could take lines off the record's end and make the
head fit; with it that takes the secret. A head without one is not believed either, or the mark
could simply be left out: a record that an earlier version wrote has to be put aside, not taken
over.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files

FIRST = "0" * 64
"""What the first line of a record follows."""


@dataclass(frozen=True)
class Head:
    """The number and hash of the last line. `is_marked` is False where there is no mark at all."""

    number: int
    hash: str
    is_marked: bool = True


UNTRUE = Head(-1, "")
"""A head that is missing, cannot be read, or bears another mark than ours."""


def read(path: Path, key: bytes) -> Head:
    """Return the head, or one that no record has. Raises OSError."""
    try:
        told = json.loads(path.read_bytes())
        head = Head(int(told["number"]), str(told["hash"]))
        if "mac" not in told:
            return Head(UNTRUE.number, UNTRUE.hash, is_marked=False)
        mark = str(told["mac"]).encode("utf-8", "replace")
    except FileNotFoundError:
        return UNTRUE
    except (ValueError, KeyError, TypeError):
        return UNTRUE
    return head if hmac.compare_digest(mark, _mark(key, head).encode()) else UNTRUE


def move(path: Path, key: bytes, number: int, own_hash: str) -> None:
    """Let the head name another line, whole or not at all. Raises OSError."""
    head = Head(number, own_hash)
    told = {"number": number, "hash": own_hash, "mac": _mark(key, head)}
    safe_files.write_whole(path, json.dumps(told))


def is_of(head: Head, lines: Sequence[bytes]) -> bool:
    """Whether the line that the head names is there, and at most one follows it."""
    if not max(len(lines) - 1, 0) <= head.number <= len(lines):
        return False
    try:
        told = json.loads(lines[head.number - 1])["hash"] if head.number else FIRST
    except (ValueError, KeyError, TypeError):
        return False
    return bool(told == head.hash)


def _mark(key: bytes, head: Head) -> str:
    # No line of the record hashes to this: each has more to it.
    body = json.dumps({"tip": head.number, "hash": head.hash}).encode()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
