"""Say in a sentence why a command could not do its work, whatever went wrong.

There is no room, or a file is damaged: one that the program keeps or one of the party's. It is said
with the file and what mends it.
"""

import errno
import os
import re
import traceback
from pathlib import Path

import duckdb

from etl.settings import SHIPPED, Settings
from i18n.messages import Message, UserError, message

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM}
_SPILLED = "max_temp_directory_size"

_CURES = {"warehouse/staged": "fault.cure_staged", "warehouse/2": "fault.cure_edition"}
"""How what is damaged is mended, by where it lies; all else comes from a backup."""


def sentence_of(error: Exception, settings: Settings | None = None) -> Message:
    """Return what is told of an exception: never a traceback, and nothing that it may quote.

    What nobody foresaw is told by its kind and where it arose, for whoever mends the program.
    """
    if isinstance(error, UserError):
        return error.message
    if is_no_room(error):
        return message("build.no_space", why=_why(error))
    path = _damaged_file(settings, error) if settings else None
    if settings and path:
        return _damaged(settings, path)
    if isinstance(error, OSError) and error.filename is not None:
        return message("build.cannot_use", file=error.filename, why=_why(error))
    return message("build.unforeseen", what=_where(error))


def is_no_room(error: Exception) -> bool:
    """Whether no file is at fault: there is no room on the disk, or in memory."""
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return True
    if isinstance(error, duckdb.Error):
        signs = (_SPILLED, *(os.strerror(number) for number in _NO_ROOM))
        return any(sign in str(error) for sign in signs)
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def _why(error: Exception) -> str:
    """Return why in words that hold nothing of anybody: DuckDB's own can quote a cell."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    is_of_disk = isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException)
    return str(error).partition("\n")[0] if is_of_disk else type(error).__name__


def _damaged_file(settings: Settings, error: Exception) -> Path | None:
    """Return the file of the party's folder whose content could not be read; None for no such."""
    if isinstance(error, OSError):
        said = str(error.filename) if error.errno == errno.EIO else ""
    else:
        said = str(error) if isinstance(error, duckdb.Error) else ""
    found = re.search(re.escape(str(settings.data)) + r"/([^\"'\n:]+)", said)
    return settings.data / found[1] if found else None


def _damaged(settings: Settings, path: Path) -> Message:
    """Say which file is damaged, whose it is and what mends it."""
    is_list = path.parent == settings.data and path.suffix in (".csv", ".toml")
    if is_list or path.is_relative_to(settings.exports):
        return message("fault.theirs", file=path)
    place = path.relative_to(settings.data).as_posix()
    cure = next((_CURES[start] for start in _CURES if place.startswith(start)), "fault.cure_backup")
    return message("fault.ours", file=path, cure=message(cure, folder=path.parent))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(Path(frame.filename))]
    at = "".join(f", {Path(frame.filename).name}:{frame.lineno}" for frame in ours[-1:])
    return f"{type(error).__name__}{at}"


def _is_ours(path: Path) -> bool:
    return SHIPPED in path.parents and "site-packages" not in path.parts
