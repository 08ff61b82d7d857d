"""Take the party's files of every released version to this one, and lose a machine and restore."""

import hashlib
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from bench.hardening.row import Row
from bench.hardening.small_party import BUILD, run
from etl.settings import Settings

_VERSIONS = Path(__file__).resolve().parents[2] / "tests" / "upgrades"
_UPGRADE: tuple[tuple[str, ...], ...] = (
    ("migrate",),
    ("migrate",),
    ("record", "--verify"),
    BUILD,
    ("record", "--verify"),
    ("doctor",),
)


def upgrades(folder: Path) -> Row:
    """Take each version's files to the newest: every command has to end well."""
    archives = sorted(_VERSIONS.glob("*.tar.xz"))
    row = Row("an upgrade of the files of a released version", len(archives))
    for archive in archives:
        place = folder / archive.name
        with tarfile.open(archive) as packed:
            packed.extractall(place, filter="tar")
        for command in _UPGRADE:
            code, said = run(place / "data", command)
            if code:
                row.broken.append(f"{archive.name}: {command[0]}: {said[-300:]}")
                break
    row.figures = ", ".join(archive.name.removesuffix(".tar.xz") for archive in archives)
    return row


def restores(settings: Settings, folder: Path, losses: int) -> Row:
    """Lose the machine `losses` times, after a backup; all that it had has to come back."""
    row = Row("a lost machine, restored from its backup", losses)
    identity = pyrage.x25519.Identity.generate()
    key = folder / "key.txt"
    key.write_text(f"{identity}\n", encoding="utf-8")
    start, data = time.monotonic(), folder / "lost"
    shutil.copytree(settings.data, data)
    with _recipient(str(identity.to_public())):
        for number in range(losses):
            backup = folder / f"{number}.age"
            code, said = run(data, BUILD)
            code_of_backup, said_of_backup = run(data, ("backup", str(backup)))
            had = _contents(data)
            shutil.rmtree(data)
            code_of_restore, said_of_restore = run(
                data, ("restore", str(backup), "--identity", str(key))
            )
            if code or code_of_backup or code_of_restore:
                row.broken.append((said + said_of_backup + said_of_restore)[-300:])
                break
            if _contents(data) != had:
                row.broken.append(f"loss {number}: not all came back as it was")
            backup.unlink()
    row.figures = f"every file compared; {time.monotonic() - start:,.0f} s"
    return row


@contextmanager
def _recipient(name: str) -> Iterator[None]:
    os.environ["PAKTHONG_BACKUP_RECIPIENT"] = name
    try:
        yield
    finally:
        del os.environ["PAKTHONG_BACKUP_RECIPIENT"]


def _contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Return each file's mode and hash; a lock has nothing to lose."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LOCK"
    }
