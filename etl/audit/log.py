"""Keeps the audit log: who did what, with which scope and edition, each line chained to the last.

One line an action in `<data>/audit/2026.jsonl`, a file a year, only ever appended to. Each line
carries the hash of the one before it and its own, made with a key from the party's secret, so that
a line changed, removed or inserted breaks the chain. `tip.json` beside it holds the number and hash
of the last line, marked with the same key, so that lines cut off the end show too; what is recorded
afterwards does not mend that.

What the log itself cannot show: that all files are gone, that an older log was put back with its
head, and what somebody rewrote who has the secret too. Against these the hash that
`python -m etl record --verify` prints is noted down elsewhere.
"""

import getpass
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from etl import safe_files
from etl.audit import chain, head, reading, segments
from etl.audit.chain import LOST, End
from etl.audit.chain import Entry as Entry
from etl.audit.reading import Record as Record
from etl.audit.reading import Seal
from etl.personal_data.pseudonyms import read_secret
from etl.settings import Settings
from i18n.dates import BANGKOK
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
    "alarm_sent",
    "month_closed",
    "uploaded",
    "answered",
    "built",
    "roll_frozen",
    "access_changed",
    "forgotten",
    "retained",
    "sealed",
    "backed_up",
]
"""The actions that are recorded."""


class AuditError(UserError):
    """The record cannot be read or written; what was to be recorded must not go on."""


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
    key, folder = _key(settings), _folder(settings)
    try:
        safe_files.make_folder(folder)
        with safe_files.locked(reading.lock_path(folder)):
            _write(folder, key, _mend_end(folder, key), action, actor, what, scope, edition or "")
    except OSError as error:
        raise _unwritable(folder, error) from error


def seal(settings: Settings, *, actor: str) -> Seal | None:
    """Close what an earlier version recorded, and go on after it; None when there is nothing to do.

    The line that is written holds how many lines there are, their hash, and the first that is not
    as it was written: from then on that is told apart from what is changed later. Raises
    AuditError.
    """
    key, folder = _key(settings), _folder(settings)
    oldest = folder / segments.BEFORE_YEARS
    if not oldest.exists() or not oldest.stat().st_mode & stat.S_IWUSR:
        return None
    try:
        with safe_files.locked(reading.lock_path(folder)):
            _, reader = reading.read(reading.look(folder, key), key, last=0)
            found = reader.sealed()
            _write(folder, key, reader.end, reading.SEALED, actor, str(found), "", "")
            oldest.chmod(safe_files.READ_ONLY)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return found


def read(
    settings: Settings,
    *,
    last: int | None = None,
    on_progress: Callable[[float], None] = lambda _: None,
) -> Record:
    """Return the record, its last entries or all, and where it is broken if it is.

    Raises AuditError.
    """
    key, folder = _key(settings), _folder(settings)
    try:
        found = reading.snapshot(folder, key)
        return reading.read(found, key, last=last, on_progress=on_progress)[0]
    except OSError as error:
        raise _unwritable(folder, error) from error


def stamp(settings: Settings) -> tuple[tuple[str, int, int], ...]:
    """Return the size and time of each of the log's files, a cache key of what was read."""
    stats = [(path.name, path.stat()) for path in segments.files(_folder(settings))]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@contextmanager
def no_writer(settings: Settings) -> Iterator[None]:
    """Let nobody write while the block runs: whoever is about to waits. Raises OSError."""
    folder = _folder(settings)
    if not folder.exists():
        yield
        return
    with safe_files.locked(reading.lock_path(folder)):
        yield


def newest_file(settings: Settings) -> Path:
    """Return the file that takes the next line."""
    return segments.to_append(_folder(settings), datetime.now(BANGKOK).year)


def _write(folder: Path, key: bytes, end: End, action: str, actor: str, *rest: str) -> None:
    """Write the line that follows `end`, then the head."""
    now = datetime.now(UTC)
    what, scope, edition = rest
    line: chain.Line = {
        "number": end.number + 1,
        "at": now.isoformat(timespec="milliseconds"),
        "who": written_out(actor),
        "deed": action,
        "what": written_out(what),
        "scope": scope,
        "edition": edition,
        "before": end.hash,
    }
    text = chain.sealed(line, key)
    written = chain.opened(text.encode(), key)
    assert written is not None
    with safe_files.appending(segments.to_append(folder, now.astimezone(BANGKOK).year)) as log:
        log.append(text)
    head.write(reading.head_path(folder), key, written)


def _mend_end(folder: Path, key: bytes) -> End:
    """Return the line that the next one follows; finish what a crash interrupted.

    Lines that were removed since show for good: the next line follows none. What was spoiled
    stays and shows as the break; the record goes on after it.
    """
    path, last = reading.head_path(folder), segments.last_line(folder)
    if last is None and not path.exists():
        # So that one line without a head is no crash, but a head taken away.
        head.write(path, key, End())
    end = End()
    if last is not None:
        whole = chain.opened(last, key)
        if whole is None:
            return End(segments.count(folder), LOST)
        end = whole
    found_head = head.read(path, key)
    if not head.matches(found_head, end):
        return End(end.number, LOST)
    if found_head.number < end.number:
        # Before another line: two beyond the head would look like a head put back.
        head.write(path, key, end)
    return end


def _key(settings: Settings) -> bytes:
    return hashlib.sha256(b"pakthong audit " + read_secret(settings)).digest()


def _folder(settings: Settings) -> Path:
    return settings.data / "audit"


def _unwritable(path: Path, error: OSError) -> AuditError:
    return AuditError(message("audit.unwritable", file=path, why=error.strerror or str(error)))
