"""Hash a file's content, without reading it again when nobody has touched it.

`staged/index.json` remembers size, time and inode of every export with its content's hash: hashing
a quarter of a gigabyte takes longer than everything else a build does when nothing has changed.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from etl import safe_files
from etl.ingest.exports import Export
from etl.settings import Settings
from i18n.messages import UserError, message

INDEX = "index.json"
_BLOCK = 1 << 20
# A file written within the same tick of the clock as its hash could change unseen.
_SETTLED_NS = 2_000_000_000
_WRITTEN = 1
"""Where in a stamp the time is at which the content was written."""

MOST_BYTES = 4 << 30
"""A file larger than this is no export: ten million answers have a gigabyte."""


class CannotOpen(UserError):
    """The export cannot be read from its disk."""


class NotAFile(UserError):
    """The export is a pipe, a device or the like."""


class TooBig(UserError):
    """The export is larger than any that is honest."""


class StillChanging(UserError):
    """The export changed while it was read."""


@dataclass(frozen=True)
class Content:
    """What a file holds: `lines` up to the last that is not blank, were it a text."""

    sha256: str
    bytes: int
    lines: int
    has_nul: bool


@dataclass(frozen=True)
class OpenExport:
    """An export that is opened once, to be hashed and read: what takes its name meanwhile is
    another. `stamp` is its size, times and inode when it was opened, at `since`."""

    export: Export
    handle: int
    stamp: list[int]
    since: int

    @property
    def path(self) -> Path:
        """Where its content is, whatever becomes of its name."""
        return Path(f"/dev/fd/{self.handle}")


@contextmanager
def opened(export: Export) -> Iterator[OpenExport]:
    """Open an export; raises CannotOpen, or NotAFile for what has no content of its own."""
    with _faults_as_refusals(export):
        # A pipe that nobody writes to, or a device, would be waited for.
        handle = os.open(export.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        with _faults_as_refusals(export):
            since, status = time.time_ns(), os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(message("readers.not_a_file", file=export.file))
        if status.st_size > MOST_BYTES:
            size = status.st_size >> 20
            raise TooBig(
                message("readers.too_big", file=export.file, mb=size, most=MOST_BYTES >> 20)
            )
        yield OpenExport(export, handle, _stamp(status), since)
    finally:
        os.close(handle)


def content_of(
    file: OpenExport, settings: Settings, on_progress: Callable[[float], None]
) -> Content:
    """Return the content's hash and counts, from the index when the file has not been touched.

    Raises CannotOpen or StillChanging; OSError when the index cannot be written.
    """
    index = read_index(settings)
    name, stamp = file.export.file, file.stamp
    entry = index.get(name)
    if entry and entry["stamp"] == stamp and entry["hashed"] - stamp[_WRITTEN] > _SETTLED_NS:
        return Content(**entry["content"])
    hashed = time.time_ns()
    with _faults_as_refusals(file.export):
        content = _read(file.path, stamp[0], on_progress)
        after = _stamp(os.fstat(file.handle))
    if after != stamp or content.bytes != stamp[0]:
        raise StillChanging(message("readers.still_changing", file=name))
    index[name] = {"stamp": stamp, "hashed": hashed, "content": asdict(content)}
    safe_files.make_folder(settings.staged)
    safe_files.write_whole(settings.staged / INDEX, json.dumps(index, ensure_ascii=False))
    return content


def refuse_if_changed(file: OpenExport, content: Content) -> None:
    """Raises StillChanging unless what was read is what was hashed.

    A file that was written a moment before, or has another name now, is hashed once more.
    """
    after = _stamp(os.fstat(file.handle))
    is_same = after[: _WRITTEN + 1] == file.stamp[: _WRITTEN + 1]
    if is_same and (after != file.stamp or file.since - after[_WRITTEN] < _SETTLED_NS):
        is_same = _sha256(file.path) == content.sha256
    if not is_same:
        raise StillChanging(message("readers.still_changing", file=file.export.file))


def _stamp(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


@contextmanager
def _faults_as_refusals(export: Export) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CannotOpen(message("readers.cannot_open", file=export.file, why=why)) from error


def _read(path: Path, size: int, on_progress: Callable[[float], None]) -> Content:
    """Hash and count side by side: the hash needs a core of its own and does not hold Python."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        hashing = pool.submit(_sha256, path)
        index, lines, has_nul = _count(path, size, on_progress)
        return Content(hashing.result(), index, lines, has_nul)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _count(path: Path, size: int, on_progress: Callable[[float], None]) -> tuple[int, int, bool]:
    """Count bytes and lines up to the last that is not blank; tell whether there is a NUL."""
    breaks, trailing, seen, has_nul, is_blank = 0, 0, 0, False, True
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            seen += len(block)
            here = block.count(b"\n")
            breaks += here
            bare = block.rstrip(b"\r\n\t ")
            trailing = block[len(bare) :].count(b"\n") if bare else trailing + here
            is_blank = is_blank and not bare
            has_nul = has_nul or b"\x00" in block
            on_progress(seen / max(size, 1))
    return seen, 0 if is_blank else breaks - trailing + 1, has_nul


def is_still_there(settings: Settings, file: str, content: Content) -> bool:
    """Tell whether the export `file` still has this content, as far as the index knows."""
    entry = read_index(settings).get(file)
    path = settings.exports / file
    if not entry or entry["content"]["sha256"] != content.sha256 or not path.is_file():
        return False
    return path.stat().st_size == content.bytes


def read_index(settings: Settings) -> dict[str, Any]:
    """Return what is remembered of every export; nothing when it cannot be read."""
    try:
        index = json.loads((settings.staged / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = index.items() if isinstance(index, dict) else ()
    return {file: entry for file, entry in entries if _is_whole(entry)}


def _is_whole(entry: Any) -> bool:  # noqa: ANN401 - whatever a damaged file says
    """Whether an entry says what `content_of` writes."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("stamp"), list)
        and isinstance(entry.get("hashed"), int)
        and isinstance(entry.get("content"), dict)
        and entry["content"].keys() == Content.__dataclass_fields__.keys()
    )
