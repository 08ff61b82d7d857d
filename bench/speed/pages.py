"""Time a page's rerun on the server, warm, with a million members loaded."""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench.speed.build import build_sample, verdict
from bench.speed.server import serve

ROOT = Path(__file__).resolve().parents[2]
PAGES = {path.parent.name: path for path in sorted(ROOT.glob("pages/*/*/page.py"))}
"""Every page's script, by the address it is opened by."""
RERUNS = 30
BAR_MS = 60

FULL_ON_THE_SAMPLE = {
    "projections": "",
    "coverage_map": "",
    "gaps": "",
    "elections": "",
    "amphoe": "at=5014",
    "reviews": "",
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

    Beside the server's share stands the whole request on loopback: Streamlit's interaction
    endpoint runs the page again in a live session and answers with all that is on it as JSON.
    """
    rows = []
    with serve(ROOT / "serve.py", folder, "--server.enableAgentApi=true") as address:
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
    session = _interact(address, {"page": "" if page == "overview" else page})
    again = {"session_id": session["session_id"]}
    times = []
    for _ in range(3 + RERUNS):
        start = time.perf_counter()
        _interact(address, again)
        times.append(1000 * (time.perf_counter() - start))
    return times[3:]


def _interact(address: str, body: dict[str, str]) -> dict[str, str]:
    request = urllib.request.Request(
        f"{address}/_stcore/agent/interact",
        json.dumps({key: value for key, value in body.items() if value}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        reply: dict[str, str] = json.load(answer)
    assert reply["status"] == "ready", reply["status"]
    return reply
