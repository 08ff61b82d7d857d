"""How long is a page's rerun on the server, warm, with a million members loaded?"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench.build import met
from bench.server import serve

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for path in ROOT.glob("pages/*/*.py")
    if path.parent.name != "ui" and path.stem != "__init__"
)
RERUNS = 30
BAR_MS = 60

# Streamlit's own runner, timed from inside: what the server does for one rerun, and no more.
_RUNS = """
import gc, json, logging, sys, time
logging.disable(logging.CRITICAL)
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=60).run()
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
        for page in PAGES:
            times = _runs(page, folder)
            whole = _requests(address, page)
            median = statistics.median(times)
            rows.append(
                (
                    f"rerun of {page.stem}, median of {RERUNS}",
                    f"{median:.0f} ms ({min(times):.0f}–{max(times):.0f});"
                    f" {statistics.median(whole):.0f} ms as a whole request",
                    f"< {BAR_MS} ms",
                    met(median < BAR_MS),
                )
            )
    return [*rows, _with_forecasts(folder / "sample")]


def _with_forecasts(folder: Path) -> tuple[str, str, str, str]:
    """Return the row of projections on the sample: one list of a million has no past to go on."""
    for command in ("sample", "build"):
        subprocess.run(
            [sys.executable, "-m", "etl", command],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env=os.environ | {"PAKTHONG_DATA": str(folder)},
        )
    times = _runs(ROOT / "pages" / "everyone" / "projections.py", folder)
    median = statistics.median(times)
    return (
        f"rerun of projections with its forecasts, median of {RERUNS}",
        f"{median:.0f} ms ({min(times):.0f}–{max(times):.0f})",
        f"< {BAR_MS} ms",
        met(median < BAR_MS),
    )


def _runs(page: Path, folder: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _RUNS, str(ROOT / "dashboard.py"), str(page), str(RERUNS)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PAKTHONG_DATA": str(folder), "PYTHONPATH": str(ROOT)},
    )
    times: list[float] = json.loads(done.stdout.splitlines()[0])
    return times


def _requests(address: str, page: Path) -> list[float]:
    session = _interact(address, {"page": "" if page.stem == "overview" else page.stem})
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
        found: dict[str, str] = json.load(answer)
    assert found["status"] == "ready", found["status"]
    return found
