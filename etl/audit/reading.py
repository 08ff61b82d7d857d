"""Reads the audit log from its first line to its last, and finds where it is not as written.

A break before a line that `seal` wrote is one that was there when an upgrade began: it is told
apart, as long as all lines before the seal are still the bytes that it names.
"""

import hashlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files
from etl.audit import chain, head, segments
from etl.audit.chain import End, Entry
from etl.audit.head import Head

SEALED = "sealed"
_SAYS_SEALED = f'"{SEALED}"'.encode()
_HEAD = "tip.json"
_LOCK = "LOCK"
_EVERY = 10_000
"""Lines between two reports of how far the reading is."""


@dataclass(frozen=True)
class Seal:
    """What an upgrade found: the lines before it, the first that was not as written, their hash."""

    lines: int
    broken_at: int | None
    sha256: str

    def __str__(self) -> str:
        return f"lines={self.lines} broken_at={self.broken_at or 0} sha256={self.sha256}"


@dataclass(frozen=True)
class Record:
    """The record as it is found: its entries, and the number of the first line that is not as it
    was written (lines taken off the end included); None when it is whole. `head` is the hash of its
    last line: noted down elsewhere, it shows that the record was not made anew since.
    `is_head_unmarked` when an earlier version wrote it, or somebody who would pass for one.
    `entries` may be the last ones only; `lines` counts all. `seal` is what the upgrade from an
    earlier version found."""

    entries: list[Entry]
    broken_at: int | None
    head: str = ""
    is_head_unmarked: bool = False
    lines: int = 0
    seal: Seal | None = None


@dataclass(frozen=True)
class Snapshot:
    """The head and how long each file was at one moment, while nobody wrote."""

    head: Head
    is_begun: bool
    sizes: dict[Path, int]


class Reader:
    """Holds line after line against the one before."""

    def __init__(self, key: bytes, *, last: int | None) -> None:
        self.end = End()
        self.broken_at: int | None = None
        self.seal: Seal | None = None
        self._texts: deque[bytes] = deque(maxlen=last)
        self._key = key
        self._content = hashlib.sha256()

    def take(self, text: bytes) -> None:
        """Take the next line."""
        number = self.end.number + 1
        found = chain.opened(text, self._key)
        if found and found.number == number and found.before == self.end.hash:
            self.end = found
            if _SAYS_SEALED in text:
                self._take_seal(text)
        else:
            own_hash = found.hash if found else chain.claimed(text)
            self.end = End(number, own_hash, self.end.hash)
            self.broken_at = self.broken_at or number
        self._content.update(text + b"\n")
        self._texts.append(text)

    def entries(self) -> list[Entry]:
        """Return what the last lines tell, as far as they tell anything."""
        told = []
        for text in self._texts:
            with suppress(KeyError, ValueError, TypeError):
                told.append(chain.entry(text))
        return told

    def sealed(self) -> Seal:
        """Return what a seal says of the lines taken so far."""
        return Seal(self.end.number, self.broken_at, self._content.hexdigest())

    def _take_seal(self, text: bytes) -> None:
        entry = chain.entry(text)
        if entry.action != SEALED:
            return
        facts = dict(part.split("=", 1) for part in entry.what.split())
        broken_at = int(facts["broken_at"]) or None
        seal = Seal(int(facts["lines"]), broken_at, facts["sha256"])
        if (seal.lines, seal.sha256) == (self.end.number - 1, self._content.hexdigest()):
            self.seal, self.broken_at = seal, None


def head_path(folder: Path) -> Path:
    """Return the file that names the last line."""
    return folder / _HEAD


def lock_path(folder: Path) -> Path:
    """Return the file that whoever writes to the log has the lock of."""
    return folder / _LOCK


def snapshot(folder: Path, key: bytes) -> Snapshot:
    """Return what there is to read. Raises OSError."""
    if not folder.exists():
        return Snapshot(head.UNTRUE, False, {})
    with safe_files.locked(lock_path(folder)):
        return look(folder, key)


def look(folder: Path, key: bytes) -> Snapshot:
    """Return the same, for who has the lock. Raises OSError."""
    path = head_path(folder)
    sizes = {each: each.stat().st_size for each in segments.files(folder)}
    return Snapshot(head.read(path, key), path.exists(), sizes)


def read(
    found: Snapshot,
    key: bytes,
    *,
    last: int | None = None,
    on_progress: Callable[[float], None] = lambda _: None,
) -> tuple[Record, Reader]:
    """Read what a snapshot holds, keeping the last entries or all. Raises OSError."""
    reader, done, total = Reader(key, last=last), 0, sum(found.sizes.values())
    for path, size in found.sizes.items():
        for line in segments.lines(path, size):
            reader.take(line)
            done += len(line) + 1
            if not reader.end.number % _EVERY:
                on_progress(done / total)
    lines = reader.end.number
    if (
        reader.broken_at is None
        and (lines or found.is_begun)
        and not head.matches(found.head, reader.end)
    ):
        reader.broken_at = lines + 1 if found.head.number < 0 else min(lines, found.head.number) + 1
    record = Record(
        reader.entries(),
        reader.broken_at,
        reader.end.hash if lines else "",
        not found.head.is_marked,
        lines,
        reader.seal,
    )
    return record, reader
