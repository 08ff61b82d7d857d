"""Time a build of a million members beside DuckDB merely counting the same file."""

import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.bars import verdict
from bench.speed.synthetic import HEADINGS, write_members

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = 1_000_000
ROUNDS = 3

_COUNT = """
import duckdb, sys
con = duckdb.connect()
columns = ", ".join(f'count("{name}")' for name in sys.argv[2:])
con.execute(f"select {columns} from read_csv('{sys.argv[1]}', all_varchar=true)").fetchall()
"""


@dataclass(frozen=True)
class Run:
    """One process and those it starts: seconds by the clock and of the processor, and the peak of
    the largest one's memory in bytes."""

    seconds: float
    processor_seconds: float
    peak_bytes: int


def run(command: list[str], data: Path) -> Run:
    """Run a command to its end; raises CalledProcessError when it fails."""
    # A small parent of its own: the operating system reports the peak of finished children only.
    program = (
        "import os, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "seconds = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PAKTHONG_DATA": str(data), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
    )
    seconds, processor_seconds, peak = done.stdout.split()[-3:]
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(float(seconds), float(processor_seconds), int(peak) * unit)


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met) for the build."""
    export = folder / "exports" / "members" / "members_2566-10-22.csv"
    if not export.exists():
        write_members(export, MEMBERS)
        time.sleep(3)
    counts, firsts, seconds = [], [], []
    build = [sys.executable, "-m", "etl", "build"]
    for _ in range(ROUNDS):
        counts.append(run([sys.executable, "-c", _COUNT, str(export), *HEADINGS], folder))
        shutil.rmtree(folder / "warehouse", ignore_errors=True)
        firsts.append(run(build, folder))
        seconds.append(run(build, folder))
    count, first, second = (
        statistics.median(each.seconds for each in runs) for runs in (counts, firsts, seconds)
    )
    count_of_processor, first_of_processor = (
        statistics.median(each.processor_seconds for each in runs) for runs in (counts, firsts)
    )
    peak = max(each.peak_bytes for each in firsts)
    size = export.stat().st_size / 1e6
    return [
        (f"DuckDB reads and counts 13 columns of {size:.0f} MB", f"{count:.2f} s", "", ""),
        (
            "first build",
            f"{first:.2f} s = {first / count:.2f} ×",
            "≤ 8 ×",
            verdict(first <= 8 * count),
        ),
        (
            "first build, by the processor, its reader beside it included",
            f"{first_of_processor:.2f} s = {first_of_processor / count_of_processor:.2f} ×",
            "",
            "",
        ),
        ("peak memory of the first build", f"{peak / 1e9:.2f} GB", "< 2 GB", verdict(peak < 2e9)),
        (
            "second build, nothing changed",
            f"{second:.2f} s = {second / first:.3f} ×",
            "< 0.1 ×",
            verdict(second < first / 10),
        ),
    ]


def build_sample(data: Path) -> None:
    """Write the sample into a party's folder and build it."""
    for command in ("sample", "build"):
        run([sys.executable, "-m", "etl", command], data)
