"""A party that several tests build is built once in a run; the others get copies of its files.

The exports, the lists, the settings and what is asked of the build say which party it is. Only a
first build is kept: what a later one says depends on the edition before.
"""

import fcntl
import hashlib
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.settings import Settings

MOST = 60
"""How many each process keeps: most parties are built once and never again, at six megabytes."""

_mine: deque[Path] = deque()
"""Those that this process built, the oldest first."""

_store: list[Path] = []
"""The folder of the run, shared by its processes; nothing is kept without one."""


def keep_below(folder: Path) -> None:
    """Keep the editions of this run in a folder of all its processes."""
    folder.mkdir(exist_ok=True)
    _store[:] = [folder]


def build_once(settings: Settings, build: Callable[[], None], *asked: object) -> None:
    """Build the party of `settings`, or put there what a build of the very same one made."""
    if not _store or settings.warehouse.exists() or not settings.data.exists():
        build()
        return
    kept = _store[0] / _key(settings, asked)
    with _locked(kept):
        if kept.exists():
            shutil.copytree(kept, settings.data, dirs_exist_ok=True)
            return
        before = {path.name for path in settings.data.iterdir()}
        build()
        making = kept.with_suffix(".new")
        making.mkdir()
        for path in settings.data.iterdir():
            if path.name not in before and path.is_dir():
                shutil.copytree(path, making / path.name)
            elif path.name not in before:
                shutil.copy2(path, making)
        making.rename(kept)
    _mine.append(kept)
    if len(_mine) > MOST:
        oldest = _mine.popleft()
        with _locked(oldest):
            shutil.rmtree(oldest)


def make_once(name: str, folder: Path, make: Callable[[], None]) -> None:
    """Have `make` fill the folder of a party of that name, or put there what it made in this run.

    For a party that is built week after week: what a later build says depends on those before.
    """
    if not _store:
        make()
        return
    kept = _store[0] / name
    with _locked(kept):
        if kept.exists():
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            return
        make()
        shutil.copytree(folder, kept)


@contextmanager
def _locked(kept: Path) -> Iterator[None]:
    with kept.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(settings: Settings, asked: tuple[object, ...]) -> str:
    told = hashlib.sha256(repr((settings, asked)).replace(str(settings.data), "").encode())
    for path in sorted(path for path in settings.data.rglob("*") if path.is_file()):
        hours = int((time.time() - path.stat().st_mtime) // 3600)
        told.update(f"{path.relative_to(settings.data)} {hours} ".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()
