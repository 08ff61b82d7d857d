"""Takes the party's files from the version that wrote them to this one, step by step.

A step is a row of STEPS: from which version on its change holds, the folders that it changes, and
what changes them. Before the first one those folders are copied to `<data>/before-0.2.0`; killed
anywhere, the same command does the rest. Exports, editions, closed months and rolls are never
changed, so a copy of them would only keep what somebody asks to be forgotten.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl import data_version, safe_files
from etl.audit import log
from etl.data_version import NOW, number
from etl.settings import Settings
from etl.warehouse import editions


@dataclass(frozen=True)
class Step:
    """A change of what is stored, made by the version that brought it."""

    version: str
    folders: tuple[str, ...]
    apply: Callable[[Settings], None]


@dataclass(frozen=True)
class Upgrade:
    """What was done: from which version, and where the folders are as they were before."""

    version: str
    kept: Path


def _seal_record(settings: Settings) -> None:
    log.seal(settings, actor=log.this_user())


STEPS = (Step("0.2.0", ("audit",), _seal_record),)


def upgrade(settings: Settings) -> Upgrade | None:
    """Bring the party's files to this version; None when they are of it already, or not begun.

    Raises OtherVersion for files of a newer one, BuildBusy while a build runs, AuditError, OSError.
    """
    data_version.refuse_newer(settings)
    if data_version.found(settings) is None:
        return None
    with editions.build_lock(settings.warehouse):
        version = data_version.found(settings)
        if version is None or version == NOW:
            return None
        steps = [step for step in STEPS if number(step.version) > number(version)]
        kept = settings.data / f"before-{NOW}"
        _keep(settings, {name for step in steps for name in step.folders}, kept)
        for step in steps:
            step.apply(settings)
        data_version.write(settings)
        return Upgrade(version, kept)


def _keep(settings: Settings, names: set[str], kept: Path) -> None:
    """Copy folders as they are before the first step; a copy that is whole already stays."""
    if kept.exists():
        return
    with safe_files.draft(kept) as drafted:
        safe_files.make_folder(drafted)
        for name in sorted(names):
            if (settings.data / name).exists():
                shutil.copytree(settings.data / name, drafted / name)
        for path in drafted.rglob("*"):
            safe_files.sync(path)
        drafted.rename(kept)
    safe_files.sync(settings.data)
