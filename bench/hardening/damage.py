"""Damage every file of a party's folder in turn, and ask every command of it.

Whatever is damaged, a command does its work or says in a sentence why it cannot.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.hardening.row import Row
from bench.hardening.small_party import BUILD, MONTH, run
from etl.settings import Settings

_NOBODY = 65534
_OTHER_VERSION = {
    ".json": b'{"version": 99}',
    ".jsonl": b'{"version": 99}\n',
    ".toml": b"version = 99\n",
    ".csv": b"version\n99\n",
}

UNFORESEEN = "nobody foresaw"
"""What a command says of a fault that has no sentence of its own."""
TRACEBACK = "Traceback"

COMMANDS: tuple[tuple[str, ...], ...] = (
    BUILD,
    ("check",),
    ("ready",),
    ("sample",),
    ("suggest-places",),
    ("record", "--verify"),
    ("forget", "9999999"),
    ("retain",),
    ("close", "--month", MONTH),
    ("send", "--month", MONTH, "--dry-run"),
    ("report", "--month", MONTH),
)
"""Every command that reads the party's folder, the dearest last."""


@dataclass(frozen=True)
class Attempt:
    """A command asked of a folder with one file damaged."""

    file: str
    damage: str
    command: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}, {self.damage}: {self.command[0]}"


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _flipped(path: Path) -> None:
    content, chance = bytearray(path.read_bytes()), random.Random(path.name)
    for _ in range(max(1, len(content) // 500)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _recoded(path: Path) -> None:
    path.write_bytes(path.read_bytes().decode("utf-8", "replace").encode("utf-16"))


def _other_version(path: Path) -> None:
    path.write_bytes(_OTHER_VERSION.get(path.suffix, b"99\n"))


def _other_owner(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)
    path.chmod(0)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _gone(path: Path) -> None:
    path.unlink()


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "cut": _cut,
    "emptied": _emptied,
    "bytes flipped": _flipped,
    "in another encoding": _recoded,
    "of another version": _other_version,
    "of another owner": _other_owner,
    "a folder": _folder,
    "gone": _gone,
}


def files_of(data: Path) -> list[str]:
    """Return every file of a party's folder that has something in it."""
    return sorted(
        path.relative_to(data).as_posix()
        for path in data.rglob("*")
        if path.is_file() and path.stat().st_size and path.name != "lock"
    )


def attempts(data: Path) -> list[Attempt]:
    """Return every command with every file damaged in every way."""
    return [
        Attempt(file, damage, command)
        for command in COMMANDS
        for file in files_of(data)
        for damage in DAMAGES
    ]


def faults(data: Path, folder: Path, tried: Iterable[Attempt]) -> Iterator[tuple[Attempt, str]]:
    """Yield what had no sentence of its own, of attempts each on a fresh copy of `data`."""
    for attempt in tried:
        copy = folder / "damaged"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(data, copy, symlinks=True)
        DAMAGES[attempt.damage](copy / attempt.file)
        fault = fault_of(copy, attempt.command)
        if fault:
            yield attempt, fault


def fault_of(data: Path, command: tuple[str, ...]) -> str:
    """Run a command on a folder; return the exception that escaped, or a fault nobody foresaw."""
    try:
        _, said = run(data, command)
    except Exception as error:  # noqa: BLE001 - any is what is looked for
        return f"{type(error).__name__}: {error}"
    return " ".join(each for each in said.splitlines() if UNFORESEEN in each or TRACEBACK in each)


def measure(settings: Settings, folder: Path, most: int) -> Row:
    """Try `most` of the attempts that there are, chosen by chance."""
    every = attempts(settings.data)
    random.Random(2566).shuffle(every)
    tried = every[:most]
    broken = [f"{attempt} → {fault}" for attempt, fault in faults(settings.data, folder, tried)]
    files = len(files_of(settings.data))
    figures = (
        f"{files} files damaged in {len(DAMAGES)} ways, {len(COMMANDS)} commands,"
        f" {len(every):,} attempts in all; the bar: no traceback, no fault without a sentence"
    )
    return Row("a damaged file of the party's folder, and a command", len(tried), broken, figures)
