"""Time a page's rerun on the server, warm, with a million members loaded."""

import asyncio
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.bars import verdict
from bench.soak.session import Session
from bench.speed.build import build_sample
from bench.speed.server import serve
from pages.ui.month_path import FOLDED

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    path.parent.name: path
    for path in sorted(ROOT.glob("pages/*/*/page.py"))
    if path.parent.name not in FOLDED
}
"""Every page's script, by the address at which an officer opens it."""
RERUNS = 30
BAR_MS = 60

FULL_ON_THE_SAMPLE = {
    "projections": "",
    "coverage_map": "",
    "gaps": "",
    "elections": "",
    "amphoe": "place=5014",
    "month": "step=doubts",
    "agm_roll": "",
}
"""Pages that need elections, representatives or a past, with the address they are opened by."""

# Streamlit's own runner, timed from inside: what the server does for one rerun, and no more.
_RUNS = """
import gc, json, logging, sys, time
logging.disable(logging.CRITICAL)
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=60).run()
for name, _, value in [pair.partition("=") for pair in sys.argv[4].split("&") if pair]:
    app.query_params[name] = value
app.switch_page(sys.argv[2]).run()
gc.collect()
gc.freeze()
for _ in range(3):
    app.run()
times, run = [], script_runner.ScriptRunner._run_script
def timed(*arguments):
    start = time.perf_counter()
    run(*arguments)
    times.append(1000 * (time.perf_counter() - start))
script_runner.ScriptRunner._run_script = timed
for _ in range(int(sys.argv[3])):
    app.run()
assert not app.exception
print(json.dumps(times))
"""


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met): the median rerun of every page.

    Beside the server's share stands the whole request on loopback: a live session asks for the
    page again over its websocket and takes all that is on it.
    """
    rows = []
    with serve(ROOT / "serve.py", folder) as address:
        for name, page in PAGES.items():
            times = _time_reruns(page, folder)
            whole = _time_requests(address, name)
            median = statistics.median(times)
            rows.append(
                (
                    f"rerun of {name}, median of {RERUNS}",
                    f"{median:.0f} ms ({min(times):.0f}–{max(times):.0f});"
                    f" {statistics.median(whole):.0f} ms as a whole request",
                    f"< {BAR_MS} ms",
                    verdict(median < BAR_MS),
                )
            )
    return [*rows, *_on_the_sample(folder / "sample")]


def _on_the_sample(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return the rows of pages that one list of a million gives nothing to show."""
    build_sample(folder)
    rows = []
    for name, query in FULL_ON_THE_SAMPLE.items():
        times = _time_reruns(PAGES[name], folder, query)
        median = statistics.median(times)
        rows.append(
            (
                f"rerun of {name} on the sample, median of {RERUNS}",
                f"{median:.0f} ms ({min(times):.0f}–{max(times):.0f})",
                f"< {BAR_MS} ms",
                verdict(median < BAR_MS),
            )
        )
    return rows


def _time_reruns(page: Path, folder: Path, query: str = "") -> list[float]:
    dashboard = str(ROOT / "dashboard.py")
    done = subprocess.run(
        [sys.executable, "-c", _RUNS, dashboard, str(page), str(RERUNS), query],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PAKTHONG_DATA": str(folder), "PYTHONPATH": str(ROOT)},
    )
    times: list[float] = json.loads(done.stdout.splitlines()[0])
    return times


def _time_requests(address: str, page: str) -> list[float]:
    return asyncio.run(_run_again(address, "" if page == "overview" else page))


async def _run_again(address: str, page: str) -> list[float]:
    session = Session(address, 0, {})
    runs = [await session.open(page), *[await session.again() for _ in range(2 + RERUNS)]]
    await session.close()
    assert not [error for run in runs for error in run.errors]
    return [1000 * run.took for run in runs[3:]]
