"""Runs the server that a soak watches, as it is run for everybody, its words kept in a file."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


class ServerDidNotStart(Exception):
    """The server ended or stayed silent; carries what it said."""


@contextmanager
def serve(
    data: Path, log: Path, options: Callable[[Path, str], Sequence[str]]
) -> Iterator[tuple[str, int]]:
    """Serve the dashboard with `data` as the party's folder; yields its address and process id.

    `options` gives more options for the server, from the folder and the address.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    program = [sys.executable, "-m", "streamlit", "run", "serve.py", f"--server.port={port}"]
    with log.open("wb") as output:
        running = subprocess.Popen(
            [*program, *options(data, address)],
            cwd=ROOT,
            env=os.environ | {"PAKTHONG_DATA": str(data), "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(address, running, log)
        yield address, running.pid
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()


def _wait(address: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise ServerDidNotStart(log.read_text("utf-8", errors="replace"))
