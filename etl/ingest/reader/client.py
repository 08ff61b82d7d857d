"""Have an export read in a process of its own, and say in a sentence why one cannot be.

One worker reads all files of a build; the file that ends it, or takes too long, is refused, and
the next gets another worker.
"""

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import duckdb

from etl import faults
from etl.ingest.exports import Load
from etl.ingest.reader.order import OPENED_AT, Order
from etl.settings import SHIPPED
from i18n.messages import Message, UserError, message

_LARGE = 32 << 20
"""A worker that has read a file larger than this goes: it would keep its memory for the build."""


class ReaderStopped(UserError):
    """The process that read the file took too long, too much, or broke down."""


class _Late(Exception):
    """A reading has not ended in its time."""


class _Worker:
    """A process that reads what it is told to."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "etl.ingest.reader.worker"),
                *(str(theirs.fileno()), str(lifeline)),
            ],
            cwd=SHIPPED,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # A reader that breaks down can quote what it read.
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), lifeline),
            # Ctrl+C is for the build, which takes its worker along.
            start_new_session=True,
        )
        theirs.close()
        os.close(lifeline)
        self._told = Connection(os.dup(self._orders.fileno()))

    def read(self, order: Order, export: int, on_progress: Callable[[float], None]) -> object:
        """Return the Load, Message or error that came of an order.

        Raises _Late, or EOFError or OSError when the worker is no more.
        """
        until = time.monotonic() + order.seconds
        socket.send_fds(self._orders, [b"."], [export])
        self._told.send_bytes(pickle.dumps(order))
        while self._told.poll(max(0.0, until - time.monotonic())):
            found = self._told.recv()
            if not isinstance(found, float):
                return found
            on_progress(found)
        raise _Late

    def end(self) -> int:
        """End the worker and what it is reading; return how it ended."""
        os.close(self._lifeline)
        self._told.close()
        self._orders.close()
        self._process.kill()
        return self._process.wait()


_lock = threading.Lock()
_worker: _Worker | None = None


def read_apart(order: Order, export: int, on_progress: Callable[[float], None]) -> Load:
    """Have the file that is open as `export` read to the order's folder; return its account.

    Raises a UserError that names the file, ReaderStopped among them; OSError or duckdb.Error when
    the disk fails.
    """
    found = _read(order, export, on_progress)
    match found:
        case Load():
            return found
        case Message():
            raise UserError(found)
        case duckdb.OutOfMemoryException() if order.source.has_transient:
            raise ReaderStopped(message("readers.too_many_people", file=order.export.file))
        case duckdb.Error() if not _is_the_disk(found):
            raise ReaderStopped(message("readers.reader_died", file=order.export.file))
        case OSError() | duckdb.Error():
            raise found
        case _:
            raise ReaderStopped(message("readers.reader_died", file=order.export.file))


def _is_the_disk(error: duckdb.Error) -> bool:
    """Whether the export is not at fault: there is no room, or the disk fails where it is kept."""
    is_of_export = OPENED_AT in str(error)
    return faults.is_no_room(error) or (isinstance(error, duckdb.IOException) and not is_of_export)


def _read(order: Order, export: int, on_progress: Callable[[float], None]) -> object:
    global _worker
    with _lock:
        try:
            if _worker is None:
                _worker = _Worker()
                atexit.register(end_worker)
            found = _worker.read(order, export, on_progress)
            if order.content.bytes > _LARGE:
                end_worker()
            return found
        except _Late:
            end_worker()
        except (EOFError, ConnectionError):
            if end_worker() != -signal.SIGXCPU:
                return None
        except BaseException:
            # The build was stopped, and so is the reading.
            end_worker()
            raise
    seconds = order.processor_seconds
    return message("readers.took_too_long", file=order.export.file, seconds=seconds)


def end_worker() -> int | None:
    """End the worker of this process, if there is one; return how it ended."""
    global _worker
    worker, _worker = _worker, None
    return worker.end() if worker else None
