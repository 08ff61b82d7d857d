"""How long is a page's rerun on the server, warm, with a million members loaded?"""

import json
import statistics
import time
import urllib.request
from pathlib import Path

from bench.build import met
from bench.server import serve

ROOT = Path(__file__).resolve().parent.parent
RERUNS = 30
BAR_MS = 60


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met): the median rerun of every page.

    Streamlit's own interaction endpoint is asked to run the page again in one session; what is
    timed is the whole request on loopback, so the server's share is a little less.
    """
    rows = []
    with serve(ROOT / "serve.py", folder, "--server.enableAgentApi=true") as address:
        for page in sorted(ROOT.glob("pages/*/*.py")):
            if page.parent.name == "ui" or page.stem == "__init__":
                continue
            session = _interact(address, {"page": "" if page.stem == "overview" else page.stem})
            assert session["status"] == "ready", session.get("status")
            again = {"session_id": session["session_id"]}
            for _ in range(3):
                _interact(address, again)
            times = []
            for _ in range(RERUNS):
                start = time.perf_counter()
                _interact(address, again)
                times.append((time.perf_counter() - start) * 1000)
            median = statistics.median(times)
            rows.append(
                (
                    f"rerun of {page.stem}, median of {RERUNS}",
                    f"{median:.0f} ms ({min(times):.0f}–{max(times):.0f})",
                    f"< {BAR_MS} ms",
                    met(median < BAR_MS),
                )
            )
    return rows


def _interact(address: str, body: dict[str, str]) -> dict[str, str]:
    request = urllib.request.Request(
        f"{address}/_stcore/agent/interact",
        json.dumps({key: value for key, value in body.items() if value}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, str] = json.load(answer)
    return found
