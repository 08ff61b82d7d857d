"""Measure the time of a monthly report from a cold start, and its size."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.bars import verdict
from etl.commands import report
from etl.settings import SHIPPED, Settings
from etl.warehouse import editions
from metrics.members import ladder
from reports.figures import map
from reports.figures.map import Geometry
from reports.step_colours import COLOURS

RUNS = 5
PDF_BAR_S, PACK_BAR_S, MAP_BAR_S, PDF_BAR_KB = 3.0, 8.0, 0.3, 700
_PDF_ONLY = """
import sys
from pathlib import Path
from etl.commands.report import summarise
from etl.commands.report_request import ReportRequest
from etl.settings import Settings
Path(sys.argv[1]).write_bytes(summarise(Settings.from_environment(), ReportRequest()).pdf)
"""


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met), of the sample that `pages` left in `folder`."""
    data = folder / "sample"
    settings = Settings(data=data)
    with tempfile.TemporaryDirectory() as folder_path:
        out = Path(folder_path)
        # Python keeps what it compiled: only the first run after an installation compiles.
        _run(data, "-m", "etl", "report", "--out", folder_path)
        pdf = [_run(data, "-c", _PDF_ONLY, str(out / "pack.pdf")) for _ in range(RUNS)]
        whole = [_run(data, "-m", "etl", "report", "--out", folder_path) for _ in range(RUNS)]
        kilobytes = (out / "pack.pdf").stat().st_size / 1024
    map_times = [_time_map(settings) for _ in range(RUNS)]
    rows = (
        ("cold command to finished PDF, the sample", pdf, PDF_BAR_S),
        ("cold command to the whole pack, the sample", whole, PACK_BAR_S),
        ("the map of 928 amphoe and Bangkok as paths, shapes read anew", map_times, MAP_BAR_S),
    )
    return [
        *(
            (
                f"{what}, median of {RUNS}",
                f"{statistics.median(times):.2f} s (most {max(times):.2f})",
                f"< {bar} s",
                verdict(statistics.median(times) < bar),
            )
            for what, times, bar in rows
        ),
        (
            "size of the PDF",
            f"{kilobytes:.0f} KB",
            f"< {PDF_BAR_KB} KB",
            verdict(kilobytes < PDF_BAR_KB),
        ),
    ]


def _run(data: Path, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=SHIPPED,
        env={**os.environ, "PAKTHONG_DATA": str(data), "PYTHONDONTWRITEBYTECODE": ""},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def _time_map(settings: Settings) -> float:
    edition = editions.serving_edition(settings)
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        ((newest,),) = con.execute("select newest_on from edition").fetchall()
        rows = ladder.by_amphoe(con, on=newest)
    colours = {
        code: COLOURS[step][0] for code, step in zip(rows["amphoe_code"], rows["step"], strict=True)
    }
    shapes = report.geometry(settings)
    # One byte more is another file: nothing that was read before is used.
    fresh = Geometry(shapes.amphoe + b" " * (time.time_ns() % 977), shapes.provinces)
    start = time.perf_counter()
    map.draw(fresh, colours)
    map.inset(fresh, colours)
    return time.perf_counter() - start
