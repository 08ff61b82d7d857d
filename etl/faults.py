"""Say in a sentence why a command could not do its work, whatever went wrong."""

import errno
import traceback
from pathlib import Path

import duckdb

from etl.settings import SHIPPED
from i18n.messages import Message, UserError, message

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.ENOMEM}


def sentence_of(error: Exception) -> Message:
    """Return what is told of an exception: never a traceback, and nothing that it may quote.

    What nobody foresaw is told by its kind and where it arose, for whoever mends the program.
    """
    match error:
        case UserError():
            return error.message
        case OSError() if error.errno in _NO_ROOM or error.filename is None:
            return message("build.no_space", why=str(error).partition("\n")[0])
        case OSError():
            why = error.strerror or type(error).__name__
            return message("build.cannot_use", file=error.filename, why=why)
        case duckdb.OutOfMemoryException() | duckdb.IOException():
            # DuckDB's other messages can quote a cell.
            return message("build.no_space", why=str(error).partition("\n")[0])
        case _:
            return message("build.unforeseen", what=_where(error))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(Path(frame.filename))]
    at = "".join(f", {Path(frame.filename).name}:{frame.lineno}" for frame in ours[-1:])
    return f"{type(error).__name__}{at}"


def _is_ours(path: Path) -> bool:
    return SHIPPED in path.parents and "site-packages" not in path.parts
