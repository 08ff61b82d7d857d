"""Hash a file's content, without reading it again when nobody has touched it.

`staged/index.json` remembers size, time and inode of every export with its content's hash: hashing
a quarter of a gigabyte takes longer than everything else a build does when nothing has changed.
"""

import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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


class CannotOpen(UserError):
    """The export cannot be read from its disk."""


class StillChanging(UserError):
    """The export changed while it was read."""


@dataclass(frozen=True)
class Content:
    """What a file holds: `lines` up to the last that is not blank, were it a text."""

    sha256: str
    bytes: int
    lines: int
    has_nul: bool


def content_of(export: Export, settings: Settings, on_progress: Callable[[float], None]) -> Content:
    """Return the content's hash and counts, from the index when the file has not been touched.

    Raises CannotOpen or StillChanging; OSError when the index cannot be written.
    """
    index = read_index(settings)
    try:
        before = export.path.stat()
        stamp = [before.st_size, before.st_mtime_ns, before.st_ino]
        entry = index.get(export.file)
        if entry and entry["stamp"] == stamp and entry["hashed"] - stamp[1] > _SETTLED_NS:
            return Content(**entry["content"])
        hashed = time.time_ns()
        content = _read(export.path, before.st_size, on_progress)
        after = export.path.stat()
    except OSError as error:
        raise CannotOpen(
            message("readers.cannot_open", file=export.file, why=error.strerror or error)
        ) from error
    if [after.st_size, after.st_mtime_ns, after.st_ino] != stamp or content.bytes != stamp[0]:
        raise StillChanging(message("readers.still_changing", file=export.file))
    index[export.file] = {"stamp": stamp, "hashed": hashed, "content": asdict(content)}
    safe_files.make_folder(settings.staged)
    safe_files.write_whole(settings.staged / INDEX, json.dumps(index, ensure_ascii=False))
    return content


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
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return index if isinstance(index, dict) else {}
