"""Examines all that the program keeps of the party, and says of each fault what mends it.

Nothing is changed. A check returns what it found wrong, a sentence each; none is all well.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl import data_version, staged_files
from etl.audit import log
from etl.faults import sentence_of
from etl.ingest.fingerprints import INDEX
from etl.personal_data.file_permissions import files_open_to_others
from etl.settings import Settings
from etl.warehouse import closed_months, editions, frozen_rolls, seals
from i18n.messages import Message, message

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_KEPT = ("warehouse", "audit", "rolls", "closed")
"""What nobody but the program's own user may look into."""
_LEAST_ROOM = 1 << 30
"""Bytes that a build should find free at the least."""
_LEEWAY = timedelta(minutes=1)
"""By how much two clocks may differ."""


@dataclass(frozen=True)
class Finding:
    """What was examined, and what is wrong with it."""

    what: Message
    faults: tuple[Message, ...]


def examine(settings: Settings) -> Iterator[Finding]:
    """Examine one thing after the other; a check that fails itself is a fault."""
    for key, check in _CHECKS:
        try:
            faults = tuple(check(settings))
        except Exception as error:  # noqa: BLE001 - what cannot be examined is said, and the rest too
            faults = (sentence_of(error, settings),)
        yield Finding(message(key), faults)


def _version(settings: Settings) -> Iterator[Message]:
    data_version.refuse_other(settings)
    yield from ()


def _permissions(settings: Settings) -> Iterator[Message]:
    kept = [path for name in _KEPT if (path := settings.data / name).exists()]
    kept += [settings.secret] if settings.secret.exists() else []
    for path in kept:
        if not os.access(path, os.R_OK if path.is_file() else os.W_OK | os.X_OK):
            yield message("doctor.not_ours", file=path)
        elif stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            yield message("doctor.open", file=path)
    if files_open_to_others(settings):
        yield message("doctor.open", file=settings.exports)


def _editions(settings: Settings) -> Iterator[Message]:
    served = editions.damaged_edition(settings)
    if served is not None:
        yield message("build.damaged", edition=served)
    for name in editions.names(settings):
        if name != served and not seals.is_whole(settings.warehouse / name):
            yield message("doctor.old_edition", folder=settings.warehouse / name)


def _staged(settings: Settings) -> Iterator[Message]:
    for account in sorted(settings.staged.glob("*.json")):
        if account.name == INDEX:
            continue
        facts, rows = staged_files.facts_of(account), staged_files.rows_of(account)
        if facts is not None and staged_files.are_whole(account, facts):
            continue
        if facts is not None and "export_removed" in facts:
            yield message("staged.damaged", file=rows, export=facts["file"])
        else:
            yield message("doctor.staged", file=account if facts is None else rows)


def _closed(settings: Settings) -> Iterator[Message]:
    for folder in sorted((settings.data / "closed").glob("[0-9]*-[0-9]*/")):
        try:
            closed_months.of_month(settings, datetime.strptime(folder.name, "%Y-%m").date())
        except closed_months.CloseChanged:
            yield message("doctor.from_backup", file=folder)


def _rolls(settings: Settings) -> Iterator[Message]:
    for roll in frozen_rolls.rolls(settings):
        if not roll.is_intact:
            yield message("doctor.from_backup", file=settings.data / "rolls" / f"{roll.name}.json")


def _record(settings: Settings) -> Iterator[Message]:
    if log.read(settings, last=0).broken_at is not None:
        yield message("doctor.record", folder=settings.data / "audit")


def _disk(settings: Settings) -> Iterator[Message]:
    folder = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < _LEAST_ROOM:
        yield message("doctor.disk", folder=folder, free_mb=free >> 20, least_mb=_LEAST_ROOM >> 20)


def _clock(settings: Settings) -> Iterator[Message]:
    now = f"{datetime.now(UTC) + _LEEWAY:%Y%m%dT%H%M%S.%fZ}"
    newest: Path | None = next((settings.warehouse / n for n in editions.names(settings)), None)
    if newest is not None and newest.name > now:
        yield message("doctor.clock", edition=newest.name)


_CHECKS: tuple[tuple[str, Callable[[Settings], Iterator[Message]]], ...] = (
    ("doctor.about_version", _version),
    ("doctor.about_permissions", _permissions),
    ("doctor.about_editions", _editions),
    ("doctor.about_staged", _staged),
    ("doctor.about_closed", _closed),
    ("doctor.about_rolls", _rolls),
    ("record.title", _record),
    ("doctor.about_disk", _disk),
    ("doctor.about_clock", _clock),
)
