"""Keeps the audit log: who did what, with which scope and edition, each line chained to the last.

One line an action in `<data>/audit/log.jsonl`, only ever appended to. Each line carries the hash of
the one before it and its own, made with a key from the party's secret, so that a line changed,
removed or inserted breaks the chain. `tip.json` beside it holds the number and hash of the last
line, marked with the same key, so that lines cut off the end show too; what is recorded afterwards
does not mend that.

What the log itself cannot show: that both files are gone, that an older log was put back with its
head, and what somebody rewrote who has the secret too. Against these the hash that
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
from i18n.plain_text import written_out

Action = Literal[
    "signed_in",
    "signed_out",
    "refused",
    "page_opened",
    "exported",
    "report_made",
    "report_sent",
    "month_closed",
    "uploaded",
    "answered",
    "built",
    "roll_frozen",
    "access_changed",
    "forgotten",
    "retained",
]
"""The actions that are recorded."""

_LOST = ""
"""The hash that a line follows when the one before it is gone: the chain stays broken there."""


class AuditError(UserError):
    """The record cannot be read or written; what was to be recorded must not go on."""


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
    action: Action,
    *,
    actor: str,
    what: str = "",
    scope: str = "",
    edition: str | None = None,
) -> None:
    """Write an action to the disk, before it happens. Raises AuditError when the disk refuses.

    The line goes in before the head changes: a line beyond the head is one that a crash or a full
    disk stopped there, and counts as written.
    """
    key = _key(settings)
    path = _path(settings)
    try:
        safe_files.make_folder(path.parent)
        with safe_files.appending(path) as log:
            number, before = _mend_end(path, log.content(), key)
            entry: dict[str, object] = {
                "number": number + 1,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "who": written_out(actor),
                "deed": action,
                "what": written_out(what),
                "scope": scope,
                "edition": edition or "",
                "before": before,
            }
            line = entry | {"hash": _hash(key, entry)}
            log.append(json.dumps(line, ensure_ascii=False))
            head.write(_head_path(path), key, number + 1, str(line["hash"]))
    except OSError as error:
        raise _unwritable(path, error) from error


def read(settings: Settings) -> Record:
    """Return the record, and where it is broken if it is. Raises AuditError."""
    path = _path(settings)
    key = _key(settings)
    try:
        # The head first: a line that is appended meanwhile is one beyond it, never one missing.
        is_begun = _head_path(path).exists()
        found_head = head.read(_head_path(path), key)
        content = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _unwritable(path, error) from error
    entries, broken_at, last = _entries(content, key)
    lines = _lines(content)
    if broken_at is None and (lines or is_begun) and not head.matches(found_head, lines):
        broken_at = (
            len(lines) + 1 if found_head.number < 0 else min(len(lines), found_head.number) + 1
        )
    return Record(entries, broken_at, last, not found_head.is_marked)


def stamp(settings: Settings) -> tuple[int, int]:
    """Return the size and time of the log's file, a cache key of what was read from it."""
    try:
        stat = _path(settings).stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def _entries(content: bytes, key: bytes) -> tuple[list[Entry], int | None, str]:
    """Return what can be read, the first line that breaks the chain, and the last hash."""
    entries: list[Entry] = []
    broken_at, before = None, FIRST
    for number, line in enumerate(_lines(content), start=1):
        try:
            entry = json.loads(line)
            own_hash = entry.pop("hash")
            is_chained = (
                entry["number"] == number
                and entry["before"] == before
                and hmac.compare_digest(own_hash, _hash(key, entry))
            )
            entries.append(_parse(entry))
        except (ValueError, KeyError, TypeError, AttributeError):
            is_chained, own_hash = False, ""
        if not is_chained and broken_at is None:
            broken_at = number
        before = own_hash
    return entries, broken_at, before if entries else ""


def _parse(line: dict[str, str]) -> Entry:
    return Entry(
        int(line["number"]),
        datetime.fromisoformat(line["at"]),
        *(str(line[name]) for name in ("who", "deed", "what", "scope", "edition")),
    )


def _lines(content: bytes) -> list[bytes]:
    """Return the whole lines; one cut short does not count."""
    return content.split(b"\n")[:-1]


def _hash(key: bytes, entry: dict[str, object]) -> str:
    body = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _key(settings: Settings) -> bytes:
    return hashlib.sha256(b"pakthong audit " + read_secret(settings)).digest()


def _mend_end(path: Path, content: bytes, key: bytes) -> tuple[int, str]:
    """Return the last line's number and the hash that the next one follows; finish what a crash
    interrupted. Lines that were removed since show for good: the next line follows none.
    """
    lines = _lines(content)
    if not lines and not _head_path(path).exists():
        # So that one line without a head is no crash, but a head taken away.
        head.write(_head_path(path), key, 0, FIRST)
    number, before = _last(lines)
    found_head = head.read(_head_path(path), key)
    if not head.matches(found_head, lines):
        return number, _LOST
    if found_head.number < number:
        # Before another line: two beyond the head would look like a head put back.
        head.write(_head_path(path), key, number, before)
    return number, before


def _last(lines: list[bytes]) -> tuple[int, str]:
    """Return the last line's number and hash."""
    if not lines:
        return 0, FIRST
    try:
        entry = json.loads(lines[-1])
        return int(entry["number"]), str(entry["hash"])
    except (ValueError, KeyError, TypeError):
        # What was spoiled stays and shows as the break; the record goes on after it.
        return len(lines), FIRST


def _path(settings: Settings) -> Path:
    return settings.data / "audit" / "log.jsonl"


def _head_path(path: Path) -> Path:
    return path.with_name("tip.json")


def _unwritable(path: Path, error: OSError) -> AuditError:
    return AuditError(message("audit.unwritable", file=path, why=error.strerror or str(error)))
