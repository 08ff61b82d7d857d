"""`python -m etl backup`, `restore`, `migrate`, `doctor`: the party's files through the years."""

import re
from pathlib import Path

from etl import data_version, safe_files, upgrades
from etl import doctor as doctors
from etl.audit import log
from etl.backup import packing, restoring, snapshot
from etl.backup.packing import BackupError
from etl.commands import audit
from etl.commands.terminal import Terminal
from etl.settings import Settings
from etl.warehouse import editions
from i18n.dates import today
from i18n.messages import message

_OF_A_DAY = re.compile(r"pakthong-\d{4}-\d{2}-\d{2}\.age")
"""What a backup is called in a folder of them: the day it was made, so that the newest is last."""


def backup(settings: Settings, terminal: Terminal, out: Path, keep: int | None = None) -> int:
    """Write a backup whole or not at all; returns the exit code. Raises BackupError, BuildBusy.

    With `keep` the place is a folder: the backup is named there by its day, and once it is written
    only the newest `keep` of that folder stay.
    """
    out = out.expanduser().resolve()
    if keep is None:
        return _write_backup(settings, terminal, out)
    if not out.is_dir():
        raise BackupError(message("backup.no_folder", folder=out))
    # What a killed one left would fill the disk, night after night.
    safe_files.sweep(out)
    _write_backup(settings, terminal, out / f"pakthong-{today():%Y-%m-%d}.age")
    written = sorted(path for path in out.iterdir() if _OF_A_DAY.fullmatch(path.name))
    for older in written[:-keep]:
        older.unlink()
    terminal.say(message("backup.kept", kept=len(written[-keep:]), removed=len(written[:-keep])))
    return 0


def _write_backup(settings: Settings, terminal: Terminal, out: Path) -> int:
    if out.is_relative_to(settings.data):
        raise BackupError(message("backup.same_folder", folder=settings.data))
    if not out.parent.is_dir() or (out.exists() and not out.is_file()):
        raise BackupError(message("backup.no_place", file=out))
    to = packing.recipients(settings.backup_recipients)
    log.append(settings, "backed_up", actor=log.this_user(), what=out.name)
    waited: list[str] = []

    def on_wait(actor: str) -> None:
        if not waited:
            terminal.say(message("backup.waits"))
        waited.append(actor)

    with (
        safe_files.replacing(out) as drafted,
        safe_files.new_file(drafted) as file,
        snapshot.hold(settings, on_wait) as held,
    ):
        packing.pack(held, file, to, terminal.step(message("backup.step_write")))
        size = sum(each.size for each in held)
    terminal.say(message("backup.written", file=out, files=len(held), megabytes=round(size / 1e6)))
    return 0


def restore(settings: Settings, terminal: Terminal, file: Path, key: Path) -> int:
    """Restore a backup and say how the record is; returns the exit code. Raises BackupError."""
    file, identities = file.expanduser().resolve(), packing.identities(key.expanduser())
    if not file.is_file():
        raise BackupError(message("backup.no_file", file=file))
    terminal.step(message("backup.step_restore"))
    restoring.restore(settings, file, identities)
    edition = editions.current_edition(settings)
    terminal.say(message("backup.restored", folder=settings.data, edition=edition or "–"))
    is_whole = _say_record(settings, terminal)
    data_version.refuse_other(settings)
    return 0 if is_whole else 1


def migrate(settings: Settings, terminal: Terminal) -> int:
    """Take the files to this version and say what came of it; returns the exit code.

    Raises what `upgrade` raises.
    """
    done = upgrades.upgrade(settings)
    if done is None:
        terminal.say(message("version.nothing", now=data_version.NOW))
        return 0
    terminal.say(message("version.upgraded", found=done.version, now=data_version.NOW))
    terminal.say(message("version.kept", folder=done.kept))
    return 0 if _say_record(settings, terminal) else 1


def doctor(settings: Settings, terminal: Terminal) -> int:
    """Say of each thing examined that it is well, or what mends it; returns 1 for a fault."""
    is_well = True
    for finding in doctors.examine(settings):
        if not finding.faults:
            terminal.say(message("doctor.well", what=finding.what))
        for fault in finding.faults:
            is_well = False
            terminal.say(message("doctor.ill", what=finding.what, fault=fault))
    return 0 if is_well else 1


def _say_record(settings: Settings, terminal: Terminal) -> bool:
    record = log.read(settings, last=0)
    terminal.say(audit.state(record))
    if record.seal:
        terminal.say(audit.sealed(record.seal))
    return record.broken_at is None
