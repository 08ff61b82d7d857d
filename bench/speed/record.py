"""How long does a line more take in a record of a million, and how long is it to verify?"""

import hashlib
import io
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.bars import verdict
from etl.audit import chain, head, log
from etl.audit.chain import End
from etl.commands import audit
from etl.commands.terminal import Terminal
from etl.personal_data.pseudonyms import read_secret
from etl.settings import Settings

LINES = 1_000_000
APPENDS = 100
APPEND_BAR_MS = 5.0
VERIFY_BAR_SECONDS = 20.0
RATIO_BAR = 1.5
_MOMENT = datetime(2026, 11, 30, tzinfo=UTC).isoformat(timespec="milliseconds")


def measure(folder: Path) -> list[tuple[str, ...]]:
    """Return a row a claim: what, measured, bar, met.

    Waiting for a disk that others use is no cost of the log's length: what is held to a bar is the
    processor's time, and the time on the clock as a multiple of that in a record of one line.
    """
    long, short = Settings(data=folder / "record"), Settings(data=folder / "record-short")
    for settings in (long, short):
        shutil.rmtree(settings.data, ignore_errors=True)
    _write(long)
    pairs = [(_append(long), _append(short)) for _ in range(APPENDS)]
    on_clock, busy = (median(each[n] for each, _ in pairs) for n in (0, 1))
    ratio = on_clock / median(each[0] for _, each in pairs)
    began, began_busy = time.perf_counter(), time.process_time()
    with Terminal(Console(file=io.StringIO())) as terminal:
        is_whole = audit.run(long, terminal, verify=True, last=0) == 0
    verified, verified_busy = time.perf_counter() - began, time.process_time() - began_busy
    for settings in (long, short):
        shutil.rmtree(settings.data)
    return [
        (
            f"a line more in a record of {LINES:,}, of processor (on the clock), median",
            f"{busy:.1f} ms ({on_clock:.1f} ms)",
            f"≤ {APPEND_BAR_MS:.0f} ms",
            verdict(busy <= APPEND_BAR_MS),
        ),
        (
            "… on the clock, as a multiple of a line more in a record of one line",
            f"{ratio:.2f}",
            f"< {RATIO_BAR}",
            verdict(ratio < RATIO_BAR),
        ),
        (
            f"`record --verify` of {LINES:,} lines, of processor (on the clock)",
            f"{verified_busy:.1f} s ({verified:.1f} s), {'whole' if is_whole else 'BROKEN'}",
            f"< {VERIFY_BAR_SECONDS:.0f} s",
            verdict(is_whole and verified_busy < VERIFY_BAR_SECONDS),
        ),
    ]


def _append(settings: Settings) -> tuple[float, float]:
    """Return milliseconds on the clock, and of processor."""
    began, began_busy = time.perf_counter(), time.process_time()
    log.append(settings, "page_opened", actor="somchai@example.org", what="overview", scope="50")
    ended, ended_busy = time.perf_counter(), time.process_time()
    return (ended - began) * 1_000, (ended_busy - began_busy) * 1_000


def _write(settings: Settings) -> None:
    """Write a record of so many lines, each as `append` would have written it."""
    path = log.newest_file(settings)
    path.parent.mkdir(parents=True)
    key = hashlib.sha256(b"pakthong audit " + read_secret(settings)).digest()
    end = End()
    with path.open("w", encoding="utf-8") as out:
        for number in range(1, LINES + 1):
            line: chain.Line = {
                "number": number,
                "at": _MOMENT,
                "who": "somchai@example.org",
                "deed": "page_opened",
                "what": "overview",
                "scope": "50,51,52",
                "edition": "20261130T000000.000000Z",
                "before": end.hash,
            }
            text = chain.sealed(line, key)
            end = End(number, text[-66:-2], end.hash)
            out.write(f"{text}\n")
    head.write(path.with_name("tip.json"), key, end)
