"""Time the ladder of 928 amphoe on a day nobody has asked for yet."""

import statistics
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bench.bars import verdict
from etl.settings import Settings
from etl.warehouse import editions
from metrics.members import ladder

DAYS = 60
BAR_MS = 50


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met), of a million members and of the sample.

    The editions are those that the parts `build` and `pages` have left in `folder`.
    """
    return [
        _of(Settings(data=data), what)
        for data, what in ((folder, "a million members"), (folder / "sample", "the sample"))
    ]


def _of(settings: Settings, what: str) -> tuple[str, str, str, str]:
    edition = editions.serving_edition(settings)
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        ((newest,),) = con.execute("select newest_on from edition").fetchall()
        times = [_time_question(con, newest - timedelta(days=n)) for n in range(DAYS)]
    median = statistics.median(times)
    return (
        f"ladder of 928 amphoe on a new day, {what}, median of {DAYS}",
        f"{median:.0f} ms (most {max(times):.0f})",
        f"< {BAR_MS} ms",
        verdict(median < BAR_MS),
    )


def _time_question(con: duckdb.DuckDBPyConnection, on: date) -> float:
    start = time.perf_counter()
    frame = ladder.by_amphoe(con, on=on)
    assert len(frame) == 928
    return 1000 * (time.perf_counter() - start)
