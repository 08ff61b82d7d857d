"""`python -m bench hardening`: attack a small party, and say how often what held.

Each part has its count as an option; 0 leaves it out. The table is printed, and kept where
`--write` says so.
"""

import argparse
import platform
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from bench.hardening import damage, hostile_files, kills, losses, messages
from bench.hardening.row import Row
from bench.hardening.small_party import publish

_RESULTS = Path(__file__).resolve().parents[1] / "results" / "hardening.md"
_SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    """Run the parts whose counts are not 0; return 0 when every attempt held."""
    parser = argparse.ArgumentParser(prog="python -m bench hardening", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="builds that are killed")
    parser.add_argument("--files", type=int, default=1_000, help="hostile files")
    parser.add_argument("--damage", type=int, default=1_000, help="files damaged, and a command")
    parser.add_argument("--messages", type=int, default=1_000, help="messages over a websocket")
    parser.add_argument("--losses", type=int, default=20, help="machines that are lost")
    parser.add_argument("--write", action="store_true", help="write bench/results/hardening.md")
    chosen = parser.parse_args(arguments)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pakthong-hardening-") as folder:
        rows = _rows(Path(folder), chosen)
    table = _table(rows)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table, markup=False)
    for row in rows:
        for what in row.broken[:_SHOWN]:
            console.print(f"! {row.what}: {what}", markup=False)
    if chosen.write:
        minutes = (time.monotonic() - start) / 60
        _RESULTS.write_text(f"{_head(arguments, minutes)}\n\n{table}\n", encoding="utf-8")
    return int(any(row.broken for row in rows))


def _rows(folder: Path, chosen: argparse.Namespace) -> list[Row]:
    settings = publish(folder / "party")
    rows = []
    if chosen.damage:
        rows.append(damage.measure(settings, folder, chosen.damage))
    if chosen.files:
        rows.append(hostile_files.measure(settings, chosen.files))
    if chosen.messages:
        rows.append(messages.measure(settings, folder, chosen.messages))
    if chosen.losses:
        rows += [losses.restores(settings, folder, chosen.losses), losses.upgrades(folder)]
    if chosen.kills:
        rows.append(kills.measure(settings, chosen.kills))
    return rows


def _table(rows: Sequence[Row]) -> str:
    lines = [("what", "attempts", "held", "figures"), *(row.cells for row in rows)]
    head, *rest = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([head, "|---|---|---|---|", *rest])


def _head(arguments: Sequence[str], minutes: float) -> str:
    return (
        f"# Hardening\n\n`python -m bench hardening {' '.join(arguments)}`,"
        f" {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, duckdb"
        f" {version('duckdb')}, {platform.machine()}, {minutes:.0f} minutes on a machine that other"
        " work shared. A small party of the sample's first lines is attacked; what is counted as"
        " held ended in a sentence, and what served before still served."
    )
