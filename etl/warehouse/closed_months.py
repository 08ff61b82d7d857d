"""Closes months: their reports are written once, and their editions kept for good.

A closed month is a folder `<data>/closed/2023-10/` with the packs as they were made and
`close.json`: the edition, the moment, and the hash of every file. It appears whole, and is never
written again; an edition it names is never pruned.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from etl import safe_files
from etl.settings import Settings
from i18n.dates import day_of
from i18n.messages import UserError, message

_SEAL = "close.json"


class AlreadyClosed(UserError):
    """The month was closed before; nothing was written."""


class NotClosed(UserError):
    """The month could not be closed, or is not; nothing was written."""


class CloseChanged(UserError):
    """A closed month's files are no longer what was closed."""


@dataclass(frozen=True)
class ClosedMonth:
    """A closed month: its first day, its edition and when it was closed."""

    month: date
    edition: str
    closed_at: datetime


def close(
    settings: Settings,
    month: date,
    edition: str,
    files: Mapping[str, bytes],
    at: datetime,
    *,
    note: Callable[[], None],
) -> Path:
    """Write a month's packs once; `month` is its first day, `at` knows its zone.

    `files` go by their path inside the month's folder. `note` records the close when all is written
    and nothing is closed yet; whatever it raises keeps it so. Returns that folder. Raises
    AlreadyClosed, and NotClosed when the disk refuses.
    """
    folder = _folder(settings, month)
    if folder.exists():
        day = day_of(_read(folder / _SEAL).closed_at)
        raise AlreadyClosed(message("closed.already", month=folder.name, day=day))
    seal = {
        "edition": edition,
        "closed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    every = {**files, _SEAL: (json.dumps(seal, indent=1) + "\n").encode()}
    try:
        safe_files.make_folder(folder.parent)
        with safe_files.draft(folder) as folder_draft:
            safe_files.write_files(folder_draft, every, mode=safe_files.READ_ONLY)
            note()
            folder_draft.rename(folder)
            safe_files.sync(folder.parent)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotClosed(message("closed.not_written", folder=folder.parent, why=why)) from error
    return folder


def months(settings: Settings) -> list[ClosedMonth]:
    """Return every closed month, the newest first. Raises CloseChanged for a broken seal."""
    return [_read(path) for path in sorted(_seals(settings), reverse=True)]


def of_month(settings: Settings, month: date) -> ClosedMonth | None:
    """Return a month's close, or None when it is open. Raises CloseChanged if a file changed."""
    folder = _folder(settings, month)
    if not folder.exists():
        return None
    seal = folder / _SEAL
    found = _read(seal)
    for name, sha256 in json.loads(seal.read_text(encoding="utf-8"))["files"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise CloseChanged(message("closed.changed", month=folder.name, file=name))
    return found


def edition_before(settings: Settings, month: date, edition: str) -> str | None:
    """Return the edition a month was closed with, to compare `edition` with.

    None where the month is open, or was closed with that very edition. Raises CloseChanged.
    """
    found = of_month(settings, month)
    return found.edition if found and found.edition != edition else None


def editions(settings: Settings) -> frozenset[str] | None:
    """Return the editions that closed months stand on; None when a seal cannot be read.

    Who prunes must then keep everything: which edition that month needs is not known.
    """
    try:
        return frozenset(each.edition for each in months(settings))
    except CloseChanged:
        return None


def _read(seal: Path) -> ClosedMonth:
    try:
        seal_content = json.loads(seal.read_text(encoding="utf-8"))
        return ClosedMonth(
            date.fromisoformat(f"{seal.parent.name}-01"),
            str(seal_content["edition"]),
            datetime.fromisoformat(seal_content["closed_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        month = seal.parent.name
        raise CloseChanged(message("closed.changed", month=month, file=_SEAL)) from error


def _seals(settings: Settings) -> list[Path]:
    return [
        folder / _SEAL
        for folder in (settings.data / "closed").glob("[0-9]*-[0-9]*")
        if folder.is_dir()
    ]


def _folder(settings: Settings, month: date) -> Path:
    return settings.data / "closed" / f"{month:%Y-%m}"
