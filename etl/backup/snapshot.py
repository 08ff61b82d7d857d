"""Holds what the party's folder has at one moment, while others go on writing to it.

Each file gets a second name (a hard link) below `<data>/.backup.new`: what replaces a file or
removes an edition afterwards leaves that one as it was. Of a log that is appended to, the length it
had is noted. The build lock is held for that moment alone, so that a pointer and its edition, or
an upload and its edition, are of one build; the record's lock, so that its head is its last line's.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files
from etl.audit import log
from etl.settings import Settings
from etl.warehouse import editions

SECRET = "secret.key"
"""What the key is called in a backup, wherever the party keeps it."""
_PATIENCE = 3600.0
"""Seconds that a running build is waited for."""


@dataclass(frozen=True)
class Held:
    """A file or a folder as it was: its name below the party's folder, and where it lies."""

    name: str
    path: Path
    stat: os.stat_result

    @property
    def size(self) -> int:
        """The bytes of a file that belong to the moment."""
        return self.stat.st_size if stat.S_ISREG(self.stat.st_mode) else 0


@contextmanager
def hold(settings: Settings, on_wait: Callable[[str], None]) -> Iterator[list[Held]]:
    """Give all that the party owns, in order of its names; a build that runs is waited for."""
    with safe_files.draft(settings.data / ".backup") as links:
        safe_files.make_folder(links)
        lock = editions.build_lock(settings.warehouse, patience=_PATIENCE, on_wait=on_wait)
        with lock, log.no_writer(settings):
            held = list(_links(settings, links))
        yield sorted(held, key=lambda each: each.name)


def _links(settings: Settings, links: Path) -> Iterator[Held]:
    for folder, names, files in os.walk(settings.data, followlinks=True):
        names[:] = [name for name in names if not _is_draft(name)]
        below = Path(folder).relative_to(settings.data)
        if below.parts:
            (links / below).mkdir()
            with suppress(FileNotFoundError):  # an upload that was given up
                yield Held(below.as_posix(), Path(folder), Path(folder).stat())
        for name in files:
            is_own_secret = (below / name).as_posix() == SECRET and settings.secret_file
            if not _is_draft(name) and not is_own_secret:
                yield from _link(Path(folder) / name, links, below / name)
    if settings.secret_file and settings.secret_file.exists():
        yield from _link(settings.secret_file, links, Path(SECRET))


def _link(path: Path, links: Path, name: Path) -> Iterator[Held]:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return
        try:
            (links / name).hardlink_to(path.resolve())
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copy2(path, links / name)  # on another disk, or somebody else's
    except FileNotFoundError:
        return  # a draft of somebody's, or an upload that was given up
    yield Held(name.as_posix(), links / name, found)


def _is_draft(name: str) -> bool:
    return name.startswith(".") and (name.endswith(".new") or name.startswith(".draft-"))
