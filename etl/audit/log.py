"""Who did what, with which scope and edition, and has a line of that record been removed?

One line a deed in `<data>/audit/log.jsonl`, only ever appended to. Each line carries the hash of
the one before it and its own, made with a key from the party's secret, so that a line changed,
removed or put in between breaks the chain. `tip.json` beside it says which line is the last, marked
with the same key, so that lines taken off the end show too; what is recorded afterwards does not
mend that.

What cannot be seen from inside: that both files are gone, that an older record was put back with
the head it had, and what somebody wrote anew who has the secret too. Against these the hash that
`python -m etl record --verify` prints is noted down elsewhere.
"""

import getpass
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from etl import safe_files
from etl.audit import head
from etl.audit.head import FIRST
from etl.personal_data.pseudonyms import read_secret
from etl.settings import Settings
from i18n.messages import UserError, message

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

_LOST = ""
"""What a line follows when the one before it is gone: the chain stays broken there."""


class AuditError(UserError):
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
    was written (lines taken off the end included); None when it is whole. `head` is the hash of its
    last line: noted down elsewhere, it shows that the record was not made anew since.
    `is_head_unmarked` when an earlier version wrote it, or somebody who would pass for one."""

    entries: list[Entry]
    broken_at: int | None
    head: str = ""
    is_head_unmarked: bool = False


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
    """Put a deed on disk before it is let happen. Raises AuditError when the disk refuses.

    The line goes in before the head moves: a line beyond the head is one that a crash or a full
    disk stopped there, and counts as written.
    """
    key = _key(settings)
    path = _path(settings)
    try:
        safe_files.make_folder(path.parent)
        with safe_files.appending(path) as log:
            number, before = _come_to(path, log.content(), key)
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
            log.append(json.dumps(line, ensure_ascii=False))
            head.move(_head_path(path), key, number + 1, str(line["hash"]))
    except OSError as error:
        raise _unwritable(path, error) from error


def read(settings: Settings) -> Record:
    """Return the record, and where it is broken if it is. Raises AuditError."""
    path = _path(settings)
    key = _key(settings)
    try:
        # The head first: a line that is appended meanwhile is one beyond it, never one missing.
        is_begun = _head_path(path).exists()
        last_written = head.read(_head_path(path), key)
        content = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _unwritable(path, error) from error
    entries, broken_at, last = _entries(content, key)
    lines = _lines(content)
    if broken_at is None and (lines or is_begun) and not head.is_of(last_written, lines):
        broken_at = (
            len(lines) + 1 if last_written.number < 0 else min(len(lines), last_written.number) + 1
        )
    return Record(entries, broken_at, last, not last_written.is_marked)


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
    broken_at, before = None, FIRST
    for number, line in enumerate(_lines(content), start=1):
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


def _lines(content: bytes) -> list[bytes]:
    """Return the whole lines; one cut short never was."""
    return content.split(b"\n")[:-1]


def _hash(key: bytes, told: dict[str, object]) -> str:
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _key(settings: Settings) -> bytes:
    return hashlib.sha256(b"pakthong audit " + read_secret(settings)).digest()


def _come_to(path: Path, content: bytes, key: bytes) -> tuple[int, str]:
    """Return the last line's number and the hash that the next one follows; mend what a crash left.

    Lines that went since show for good: the next line follows none.
    """
    lines = _lines(content)
    if not lines and not _head_path(path).exists():
        # So that one line without a head is no crash, but a head taken away.
        head.move(_head_path(path), key, 0, FIRST)
    number, before = _last(lines)
    last_written = head.read(_head_path(path), key)
    if not head.is_of(last_written, lines):
        return number, _LOST
    if last_written.number < number:
        # Before another line: two beyond the head would look like a head put back.
        head.move(_head_path(path), key, number, before)
    return number, before


def _last(lines: list[bytes]) -> tuple[int, str]:
    """Return the last line's number and hash."""
    if not lines:
        return 0, FIRST
    try:
        told = json.loads(lines[-1])
        return int(told["number"]), str(told["hash"])
    except (ValueError, KeyError, TypeError):
        # What was spoiled stays and shows as the break; the record goes on after it.
        return len(lines), FIRST


def _path(settings: Settings) -> Path:
    return settings.data / "audit" / "log.jsonl"


def _head_path(path: Path) -> Path:
    return path.with_name("tip.json")


def _unwritable(path: Path, error: OSError) -> AuditError:
    return AuditError(message("audit.unwritable", file=path, why=error.strerror or str(error)))
