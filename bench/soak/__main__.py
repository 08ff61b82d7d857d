"""Runs a soak: many sessions click while builds publish and are killed, and none may see an error.

    python -m bench.soak --minutes 20 --sessions 30

Writes `bench/results/soak.md` with `--write`. Needs Linux: memory and open files are read in /proc.
"""

import argparse
import asyncio
import importlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import websockets

from bench.soak import verdict
from bench.soak.browser import Browsers
from bench.soak.builds import Builds
from bench.soak.result import Soak
from bench.soak.server import serve
from bench.soak.session import Run, Session, SessionBroken
from bench.soak.watch import Watch
from etl.settings import Settings

THINK = 0.8, 3.2
"""Seconds between two clicks of one person."""


class SignIn(Protocol):
    """Who the sessions are. A server that asks for it is told how by `options`."""

    def options(self, data: Path, address: str) -> Sequence[str]:
        """Lay down what sign-in needs in the party's folder; return options for the server."""
        ...

    def headers(self, address: str, number: int) -> Mapping[str, str]:
        """Sign session `number` in; return the headers (`Cookie`) its browser then sends."""
        ...


class ThisMachine:
    """No sign-in: the one user of this machine."""

    def options(self, data: Path, address: str) -> Sequence[str]:
        """Nothing to lay down."""
        return ()

    def headers(self, address: str, number: int) -> Mapping[str, str]:
        """Nothing to send."""
        return {}


async def soak(
    data: Path,
    *,
    minutes: float,
    sessions: int,
    browsers: int,
    pause: tuple[float, float],
    sign_in: SignIn,
) -> Soak:
    """Serve a folder and let sessions click while it is built anew; return what was seen."""
    builds = Builds(Settings(data=data), pause)
    await asyncio.to_thread(builds.prepare)
    log = data / "server.log"
    with serve(data, log, sign_in.options) as (address, process):
        until = time.time() + 60 * minutes
        watch = Watch(process)
        windows = Browsers(address, browsers, sign_in.headers(address, 0).get("Cookie", ""))
        runs: list[Run] = []
        broken: list[str] = []
        await asyncio.gather(
            watch.run(until, every=min(5.0, minutes)),
            builds.run(until),
            windows.run(until),
            *(
                _sit(partial(_come, address, sign_in, n), n, until, runs, broken)
                for n in range(sessions)
            ),
        )
    server_log = log.read_text("utf-8", errors="replace")
    return Soak(minutes, sessions, runs, broken, builds, watch, server_log, windows)


def _come(address: str, sign_in: SignIn, number: int, again: int) -> Session:
    return Session(address, number, sign_in.headers(address, number), again)


async def _sit(
    come: Callable[[int], Session], number: int, until: float, runs: list[Run], broken: list[str]
) -> None:
    """Have one person click; who signed out by a click signs in again, as often as that is."""
    chance = random.Random(1000 + number)
    await asyncio.sleep(chance.uniform(0, THINK[1]))
    session, came = come(0), 1
    try:
        runs.append(await session.open())
        while time.time() < until:
            await asyncio.sleep(chance.uniform(*THINK))
            run = await session.click()
            runs.append(run)
            if run.is_out:
                await session.close()
                session, came = come(came), came + 1
                runs.append(await session.open())
        await session.close()
    except (SessionBroken, websockets.WebSocketException, OSError) as error:
        broken.append(f"session {number}: {type(error).__name__}: {error}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print the summary; return 0 when every bar is met."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--browsers", type=int, default=1, help="real browsers besides")
    parser.add_argument("--pause", type=float, nargs=2, default=(8.0, 25.0), metavar="SECONDS")
    parser.add_argument("--sign-in", help="module:Class that signs sessions in (see SignIn)")
    parser.add_argument("--write", action="store_true", help="write bench/results/soak.md")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pakthong-soak-") as folder:
        result = asyncio.run(
            soak(
                Path(folder),
                minutes=chosen.minutes,
                sessions=chosen.sessions,
                browsers=chosen.browsers,
                pause=tuple(chosen.pause),
                sign_in=_sign_in(chosen.sign_in),
            )
        )
    return verdict.print_summary(result, is_signed_in=bool(chosen.sign_in), is_kept=chosen.write)


def _sign_in(named: str | None) -> SignIn:
    if not named:
        return ThisMachine()
    module, _, name = named.partition(":")
    found: SignIn = getattr(importlib.import_module(module), name)()
    return found


if __name__ == "__main__":
    sys.exit(main())
