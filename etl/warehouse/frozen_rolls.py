"""Stores frozen rolls, so that each can be shown again exactly as it was.

A frozen roll is a file `<data>/rolls/<cut-off>_<first 12 of its hash>.json` of two lines: the
record as it was handed over, and a seal with the record's SHA-256 and the moment it was frozen. It
is written once and never again: it belongs to no edition, and no build touches it. Whoever can
write the folder could forge a record and its seal together; what proves a roll is the hash printed
on its sheet.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from etl import safe_files
from etl.settings import Settings
from i18n.dates import BANGKOK
from i18n.messages import UserError, message

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_([0-9a-f]{12})")


class AlreadyFrozen(UserError):
    """The same record has been frozen before; nothing was written."""


class RollChanged(UserError):
    """A frozen roll's file is no longer what was frozen."""


class NoRoll(UserError):
    """No frozen roll has that name."""


class NotFrozen(UserError):
    """The disk did not take the roll; nothing was written."""


@dataclass(frozen=True)
class FrozenRoll:
    """A frozen roll. `frozen_at` and `sha256` are missing when its file is not intact."""

    name: str
    cutoff: date
    frozen_at: datetime | None
    sha256: str | None

    @property
    def is_intact(self) -> bool:
        """Whether the file still is what was frozen."""
        return self.sha256 is not None


def freeze(
    settings: Settings,
    content: bytes,
    cutoff: date,
    frozen_at: datetime,
    *,
    note: Callable[[str], None],
) -> FrozenRoll:
    """Write a record once, and return what it is called; `frozen_at` knows its zone.

    `note` records the name when all is written and nothing is frozen yet; whatever it raises keeps
    it so. Raises AlreadyFrozen, naming when, if the same record is there, RollChanged if that file
    has been tampered with, NotFrozen when the disk refuses. ValueError for a record of several
    lines.
    """
    if b"\n" in content:
        raise ValueError("a record is one line")
    sha256 = hashlib.sha256(content).hexdigest()
    frozen_at = frozen_at.astimezone(UTC).replace(microsecond=0)
    seal = {"frozen_at": frozen_at.isoformat(), "sha256": sha256}
    name = f"{cutoff.isoformat()}_{sha256[:12]}"
    try:
        file = content + b"\n" + json.dumps(seal).encode() + b"\n"
        safe_files.make_folder(_folder(settings), close=True)
        with safe_files.writing_once(_path(settings, name), file, mode=safe_files.READ_ONLY):
            note(name)
    except FileExistsError as error:
        _, there = _open(settings, name)
        raise AlreadyFrozen(message("rolls.already_frozen", **_moment(there))) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise NotFrozen(message("rolls.not_frozen", why=why)) from error
    return FrozenRoll(name, cutoff, frozen_at, sha256)


def rolls(settings: Settings) -> list[FrozenRoll]:
    """Return every frozen roll, the one frozen last first; those no longer intact come last."""
    found = []
    for path in _folder(settings).glob("*.json"):
        cutoff = _cutoff(path.stem)
        if cutoff is None:
            continue
        try:
            found.append(_open(settings, path.stem)[1])
        except RollChanged:
            found.append(FrozenRoll(path.stem, cutoff, None, None))
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda roll: (roll.frozen_at or never, roll.name), reverse=True)


def reopen(settings: Settings, name: str) -> bytes:
    """Return the record of a frozen roll, byte for byte as it was handed to `freeze`.

    Raises NoRoll for a name that no roll has, RollChanged when its file is not what was frozen.
    """
    return _open(settings, name)[0]


def _open(settings: Settings, name: str) -> tuple[bytes, FrozenRoll]:
    cutoff = _cutoff(name)
    if cutoff is None:
        raise NoRoll(message("rolls.no_roll", name=name))
    try:
        content, seal, rest = _path(settings, name).read_bytes().split(b"\n")
        seal_content = json.loads(seal)
        sha256, frozen_at = (
            str(seal_content["sha256"]),
            datetime.fromisoformat(seal_content["frozen_at"]),
        )
    except FileNotFoundError as error:
        raise NoRoll(message("rolls.no_roll", name=name)) from error
    except (ValueError, TypeError, KeyError) as error:
        raise RollChanged(message("rolls.changed", name=name)) from error
    found = hashlib.sha256(content).hexdigest()
    if rest or found != sha256 or found[:12] != name[-12:] or frozen_at.tzinfo is None:
        raise RollChanged(message("rolls.changed", name=name))
    return content, FrozenRoll(name, cutoff, frozen_at, sha256)


def _cutoff(name: str) -> date | None:
    """Return the cut-off day in a roll's name; None for a name that no roll can have."""
    shape = _NAME.fullmatch(name)
    try:
        return date.fromisoformat(shape[1]) if shape else None
    except ValueError:
        return None


def _moment(roll: FrozenRoll) -> dict[str, object]:
    if roll.frozen_at is None:
        raise ValueError("an intact roll has its moment")
    at = roll.frozen_at.astimezone(BANGKOK)
    return {"day": at.date(), "time": f"{at:%H:%M}", "name": roll.name}


def _folder(settings: Settings) -> Path:
    return settings.data / "rolls"


def _path(settings: Settings, name: str) -> Path:
    return _folder(settings) / f"{name}.json"
