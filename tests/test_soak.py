"""Does the soak itself still work, small and short, and does it see what it is there to see?"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.soak import __main__, verdict
from bench.soak.result import Soak
from bench.soak.session import Run
from tests.party import Party, election, member

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="memory and open files are read in /proc"
    ),
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Soak:
    party = Party(tmp_path_factory.mktemp("soak"))
    rows = [member(str(n), approved=f"{1 + n % 28:02}/01/2566") for n in range(400)]
    party.members("2566-09-30", *rows[:300])
    party.members("2566-10-22", *rows)
    party.elections("2566-10-22", election("1"), election("2", amphoe="ฝาง"))
    soaking = __main__.soak(
        party.data,
        minutes=0.5,
        sessions=4,
        browsers=0,
        pause=(0.1, 0.5),
        sign_in=__main__.ThisMachine(),
    )
    # In a thread of its own: a browser of another test keeps this one's loop running.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, soaking).result()


def test_sessions_click_while_editions_are_published_and_see_no_error(seen: Soak) -> None:
    table = {what: (measured, is_met) for what, measured, _, is_met in verdict.measure(seen)}
    assert not [what for what, (_, is_met) in table.items() if is_met == "NO"], table
    assert len(seen.builds.published) > 1
    assert len(seen.runs) > 10
    assert len({run.page for run in seen.runs}) > 1
    assert seen.watch.samples


def test_old_news_and_errors_would_be_seen(seen: Soak) -> None:
    (_, oldest, _), (moment, _, _) = seen.builds.published[0], seen.builds.published[1]
    thai, _ = verdict.labels(oldest)
    stale = Run(0, moment + 6, newest_day=thai, errors=["planted"])
    worse = Soak(**{**vars(seen), "runs": [*seen.runs, stale], "log": "Traceback (most"})
    missed = [what for what, *_, is_met in verdict.measure(worse) if is_met == "NO"]
    assert len(missed) == 3, missed


def test_who_the_sessions_are_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert __main__._sign_in(None).headers("", 0) == {}
    signed_in = __main__._sign_in("bench.soak.__main__:ThisMachine")
    assert type(signed_in) is sys.modules["bench.soak.__main__"].ThisMachine
