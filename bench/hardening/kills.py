"""Kill builds at any moment, while readers read, and look what serves."""

import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import duckdb

from bench.hardening.row import Row
from bench.hardening.small_party import BUILD
from etl.settings import SHIPPED, Settings
from etl.warehouse import editions

_READERS = 2
_MEMBERS = "select count(*), sum(rows_in) from loads"
"""A question whose answer no half-written edition has."""


@dataclass
class _Readers:
    """Threads that ask what serves, again and again."""

    settings: Settings
    is_over: threading.Event = field(default_factory=threading.Event)
    answers: int = 0
    broken: list[str] = field(default_factory=list)

    def read(self) -> None:
        while not self.is_over.wait(0.02):
            try:
                edition = editions.serving_edition(self.settings)
                with editions.open_edition(editions.public_path(self.settings, edition)) as con:
                    files, rows = con.execute(_MEMBERS).fetchone() or (0, 0)
            except FileNotFoundError:
                continue  # removed as too old between the two lines, by a build that published
            except Exception as error:  # noqa: BLE001 - any is what is looked for
                self.broken.append(f"a reader: {type(error).__name__}: {error}")
                continue
            self.answers += 1
            if not files or not rows:
                self.broken.append("a reader saw an edition that is not whole")


def measure(settings: Settings, kills: int) -> Row:
    """Kill `kills` builds; each finds another members' list than the one before."""
    row = Row("kill -9 of a build, with readers", kills)
    readers = _Readers(settings)
    threads = [threading.Thread(target=readers.read, daemon=True) for _ in range(_READERS)]
    for thread in threads:
        thread.start()
    chance, ended, published = random.Random(2566), 0, 0
    lasts = _build(settings, None)
    assert lasts is not None
    newest = max((settings.exports / "members").iterdir(), key=lambda path: path.name)
    lines = newest.read_bytes().splitlines(keepends=True)
    for number in range(kills):
        newest.write_bytes(b"".join(lines[: len(lines) - 1 - number % (len(lines) // 2)]))
        before = editions.current_edition(settings)
        took = _build(settings, chance.uniform(0.02, 1.1) * lasts)
        ended += took is not None
        published += editions.current_edition(settings) != before
        _look(settings, row, number)
    readers.is_over.set()
    for thread in threads:
        thread.join()
    row.broken += readers.broken
    if _build(settings, None) is None:
        row.broken.append("the build after the last kill did not end well")
    left = [path.name for path in settings.warehouse.iterdir() if path.name.startswith(".")]
    if left:
        row.broken.append(f"left for ever: {left}")
    row.figures = (
        f"{ended:,} had ended before their kill, {published:,} had published;"
        f" {readers.answers:,} answers to readers, {len(readers.broken)} of them wrong"
    )
    return row


def _build(settings: Settings, until: float | None) -> float | None:
    """Build, killed after so many seconds; return how long it took, None for one that was."""
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", *BUILD],
        cwd=SHIPPED,
        env=os.environ | {"PAKTHONG_DATA": str(settings.data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = process.wait(until)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return None
    return time.monotonic() - start if code == 0 else None


def _look(settings: Settings, row: Row, number: int) -> None:
    """Note whether the edition that serves is whole."""
    try:
        with editions.open_edition(
            editions.public_path(settings, editions.serving_edition(settings))
        ) as con:
            files, rows = con.execute(_MEMBERS).fetchone() or (0, 0)
    except (OSError, duckdb.Error) as error:
        row.broken.append(f"after kill {number}: {type(error).__name__}: {error}")
        return
    if not files or not rows:
        row.broken.append(f"after kill {number}: the edition that serves is not whole")
