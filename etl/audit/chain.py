"""Makes a line of the audit log, and tells whether a line is as it was written.

Each line carries its number, the hash of the line before it and its own, made with the party's key.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime

Line = dict[str, object]

FIRST = "0" * 64
"""The hash that the first line of a log follows."""
LOST = ""
"""The hash that a line follows when the one before it is gone: the chain stays broken there."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True)
class Entry:
    """A line of the log. `at` is in UTC; `scope` is the actor's provinces, empty for all."""

    number: int
    at: datetime
    actor: str
    action: str
    what: str
    scope: str
    edition: str


@dataclass(frozen=True)
class End:
    """Where a log ends: the number and hash of its last line, and the hash that line follows."""

    number: int = 0
    hash: str = FIRST
    before: str = FIRST


def sealed(line: Line, key: bytes) -> str:
    """Return a line's text, with its own hash."""
    return json.dumps(line | {"hash": _hash(key, line)}, ensure_ascii=False)


def opened(text: bytes, key: bytes) -> tuple[Line, End] | None:
    """Return what a line says and where it is in the chain; None unless it is as it was written."""
    try:
        line = json.loads(text)
        own_hash = line.pop("hash")
        if not hmac.compare_digest(own_hash, _hash(key, line)):
            return None
        return line, End(int(line["number"]), own_hash, str(line["before"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def claimed(text: bytes) -> tuple[Line | None, str]:
    """Return what a line that is not as it was written says nevertheless, and its hash."""
    try:
        line = json.loads(text)
        return line, str(line.pop("hash"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, LOST


def entry(line: Line) -> Entry:
    """Return what a line tells. Raises KeyError, TypeError or ValueError when it tells nothing."""
    return Entry(
        int(str(line["number"])),
        datetime.fromisoformat(str(line["at"])),
        *(str(line[name]) for name in ("who", "deed", "what", "scope", "edition")),
    )


def _hash(key: bytes, line: Line) -> str:
    return hmac.digest(key, _encode(line).encode("utf-8"), "sha256").hex()
