"""What has been sent, what not, and of what is that not known?

One line a step in `<data>/delivery/outbox.jsonl`: `sending` before a message leaves, `sent` or
`unsent` after. A line is on disk before the next thing happens, so a message whose last word is
`sending` may or may not have gone. Addresses are in it only as part of a hash.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from etl.settings import Settings
from i18n.messages import Message, UserError, message

State = Literal["sending", "sent", "unsent"]
_STATES: tuple[State, ...] = ("sending", "sent", "unsent")


class OutboxError(UserError):
    """The log cannot be read, written, or is in use; no message left without its line in it."""


class NotSent(UserError):
    """A message did not go, or (`is_unsure`) may have gone without an answer.

    `is_everyones` says that the next message through the same server would not go either;
    `retry_after_seconds` that trying again may help, and how long the server wants to be left
    alone before.
    """

    def __init__(
        self,
        sentence: Message,
        *,
        is_unsure: bool = False,
        is_everyones: bool = False,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(sentence)
        self.is_unsure = is_unsure
        self.is_everyones = is_everyones
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Known:
    """The last word on a message, and the first time it was tried since it was surely not sent."""

    state: State
    since: datetime


def key(channel: str, address: str, digest: str, until: date) -> str:
    """Return what a digest to an address is known by.

    The digest's last line is left out and the last day it describes put in its place: that line
    also says when the data was read, and the same figures read again tonight are no news.
    """
    figures = digest.rstrip("\n").rpartition("\n")[0] or digest
    told = "\0".join((channel, address, until.isoformat(), figures))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def read(settings: Settings) -> dict[str, Known]:
    """Return the last word on every message. Raises OutboxError for a line that is none."""
    path = _path(settings)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unwritable(path, error) from error
    return _read(path, content)


class Outbox:
    """The log, open and locked."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle
        self._known = _read(path, path.read_bytes())

    def known(self, key: str) -> Known | None:
        """Return the last word on a message, None for one never tried."""
        return self._known.get(key)

    def write(self, key: str, state: State, channel: str, name: str) -> None:
        """Put a step on disk; `name` is the recipient's role. Raises OutboxError."""
        # Whole seconds, as the file has them: the moment is part of what a server is told.
        now = datetime.now(UTC).replace(microsecond=0)
        step = {
            "at": now.isoformat(timespec="seconds"),
            "key": key,
            "state": state,
            "channel": channel,
            "name": name,
        }
        try:
            os.write(self._handle, (json.dumps(step, ensure_ascii=False) + "\n").encode("utf-8"))
            os.fsync(self._handle)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        _add(self._known, key, state, now)


@contextmanager
def opened(settings: Settings) -> Iterator[Outbox]:
    """Open the log for one command at a time. Raises OutboxError."""
    path = _path(settings)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        _prepare(path, handle)
        yield Outbox(path, handle)
    finally:
        os.close(handle)


def _prepare(path: Path, handle: int) -> None:
    """Lock the log, and take off it a last line that a crash or a full disk cut short."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutboxError(message("delivery.busy")) from error
    try:
        os.fchmod(handle, 0o600)
        whole = path.read_bytes().rpartition(b"\n")
        os.ftruncate(handle, len(whole[0] + whole[1]))
        os.fsync(handle)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise _unwritable(path, error) from error


def _read(path: Path, content: bytes) -> dict[str, Known]:
    known: dict[str, Known] = {}
    # What follows the last line break was never whole, so what it was about never happened.
    lines = content.rpartition(b"\n")[0].split(b"\n") if b"\n" in content else []
    for number, line in enumerate(lines, start=1):
        try:
            step = json.loads(line)
            state = _STATES[_STATES.index(step["state"])]
            at = datetime.fromisoformat(step["at"])
            _add(known, str(step["key"]), state, at)
        except (ValueError, KeyError, TypeError) as error:
            where = {"file": path.name, "line": str(number)}
            raise OutboxError(message("delivery.outbox_broken", **where)) from error
    return known


def _add(known: dict[str, Known], key: str, state: State, at: datetime) -> None:
    before = known.get(key)
    is_again = before is not None and before.state == state == "sending"
    known[key] = Known(state, before.since if before is not None and is_again else at)


def _path(settings: Settings) -> Path:
    return settings.data / "delivery" / "outbox.jsonl"


def _unwritable(path: Path, error: OSError) -> OutboxError:
    why = error.strerror or str(error)
    return OutboxError(message("delivery.outbox_unwritable", file=path, why=why))
