"""Puts what a backup holds in the party's folder, where there is nothing of the party's yet.

It is unpacked beside, on the same disk, and moved when all of it is there and whole; the file that
says of which version it is comes last. Killed before, nothing of it serves.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyrage

from etl import safe_files
from etl.backup import packing
from etl.backup.packing import BackupError
from etl.backup.snapshot import SECRET
from etl.settings import Settings
from i18n.messages import message

_LAST = ("warehouse", "VERSION")


def restore(settings: Settings, file: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Restore a backup. Raises BackupError when it is damaged or something is in its way, OSError.

    The party's lists in the folder, which a new checkout brings, are replaced.
    """
    safe_files.make_folder(settings.data)
    with safe_files.draft(settings.data / ".restore") as drafted, file.open("rb") as stream:
        safe_files.make_folder(drafted)
        packing.unpack(stream, drafted, keys)
        names = sorted((path.name for path in drafted.iterdir()), key=_place)
        _refuse_to_replace(settings, drafted, names)
        for path in drafted.rglob("*"):
            safe_files.sync(path)
        if settings.secret_file and (drafted / SECRET).exists():
            safe_files.make_folder(settings.secret_file.parent)
            safe_files.write_whole(settings.secret_file, (drafted / SECRET).read_bytes())
            names.remove(SECRET)
        for name in names:
            _move(drafted / name, settings.data / name)
        safe_files.sync(settings.data)


def _refuse_to_replace(settings: Settings, drafted: Path, names: Sequence[str]) -> None:
    in_the_way = [
        name
        for name in names
        if (drafted / name).is_dir() and _holds_anything(settings.data / name)
    ]
    secret = drafted / SECRET
    if secret.exists() and settings.secret.exists():
        is_same = settings.secret.read_bytes() == secret.read_bytes()
        in_the_way += [] if is_same else [SECRET]
    if in_the_way:
        folder, found = settings.data, ", ".join(in_the_way)
        raise BackupError(message("backup.not_empty", folder=folder, names=found))


def _holds_anything(folder: Path) -> bool:
    return any(path for _, _, path in os.walk(folder))


def _move(path: Path, target: Path) -> None:
    if path.is_dir() and target.is_dir():
        shutil.rmtree(target)  # of empty folders
    path.rename(target)


def _place(name: str) -> tuple[int, str]:
    return (_LAST.index(name) if name in _LAST else -1), name
