"""Moves uploaded files among the exports: all of them, or none.

An edition is made from links to them; they are moved only once it serves. What is to be moved is
written to a journal first, so that a build which is killed in between is finished by the next one,
and one killed earlier has touched no export. Only the holder of the build lock may call this.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl import safe_files
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import UserError, message

LIFETIME = timedelta(days=1)
"""How long files that nobody published are kept."""

FILES = "files"
RUNNING = "RUNNING"
"""The file of an upload that is locked while a check or a build of it runs."""

_JOURNAL = "landing.json"


class NoLanding(UserError):
    """The exports folder cannot be written to."""


def folder_of(settings: Settings) -> Path:
    """Return the folder of uploads that are not published yet."""
    return settings.data / "intake"


def begin(settings: Settings, upload: Path, moves: Mapping[str, Path], gone: Sequence[str]) -> None:
    """Write the journal: `moves` (a path below the exports, and where its file lies) are to land
    and `gone` to be removed. Raises NoLanding where that would not be possible."""
    safe_files.make_folder(settings.exports)
    folders = {settings.exports, *((settings.exports / file).parent for file in (*moves, *gone))}
    for folder in folders:
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise NoLanding(message("intake.no_landing", folder=folder))
    journal = {
        "before": editions.current_edition(settings),
        "moves": {file: str(path) for file, path in moves.items()},
        "gone": list(gone),
    }
    safe_files.write_whole(upload / _JOURNAL, json.dumps(journal, ensure_ascii=False))


def land(settings: Settings, upload: Path) -> None:
    """Move what the journal names; what has landed already is left alone. Raises OSError."""
    journal = json.loads((upload / _JOURNAL).read_text(encoding="utf-8"))
    for file, path in journal["moves"].items():
        if Path(path).exists():
            _move(Path(path), settings.exports / file)
    for file in journal["gone"]:
        (settings.exports / file).unlink(missing_ok=True)
    safe_files.sync(settings.exports)
    (upload / _JOURNAL).unlink()
    for name in (FILES, "check"):
        shutil.rmtree(upload / name, ignore_errors=True)


def tidy(settings: Settings) -> None:
    """Finish or forget what a killed build left, and remove what nobody published in time.

    No other edition can have come since: whoever builds comes by here first.
    """
    for upload in landing_uploads(settings):
        settle(settings, upload)
    sweep(settings)


def landing_uploads(settings: Settings) -> list[Path]:
    """Return the uploads whose landing has begun and not ended."""
    return sorted(path.parent for path in folder_of(settings).glob(f"*/{_JOURNAL}"))


def pending_uploads(settings: Settings) -> list[Path]:
    """Return the uploads that nobody has published."""
    return sorted(folder_of(settings).glob("*/"))


def settle(settings: Settings, upload: Path) -> None:
    """Land an upload whose edition serves; forget that it was to land when it does not."""
    journal = json.loads((upload / _JOURNAL).read_text(encoding="utf-8"))
    if journal["before"] == editions.current_edition(settings):
        (upload / _JOURNAL).unlink()
    else:
        land(settings, upload)


def sweep(settings: Settings) -> None:
    """Remove uploads that are older than a day, unless they run or are about to land."""
    limit = (datetime.now(UTC) - LIFETIME).timestamp()
    for upload in pending_uploads(settings):
        if upload.stat().st_mtime < limit:
            remove(upload)


def remove(upload: Path) -> bool:
    """Remove an upload and all that was made of it; False while it runs or is to land."""
    with run_lock(upload) as handle:
        is_idle = handle is not None and not (upload / _JOURNAL).exists()
        if is_idle:
            shutil.rmtree(upload, ignore_errors=True)
    return is_idle or not upload.exists()


@contextmanager
def run_lock(upload: Path) -> Iterator[int | None]:
    """Hold the lock of an upload as a file number; None when a check or build of it has it."""
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(safe_files.locked(upload / RUNNING, wait=False))
        except FileNotFoundError:
            handle = None
        yield handle


def _move(source: Path, target: Path) -> None:
    safe_files.make_folder(target.parent)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The exports lie on a disk of their own: copied beside its place, then put there whole.
        with safe_files.replacing(target) as draft:
            shutil.copyfile(source, draft)
            shutil.copystat(source, draft)
        source.unlink()
    safe_files.sync(target.parent)
