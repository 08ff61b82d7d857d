"""Measures an officer's page, and the server's memory, while the door is under attack."""

import asyncio
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from bench.bars import verdict
from bench.door.attack import KINDS
from bench.soak.builds import Builds
from bench.soak.people import People
from bench.soak.server import ROOT, serve
from bench.soak.session import Session
from bench.soak.watch import Watch
from etl.settings import Settings

CONNECTIONS, SECONDS, QUIET_SECONDS = 200, 120.0, 60.0
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
    processor: float = 0.0
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
        data = Path(folder) / "data"
        Builds(Settings(data=data), (0, 0)).prepare()
        return rows(hold(data, CONNECTIONS, SECONDS, QUIET_SECONDS))


def rows(siege: Siege) -> list[tuple[str, str, str, str]]:
    """Return what was seen as rows of (what, measured, bar, met)."""
    came = ", ".join(f"{name} {number:,}" for name, number in sorted(siege.attackers.items()))
    what = f"{siege.connections} hostile connections for {siege.seconds:.0f} s"
    return [
        (f"{what}: {', '.join(KINDS)}", came, "", ""),
        (
            "an officer's run of the overview meanwhile, by that while another server is attacked,"
            " before and after; medians",
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
            "processors that the server took, the officer's included",
            f"{siege.processor:.2f}",
            "",
            "",
        ),
        (
            "the sign-in page of somebody from elsewhere meanwhile, median and longest",
            f"{_ms(siege.sign_in)}, {max(siege.sign_in):.1f} s, {len(siege.sign_in)} times",
            "",
            "",
        ),
    ]


def hold(data: Path, connections: int, seconds: float, quiet_seconds: float) -> Siege:
    """Serve a folder twice and let an officer work at one; return what was seen.

    Before and after the attack it goes on at the other server: what attackers cost the machine,
    which they would not share, weighs alike then.
    """
    people, decoys, siege = People(), People(), Siege(connections, seconds)
    decoy = Path(copytree(data, data.with_name(f"{data.name}-decoy")))
    with (
        serve(decoy, decoy / "server.log", decoys.options) as (elsewhere, _),
        serve(data, data / "server.log", people.options) as (address, process),
    ):
        _come_first(os.getpid(), process)
        before, attacked = Watch(process), Watch(process)

        def work_in_quiet() -> None:
            half = quiet_seconds / 2
            with _attacked(elsewhere, connections, half):
                asyncio.run(_work(address, people, before, siege.quiet, siege.errors, half))

        work_in_quiet()
        siege.quiet_bytes = _most(before)
        began = _processor_seconds(process)
        with _attacked(address, connections, seconds) as siege.attackers:
            asyncio.run(_meanwhile(address, people, attacked, siege, seconds))
        siege.processor = (_processor_seconds(process) - began) / seconds
        siege.attacked_bytes = _most(attacked)
        work_in_quiet()
    return siege


@contextmanager
def _attacked(address: str, connections: int, seconds: float) -> Iterator[dict[str, int]]:
    """Attack a server meanwhile; yields what is known of it afterwards."""
    program = [sys.executable, "-m", "bench.door.attack", address, str(connections), str(seconds)]
    seen: dict[str, int] = {}
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as attackers:
        yield seen
        seen.update(json.loads(attackers.communicate(timeout=60)[0]))


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
    """Be somebody who wants to sign in, every few seconds."""
    until = time.time() + seconds
    while time.time() < until - _SIGN_IN_EVERY:
        start = time.time()
        try:
            await asyncio.to_thread(_load, address)
            took.append(time.time() - start)
        except OSError:
            took.append(math.inf)
        await asyncio.sleep(_SIGN_IN_EVERY)


def _load(address: str) -> None:
    request = urllib.request.Request(address, headers={"X-Forwarded-For": "203.0.113.9"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        if 'id="sign_in"' not in answer.read().decode("utf-8"):
            raise OSError("no page to sign in by")


def _come_first(*processes: int) -> None:
    """Have other work on the machine give way, where that may be asked for: it is no attacker."""
    with suppress(PermissionError):
        for process in processes:
            os.setpriority(os.PRIO_PROCESS, process, -10)


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most(watch: Watch) -> int:
    return max(held for _, held, _, _ in watch.samples)


def _ms(took: Sequence[float]) -> str:
    return f"{1000 * statistics.median(took):.0f} ms"
