"""Who did what, with which scope and edition, and has a line of that record been removed?

One line a deed in `<data>/audit/log.jsonl`, only ever appended to. Each line carries the hash of
the one before it and its own, made with a key from the party's secret, so that a line changed,
removed or put in between breaks the chain; `tip.json` beside it says how many lines there are, so
that lines taken off the end show too. Whoever has both the folder and the secret could write it
all anew: keep a copy of the tip elsewhere where that matters.
"""

import fcntl
import getpass
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from etl.keys import read_secret
from etl.sentences import Refused, say
from etl.settings import Settings

Deed = Literal[
    "signed_in",
    "signed_out",
    "refused",
    "page_opened",
    "exported",
    "report_made",
    "report_sent",
    "month_closed",
    "uploaded",
    "built",
    "roll_frozen",
    "access_changed",
    "forgotten",
    "retained",
]
"""What can be done that is recorded."""

_FIRST = "0" * 64


class AuditRefused(Refused):
    """The record cannot be read or written; what was to be recorded must not go on."""


@dataclass(frozen=True)
class Entry:
    """A line of the record. `at` is in UTC; `scope` is where the doer looked, empty for all."""

    number: int
    at: datetime
    who: str
    deed: str
    what: str
    scope: str
    edition: str


@dataclass(frozen=True)
class Record:
    """The record as it is found: its entries, and the number of the first line that is not as it
    was written (lines taken off the end included); None when it is whole. `tip` is the hash of its
    last line: noted down elsewhere, it shows that the record was not made anew since."""

    entries: list[Entry]
    broken_at: int | None
    tip: str = ""


def this_user() -> str:
    """Return who runs a command or looks at a dashboard without sign-in: the machine's user."""
    try:
        return f"local:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"local:{os.getuid()}"


def append(
    settings: Settings,
    deed: Deed,
    *,
    who: str,
    what: str = "",
    scope: str = "",
    edition: str | None = None,
) -> None:
    """Put a deed on disk before it is let happen. Raises AuditRefused when the disk refuses.

    The line goes in before the tip moves: a line beyond the tip is one that a crash or a full disk
    stopped there, and counts as written.
    """
    key = _key(settings)
    path = _path(settings)
    try:
        with _opened(path) as handle:
            number, before = _last(path.read_bytes(), handle)
            told: dict[str, object] = {
                "number": number + 1,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "who": who,
                "deed": deed,
                "what": what,
                "scope": scope,
                "edition": edition or "",
                "before": before,
            }
            line = told | {"hash": _hash(key, told)}
            os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8"))
            os.fsync(handle)
            _move_tip(path, line)
    except OSError as error:
        raise _unwritable(path, error) from error


def read(settings: Settings) -> Record:
    """Return the record, and where it is broken if it is. Raises AuditRefused."""
    path = _path(settings)
    key = _key(settings)
    try:
        content = path.read_bytes() if path.exists() else b""
        tip: object = json.loads(_tip(path).read_bytes()) if _tip(path).exists() else {"number": 0}
    except OSError as error:
        raise _unwritable(path, error) from error
    except ValueError:
        tip = None
    entries, broken_at, last = _entries(content, key)
    tip = tip if isinstance(tip, dict) else {}
    tip_number, tip_hash = int(tip.get("number", -1)), str(tip.get("hash", _FIRST))
    if broken_at is None and not _is_at(content, tip_number, tip_hash):
        broken_at = min(len(entries) + 1, max(tip_number, 0) + 1)
    return Record(entries, broken_at, last)


def stamp(settings: Settings) -> tuple[int, int]:
    """Return what changes whenever the record's file does, to keep an answer by."""
    try:
        told = _path(settings).stat()
    except FileNotFoundError:
        return 0, 0
    return told.st_size, told.st_mtime_ns


def _entries(content: bytes, key: bytes) -> tuple[list[Entry], int | None, str]:
    """Return what can be read, the first line that breaks the chain, and the last hash."""
    entries: list[Entry] = []
    broken_at, before = None, _FIRST
    for number, line in enumerate(content.split(b"\n")[:-1], start=1):
        try:
            told = json.loads(line)
            own_hash = told.pop("hash")
            is_chained = (
                told["number"] == number
                and told["before"] == before
                and hmac.compare_digest(own_hash, _hash(key, told))
            )
            entries.append(_entry(told))
        except (ValueError, KeyError, TypeError, AttributeError):
            is_chained, own_hash = False, ""
        if not is_chained and broken_at is None:
            broken_at = number
        before = own_hash
    return entries, broken_at, before if entries else ""


def _entry(told: dict[str, str]) -> Entry:
    return Entry(
        int(told["number"]),
        datetime.fromisoformat(told["at"]),
        *(str(told[name]) for name in ("who", "deed", "what", "scope", "edition")),
    )


def _is_at(content: bytes, number: int, own_hash: str) -> bool:
    """Whether line `number` is the one the tip names, and at most one line follows it."""
    lines = content.split(b"\n")[:-1]
    if not len(lines) - 1 <= number <= len(lines):
        return False
    told = json.loads(lines[number - 1])["hash"] if number else _FIRST
    return bool(told == own_hash)


def _hash(key: bytes, told: dict[str, object]) -> str:
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _key(settings: Settings) -> bytes:
    return hashlib.sha256(b"pakthong audit " + read_secret(settings)).digest()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open the log for one writer at a time; the next one waits its turn."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _last(content: bytes, handle: int) -> tuple[int, str]:
    """Return the last whole line's number and hash; one cut short is taken off: it never was."""
    whole = content.rpartition(b"\n")[0]
    if len(whole) + bool(whole) != len(content):
        os.ftruncate(handle, len(whole) + bool(whole))
    if not whole:
        return 0, _FIRST
    try:
        told = json.loads(whole.rpartition(b"\n")[2])
        return int(told["number"]), str(told["hash"])
    except (ValueError, KeyError, TypeError):
        # What was spoiled stays and shows as the break; the record goes on after it.
        return whole.count(b"\n") + 1, _FIRST


def _move_tip(path: Path, line: dict[str, object]) -> None:
    draft = _tip(path).with_suffix(".new")
    with draft.open("w", encoding="utf-8") as out:
        json.dump({"number": line["number"], "hash": line["hash"]}, out)
        out.flush()
        os.fsync(out.fileno())
    draft.chmod(0o600)
    draft.replace(_tip(path))


def _path(settings: Settings) -> Path:
    return settings.data / "audit" / "log.jsonl"


def _tip(path: Path) -> Path:
    return path.with_name("tip.json")


def _unwritable(path: Path, error: OSError) -> AuditRefused:
    return AuditRefused(say("audit.unwritable", file=path, why=error.strerror or str(error)))
