"""What has been sent, what not, and of what is that not known?

One line a step in `<data>/delivery/outbox.jsonl`: `sending` before a message leaves, `sent` or
`unsent` after. A line is on disk before the next thing happens, so a message whose last word is
`sending` may or may not have gone. Addresses are in it only as part of a hash.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from etl import safe_files
from i18n.messages import Message, UserError, message

State = Literal["sending", "sent", "unsent"]
_STATES: tuple[State, ...] = ("sending", "sent", "unsent")


class OutboxError(UserError):
    """The log cannot be read, written, or is in use; no message left without its line in it."""


class OutboxBroken(OutboxError):
    """A line of the log is none."""


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
class LastWord:
    """The last word on a message, and the first time it was tried since it was surely not sent."""

    state: State
    since: datetime


def key(channel: str, address: str, digest: str, until: date) -> str:
    """Return what a digest to an address is known by.

    The digest's last line is left out and the last day it describes put in its place: that line
    also says when the data was read, and the same figures read again tonight are no news.
    """
    figures = digest.rstrip("\n").rpartition("\n")[0] or digest
    identity = "\0".join((channel, address, until.isoformat(), figures))
    return hashlib.sha256(identity.encode("utf-8")).hexdigest()


def path_in(data: Path) -> Path:
    """Return where the log lies in the party's folder."""
    return data / "delivery" / "outbox.jsonl"


def read(path: Path) -> dict[str, LastWord]:
    """Return the last word on every message. Raises OutboxError for a line that is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unwritable(path, error) from error
    return _read(path, content)


class Outbox:
    """The log, open and locked."""

    def __init__(self, path: Path, log: safe_files.Log) -> None:
        self._path = path
        self._log = log
        self._known = _read(path, log.content())

    def known(self, key: str) -> LastWord | None:
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
            self._log.append(json.dumps(step, ensure_ascii=False))
        except OSError as error:
            raise _unwritable(self._path, error) from error
        _add(self._known, key, state, now)


@contextmanager
def opened(path: Path, *, wait: bool = False) -> Iterator[Outbox]:
    """Open the log for one command at a time; another is waited for if `wait`.

    Raises OutboxError, OutboxBroken among them.
    """
    with ExitStack() as stack:
        try:
            safe_files.make_folder(path.parent)
            log = stack.enter_context(safe_files.appending(path, wait=wait))
        except BlockingIOError as error:
            raise OutboxError(message("delivery.busy")) from error
        except OSError as error:
            raise _unwritable(path, error) from error
        yield Outbox(path, log)


def _read(path: Path, content: bytes) -> dict[str, LastWord]:
    known: dict[str, LastWord] = {}
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
            raise OutboxBroken(message("delivery.outbox_broken", **where)) from error
    return known


def _add(known: dict[str, LastWord], key: str, state: State, at: datetime) -> None:
    before = known.get(key)
    is_again = before is not None and before.state == state == "sending"
    known[key] = LastWord(state, before.since if before is not None and is_again else at)


def _unwritable(path: Path, error: OSError) -> OutboxError:
    why = error.strerror or str(error)
    return OutboxError(message("delivery.outbox_unwritable", file=path, why=why))
