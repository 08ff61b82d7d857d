"""Serve pages to be measured: on loopback, on a free port, ended by process id."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serve(app: Path, data: Path, *options: str, root: Path = ROOT) -> Iterator[str]:
    """Serve a Streamlit script with `data` as the party's folder; yields the address.

    `root` is the checkout whose code and settings serve it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    running = subprocess.Popen(
        [*command, *options],
        cwd=root,
        env=os.environ | {"PAKTHONG_DATA": str(data), "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            time.sleep(0.1)
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:  # not there yet, or busy with its own start
                continue
        yield address
    finally:
        running.terminate()
        running.wait(10)
