"""Files that a crash leaves whole and another user of the machine cannot read.

A file is replaced by one written beside it, so a reader meets the whole old one or the whole new
one. A log is only appended to, by one process at a time, and a last line cut short is taken off.
Nothing here makes a missing folder by itself: one that was removed meanwhile stays removed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o600
PUBLIC = 0o644
"""For the map's geometry and the like, never for anything of the party's."""
READ_ONLY = 0o400
"""For what is written once and never again."""
PRIVATE_FOLDER = 0o700

_OTHERS = 0o077
_DRAFT = ".new"
_LOCK = "lock"
_TARGET = "made"
_PARQUET = b"PAR1"
_MOST_CHARACTERS = 60
"""Of a draft's name: a file's own name may be as long as a disk takes."""


def make_folder(folder: Path, *, close: bool = False) -> None:
    """Make a folder, and those above it that are missing, for their owner only.

    One that is there keeps its mode unless `close`: it may be the party's own.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if close:
        folder.chmod(PRIVATE_FOLDER)


@contextmanager
def private_umask() -> Iterator[None]:
    """Let nothing made here be readable by another user of the machine, by whatever library.

    The umask is the process's own: a file that another thread makes meanwhile is closed as well.
    """
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def new_file(path: Path, *, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """Write a file that is on the disk when the block ends; FileExistsError if the name is taken.

    Its name may be lost with the machine until the folder is synced too.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        os.fchmod(out.fileno(), mode)
        yield out
        out.flush()
        os.fsync(out.fileno())


def write_files(folder: Path, files: Mapping[str, bytes], *, mode: int = PRIVATE) -> None:
    """Write new files below a folder that nobody reads yet; their folders are made and synced."""
    make_folder(folder)
    for name, content in files.items():
        make_folder((folder / name).parent)
        with new_file(folder / name, mode=mode) as out:
            out.write(content)
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync(each)


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Give a free name on the disk of `path`, to make a file or a folder under.

    One writer of `path` at a time, others wait. What is still there when the block ends goes, and
    what a killed writer left goes before.
    """
    folder = path.with_name(f".{path.name}"[:_MOST_CHARACTERS] + _DRAFT)
    handle = _hold(folder)
    assert handle is not None  # it waited
    try:
        yield folder / _TARGET
    finally:
        _remove(folder)
        os.close(handle)


@contextmanager
def replacing(path: Path, *, mode: int = PRIVATE) -> Iterator[Path]:
    """Give a name to write a file under, which takes the place of `path` when the block ends."""
    with draft(path) as drafted:
        yield drafted
        drafted.chmod(mode)
        sync(drafted)
        drafted.replace(path)
        sync(path.parent)


def write_whole(path: Path, content: str | bytes, *, mode: int = PRIVATE) -> None:
    """Write a file, text in UTF-8, that is on the disk whole or not at all."""
    with replacing(path, mode=mode) as drafted, new_file(drafted, mode=mode) as out:
        out.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def writing_once(path: Path, content: bytes, *, mode: int = PRIVATE) -> Iterator[None]:
    """Write a file whole, unless it is there: raises FileExistsError rather than write over it.

    All that is left to do when the block ends is to give the file its name.
    """
    if path.exists():
        raise FileExistsError(path)
    with draft(path) as drafted:
        with new_file(drafted, mode=mode) as out:
            out.write(content)
        yield
        # Unlike a rename, a link refuses a name that is taken.
        os.link(drafted, path)
        sync(path.parent)


def is_whole_parquet(path: Path) -> bool:
    """Whether a Parquet file is there from its first sign to its last."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(_PARQUET))
            file.seek(-len(_PARQUET), os.SEEK_END)
            return begins == file.read() == _PARQUET
    except OSError:
        return False


def sweep(folder: Path) -> None:
    """Remove what killed writers left in a folder; a draft that is being written stays."""
    for left in folder.glob(f".*{_DRAFT}/"):
        handle = _hold(left, wait=False)
        if handle is not None:
            _remove(left)
            os.close(handle)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[int | None]:
    """Hold the lock of a file, made if there is none; gives its number, to be read and written.

    The lock dies with its process. Gives None when somebody else has it, unless `wait`.
    """
    handle = _open(path)
    try:
        yield handle if _take(handle, wait=wait) else None
    finally:
        os.close(handle)


class Log:
    """A file of lines, open for this process alone; it ends in a whole line."""

    def __init__(self, handle: int, *, durable: bool) -> None:
        self._handle, self._durable = handle, durable
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            # A line that a crash or a full disk cut short never was.
            os.ftruncate(handle, self.content().rfind(b"\n") + 1)
            os.fsync(handle)

    def content(self) -> bytes:
        """Return all lines as they are in the file."""
        with open(self._handle, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()

    def append(self, line: str) -> None:
        """Add a line, which has no break in it; it is there whole or, with an OSError, not at all.

        Where the log is durable, it is on the disk itself.
        """
        before = os.fstat(self._handle).st_size
        rest = f"{line}\n".encode()
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            if self._durable:
                os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, before)
            raise


@contextmanager
def appending(path: Path, *, wait: bool = True, durable: bool = True) -> Iterator[Log]:
    """Open a log, made if there is none, for one process at a time.

    Raises BlockingIOError when another has it, unless `wait`.
    """
    with locked(path, wait=wait) as handle:
        if handle is None:
            raise BlockingIOError(path)
        if durable and not os.fstat(handle).st_size:
            sync(path.parent)
        yield Log(handle, durable=durable)


def _open(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE)
    if os.fstat(handle).st_mode & _OTHERS:
        os.fchmod(handle, PRIVATE)
    return handle


def _take(handle: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _hold(folder: Path, *, wait: bool = True) -> int | None:
    """Take a draft's lock and return its number; nothing else is left in the draft."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
        try:
            handle = _open(folder / _LOCK)
        except FileNotFoundError:
            continue  # whoever had it has just removed it
        except NotADirectoryError:
            folder.unlink(missing_ok=True)  # the draft of an earlier version was a file
            continue
        is_taken = _take(handle, wait=wait)
        with suppress(FileNotFoundError):
            # Not the lock of a draft that was removed while we waited.
            if is_taken and os.path.samestat(os.fstat(handle), (folder / _LOCK).stat()):
                _clear(folder)
                return handle
        os.close(handle)
        if not is_taken:
            return None


def _clear(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        elif left.name != _LOCK:
            left.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    # The lock goes last, and the folder only if nobody has made another lock in it meanwhile.
    with suppress(OSError):
        _clear(folder)
        (folder / _LOCK).unlink()
        folder.rmdir()
