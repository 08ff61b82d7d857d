"""Measure everything that is claimed; write one table to bench/results/spine.md."""

import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from bench import build, map, pages

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"


def main() -> int:
    """Run the parts named on the command line (all by default); return 0 when every bar is met."""
    console = Console(highlight=False)
    parts = {"build": build, "pages": pages, "map": map}
    chosen = sys.argv[1:] or list(parts)
    lines = ["| what | measured | bar | met |", "|---|---|---|---|"]
    for name in chosen:
        console.print(f"{name} …")
        for row in parts[name].measure(DATA):
            lines.append("| " + " | ".join(row) + " |")
            console.print(lines[-1])
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "streamlit", "plotly"))
    head = (
        f"# Speed and size\n\n`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python"
        f" {platform.python_version()}, {versions}, {platform.machine()}. All figures of one run"
        " on one machine that other work shared: trust the ratios.\n\n"
    )
    results = FOLDER / "results"
    results.mkdir(exist_ok=True)
    if chosen == list(parts):
        (results / "spine.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return int(any(line.endswith("| NO |") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
