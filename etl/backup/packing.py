"""Packs files into one stream that only the recipient of a backup can read, and unpacks it.

The stream is a tar, encrypted with age (https://age-encryption.org), so that it can be opened
without this program too: `age --decrypt --identity KEY FILE | tar --extract`. Neither side ever
lies in the clear on the disk outside the party's folder.
"""

import os
import stat
import tarfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyrage

from etl.backup.snapshot import Held
from i18n.messages import UserError, message

_MOST_MODE = 0o755
"""What a file may be allowed at most: none comes back as another's program, or for all to write."""


class BackupError(UserError):
    """The backup was not written, or could not be opened."""


def recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Return the recipients of a backup. Raises BackupError when there is none or one is none."""
    if not texts:
        raise BackupError(message("backup.no_recipient"))
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise BackupError(message("backup.bad_recipient")) from error


def identities(file: Path) -> list[pyrage.x25519.Identity]:
    """Return the keys in a file as age-keygen writes it. Raises BackupError."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupError(message("backup.bad_identity", file=file)) from error
    if not found:
        raise BackupError(message("backup.bad_identity", file=file))
    return found


def pack(
    held: Sequence[Held],
    out: BinaryIO,
    to: Sequence[pyrage.x25519.Recipient],
    on_progress: Callable[[float], None],
) -> None:
    """Write the files, encrypted, to `out`; `on_progress` is told the fraction that is done.

    Raises BackupError when an export was written over meanwhile, OSError.
    """
    read_end, write_end = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write, held, write_end, on_progress)
        with os.fdopen(read_end, "rb") as stream:
            try:
                pyrage.encrypt_io(stream, out, to)
            except pyrage.EncryptError as error:  # the disk is full, say
                raise OSError(str(error)) from error
        writing.result()


def unpack(file: BinaryIO, folder: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Write what a backup holds below a folder. Raises BackupError unless it is whole, OSError."""
    read_end, write_end = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(_decrypt, file, write_end, keys)
        try:
            with os.fdopen(read_end, "rb") as stream:
                _read(stream, folder)
                while stream.read(1 << 20):
                    pass  # or what opens it would wait for ever
        except (tarfile.TarError, EOFError) as error:
            raise _damaged(opening) from error
        if opening.exception():
            raise _damaged(opening)


def _write(held: Sequence[Held], handle: int, on_progress: Callable[[float], None]) -> None:
    done, total = 0, sum(each.size for each in held) or 1
    with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        for each in held:
            entry = tarfile.TarInfo(each.name)
            entry.mode, entry.mtime = stat.S_IMODE(each.stat.st_mode), each.stat.st_mtime
            if stat.S_ISDIR(each.stat.st_mode):
                entry.type = tarfile.DIRTYPE
                archive.addfile(entry)
                continue
            entry.size = each.size
            with each.path.open("rb") as file:
                archive.addfile(entry, file)
                after = os.fstat(file.fileno())
            if after.st_size < each.size or (_is_export(each) and _differs(after, each.stat)):
                raise BackupError(message("backup.changed", file=each.name))
            done += each.size
            on_progress(done / total)


def _is_export(each: Held) -> bool:
    return each.name.startswith("exports/")


def _differs(after: os.stat_result, before: os.stat_result) -> bool:
    return (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns)


def _decrypt(file: BinaryIO, handle: int, keys: Sequence[pyrage.x25519.Identity]) -> None:
    with os.fdopen(handle, "wb") as stream:
        pyrage.decrypt_io(file, stream, keys)


def _damaged(opening: Future[None]) -> BackupError:
    is_other_key = isinstance(opening.exception(), pyrage.DecryptError)
    return BackupError(message("backup.not_opened" if is_other_key else "backup.damaged"))


def _read(stream: BinaryIO, folder: Path) -> None:
    # Whoever knows the recipient can make a backup: nothing in one leaves the folder. That is
    # seen to here: the Python of Debian 12 has no filters, and where there are some none is needed.
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        archive.extraction_filter = _as_it_is
        for entry in archive:
            name = PurePosixPath(entry.name)
            is_inside = not name.is_absolute() and ".." not in name.parts
            if not (is_inside and (entry.isreg() or entry.isdir())):
                raise tarfile.TarError(entry.name)
            entry.mode &= _MOST_MODE
            archive.extract(entry, folder)


def _as_it_is(entry: tarfile.TarInfo, _folder: str) -> tarfile.TarInfo:
    return entry
