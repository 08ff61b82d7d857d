"""Read exports one after the other in this process, for the build that started it.

What a file does to its reader ends this process and no build: the next file gets another one.
When the build ends, however it does, this ends too, whatever it is reading.
"""

import os
import pickle
import socket
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from etl.ingest.reader.order import OPENED_AT, Order, be_ended_before_others, limit_this_process
from etl.ingest.reader.reading import read
from i18n.messages import UserError

_EVERY = 0.1
"""Seconds between two words of how far a reading is."""


def serve(orders: socket.socket, lifeline: int) -> None:
    """Carry out orders until there are none; end where nobody holds the other end any more."""
    os.umask(0o077)
    be_ended_before_others(1000)
    threading.Thread(target=_end_with_the_build, args=(lifeline,), daemon=True).start()
    with Connection(os.dup(orders.fileno())) as told:
        while True:
            begins, handles, *_ = socket.recv_fds(orders, 1, 1)
            if not begins:
                return
            order: Order = pickle.loads(told.recv_bytes())
            limit_this_process(order)
            told.send(_outcome(order, handles[0], told))
            os.close(handles[0])


def _end_with_the_build(lifeline: int) -> None:
    """Wait for the end of a pipe into which nobody writes."""
    os.read(lifeline, 1)
    os._exit(1)


def _outcome(order: Order, export: int, told: Connection) -> object:
    """Return the Load of an export, or what it was refused or failed with."""
    last = time.monotonic()

    def tell(done: float) -> None:
        nonlocal last
        if time.monotonic() - last > _EVERY:
            last = time.monotonic()
            told.send(done)

    try:
        return read(order, Path(f"{OPENED_AT}{export}"), tell)
    except UserError as refused:
        return refused.message
    except (OSError, duckdb.Error) as error:
        return error


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
