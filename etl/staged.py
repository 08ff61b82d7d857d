"""Has this content been read before, and where are its rows kept?

`staged/<key>.parquet` holds the rows of one export, `<key>.rejects.parquet` those that could not be
used and `<key>.json` the account of both. The key is a hash of the content, the kind, the day, how
it is read and the secret's fingerprint; so an unchanged export is never read twice, and a changed
reader reads again. The account is written last: without it nothing was staged.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from etl.exports import Export, Load
from etl.keys import secret_fingerprint
from etl.sentences import Refused, say
from etl.settings import Settings
from etl.sources import fingerprint

READER_VERSION = 1
"""Raise it when the same file would now be read differently."""

_READING = ".reading-"
_INDEX = "index.json"
_BLOCK = 1 << 20
# A file written within the same tick of the clock as its hash could change unseen.
_SETTLED_NS = 2_000_000_000
_ACCOUNT = ("encoding", "rows_in", "staged", "duplicates", "rejected")


class CannotOpen(Refused):
    """The export cannot be read from its disk."""


class StillChanging(Refused):
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
    index = _index(settings)
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
            say("readers.cannot_open", file=export.file, why=error.strerror or error)
        ) from error
    if [after.st_size, after.st_mtime_ns, after.st_ino] != stamp or content.bytes != stamp[0]:
        raise StillChanging(say("readers.still_changing", file=export.file))
    index[export.file] = {"stamp": stamp, "hashed": hashed, "content": asdict(content)}
    _write(settings.staged / _INDEX, json.dumps(index, ensure_ascii=False))
    return content


def _read(path: Path, size: int, on_progress: Callable[[float], None]) -> Content:
    """Hash and count side by side: the hash needs a core of its own and does not hold Python."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        hashing = pool.submit(_sha256, path)
        seen, lines, has_nul = _count(path, size, on_progress)
        return Content(hashing.result(), seen, lines, has_nul)


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


def key_of(export: Export, content: Content, secret: bytes) -> str:
    """Return the name under which the rows of `export` are kept."""
    parts = (
        content.sha256,
        export.kind,
        str(export.list_on),
        str(READER_VERSION),
        fingerprint(),
        secret_fingerprint(secret),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def recall(settings: Settings, export: Export, content: Content, key: str) -> Load | None:
    """Return the account of rows staged before; None when there is none.

    When the rows came from another file that is still there with the same content, this one is
    that one again: status "same_file", every row a duplicate.
    """
    rows, rejects, account = _paths(settings, key)
    if not (rows.exists() and rejects.exists() and account.exists()):
        return None
    kept = json.loads(account.read_text(encoding="utf-8"))
    load = Load(
        file=export.file,
        kind=export.kind,
        sha256=content.sha256,
        bytes=content.bytes,
        list_on=export.list_on,
        status="unchanged",
        unknown_headings=tuple(kept["unknown_headings"]),
        personal_headings=tuple(kept["personal_headings"]),
        staged_path=rows,
        rejects_path=rejects,
        **{name: kept[name] for name in _ACCOUNT},
    )
    if kept["file"] != export.file:
        if _is_still_there(settings, kept["file"], content):
            return replace(
                load,
                status="same_file",
                staged=0,
                duplicates=load.rows_in,
                rejected=0,
                staged_path=None,
                rejects_path=None,
            )
        # The file was renamed: the rows are its own now.
        _write(account, json.dumps(kept | {"file": export.file}, ensure_ascii=False))
    return load


def keep(settings: Settings, load: Load, key: str, rows: Path, rejects: Path) -> Load:
    """Move freshly written files to their place and write the account last."""
    rows_path, rejects_path, account = _paths(settings, key)
    for draft, path in ((rows, rows_path), (rejects, rejects_path)):
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    kept = {name: getattr(load, name) for name in (*_ACCOUNT, "file")}
    kept |= {
        "unknown_headings": list(load.unknown_headings),
        "personal_headings": list(load.personal_headings),
    }
    _write(account, json.dumps(kept, ensure_ascii=False))
    return replace(load, staged_path=rows_path, rejects_path=rejects_path)


@contextmanager
def reading_folder(settings: Settings) -> Iterator[Path]:
    """Give a folder for a reading's temporary files, on the warehouse's own disk.

    It goes when the block ends; one left by a process that was killed goes with the next.
    """
    settings.staged.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in settings.staged.glob(f"{_READING}*"):
        if not _is_running(left.name.split("-")[1]):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(mkdtemp(dir=settings.staged, prefix=f"{_READING}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_unused(settings: Settings, loads: Iterable[Load]) -> None:
    """Delete staged rows that no file of `loads` has any more."""
    used = {path.name for load in loads for path in (load.staged_path, load.rejects_path) if path}
    used |= {f"{Path(name).stem}.json" for name in used} | {_INDEX}
    for path in settings.staged.glob("*"):
        if path.is_file() and path.name not in used:
            path.unlink(missing_ok=True)


def _paths(settings: Settings, key: str) -> tuple[Path, Path, Path]:
    folder = settings.staged
    return folder / f"{key}.parquet", folder / f"{key}.rejects.parquet", folder / f"{key}.json"


def _is_still_there(settings: Settings, file: str, content: Content) -> bool:
    entry = _index(settings).get(file)
    path = settings.exports / file
    if not entry or entry["content"]["sha256"] != content.sha256 or not path.is_file():
        return False
    return path.stat().st_size == content.bytes


def _index(settings: Settings) -> dict:  # type: ignore[type-arg]
    try:
        index = json.loads((settings.staged / _INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return index if isinstance(index, dict) else {}


def _write(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
