"""Measures an officer's page, and the server's memory, while the door is under attack."""

import asyncio
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import WebSocketException

from bench.bars import verdict
from bench.door.attack import KINDS
from bench.soak.builds import Builds
from bench.soak.people import People
from bench.soak.server import ROOT, serve
from bench.soak.session import Session, SessionBroken
from bench.soak.watch import Watch
from etl.settings import Settings

CONNECTIONS, SECONDS, QUIET_SECONDS = 200, 120.0, 40.0
_THINK = 0.5
_SLOWER, MORE_MB = 1.5, 100
_SIGN_IN_EVERY = 8


@dataclass
class Siege:
    """What was seen: seconds of an officer's runs and resident bytes, before and meanwhile."""

    connections: int
    seconds: float
    quiet: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    sign_in: list[float] = field(default_factory=list)
    quiet_bytes: int = 0
    attacked_bytes: int = 0
    attackers: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def slower(self) -> float:
        """How many times as long a run takes, by the medians."""
        return statistics.median(self.attacked) / statistics.median(self.quiet)

    @property
    def more_mb(self) -> float:
        """By how much memory grew at most."""
        return (self.attacked_bytes - self.quiet_bytes) / 2**20


def measure(_: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met)."""
    with tempfile.TemporaryDirectory(prefix="pakthong-door-") as folder:
        data = Path(folder)
        Builds(Settings(data=data), (0, 0)).prepare()
        return rows(hold(data, CONNECTIONS, SECONDS, QUIET_SECONDS))


def rows(siege: Siege) -> list[tuple[str, str, str, str]]:
    """Return what was seen as rows of (what, measured, bar, met)."""
    came = ", ".join(f"{name} {number:,}" for name, number in sorted(siege.attackers.items()))
    what = f"{siege.connections} hostile connections for {siege.seconds:.0f} s"
    return [
        (f"{what}: {', '.join(KINDS)}", came, "", ""),
        (
            "an officer's run of the overview meanwhile, by the median before",
            f"{_ms(siege.attacked)} by {_ms(siege.quiet)}: × {siege.slower:.2f}",
            f"≤ × {_SLOWER}",
            verdict(siege.slower <= _SLOWER),
        ),
        (
            "the server's memory at most, by the most before",
            f"{siege.attacked_bytes / 2**20:.0f} MB by {siege.quiet_bytes / 2**20:.0f} MB:"
            f" {siege.more_mb:+.0f} MB",
            f"≤ +{MORE_MB} MB",
            verdict(siege.more_mb <= MORE_MB),
        ),
        (
            "errors that the officer saw",
            f"{len(siege.errors)} in {len(siege.attacked)} runs",
            "0",
            verdict(not siege.errors),
        ),
        (
            "the sign-in page of somebody from elsewhere meanwhile, median and longest",
            f"{_ms(siege.sign_in)}, {max(siege.sign_in):.1f} s, {len(siege.sign_in)} times",
            "",
            "",
        ),
    ]


def hold(data: Path, connections: int, seconds: float, quiet_seconds: float) -> Siege:
    """Serve a folder, let an officer work in quiet, then attack; return what was seen."""
    people, siege = People(), Siege(connections, seconds)
    with serve(data, data / "server.log", people.options) as (address, process):
        quiet = Watch(process)
        asyncio.run(_work(address, people, quiet, siege.quiet, siege.errors, quiet_seconds))
        program = [sys.executable, "-m", "bench.door.attack", address]
        attackers = subprocess.Popen(
            [*program, str(connections), str(seconds)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        attacked = Watch(process)
        asyncio.run(_meanwhile(address, people, attacked, siege, seconds))
        siege.attackers = json.loads(attackers.communicate(timeout=60)[0])
    siege.quiet_bytes, siege.attacked_bytes = _most(quiet), _most(attacked)
    return siege


async def _meanwhile(
    address: str, people: People, watch: Watch, siege: Siege, seconds: float
) -> None:
    await asyncio.gather(
        _work(address, people, watch, siege.attacked, siege.errors, seconds),
        _come(address, siege.sign_in, seconds),
    )


async def _work(
    address: str,
    people: People,
    watch: Watch,
    took: list[float],
    errors: list[str],
    seconds: float,
) -> None:
    """Be an officer who looks at the overview again and again."""
    until = time.time() + seconds
    watching = asyncio.create_task(watch.run(until, every=0.5))
    officer = Session(address, 0, people.headers(address, 0))
    await officer.open()
    await officer.again()
    while time.time() < until:
        run = await officer.again()
        took.append(run.took)
        errors += run.errors
        await asyncio.sleep(_THINK)
    await officer.close()
    await watching


async def _come(address: str, took: list[float], seconds: float) -> None:
    """Be somebody who wants to sign in, every few seconds, and is in no hurry."""
    until = time.time() + seconds
    while time.time() < until - _SIGN_IN_EVERY:
        start = time.time()
        try:
            visitor = Session(address, 1, {"X-Forwarded-For": "203.0.113.9"})
            await visitor.open()
            await visitor.close()
            took.append(time.time() - start)
        except (WebSocketException, SessionBroken, OSError):
            took.append(math.inf)
        await asyncio.sleep(_SIGN_IN_EVERY)


def _most(watch: Watch) -> int:
    return max(held for _, held, _, _ in watch.samples)


def _ms(took: Sequence[float]) -> str:
    return f"{1000 * statistics.median(took):.0f} ms"
