"""Holds what a soak showed against its bars, and prints and writes the table."""

import platform
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from bench.bars import verdict
from bench.soak.result import Soak
from i18n.dates import day_text
from i18n.phrases import LANGUAGES

STALE_SECONDS = 5
GROWTH_MB = 3.0
"""How fast memory may grow once warm, a minute: a leak of each rerun would be ten times that."""

_LOUD = ("Traceback", "Uncaught", "ERROR", "CRITICAL")
_SHOWN = 12
_FOLLOWS = 120
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_WARM = 0.5
"""After this share of the time the caches are full: what grows after it is a leak."""

Rows = list[tuple[str, str, str, str]]


def print_summary(result: Soak, *, is_signed_in: bool, is_kept: bool) -> int:
    """Print the table (and write it if `is_kept`); return 0 when every bar is met, else 1."""
    rows = [("what", "measured", "bar", "met"), *measure(result)]
    head = ["| " + " | ".join(row) + " |" for row in rows]
    table = "\n".join([head[0], "|---|---|---|---|", *head[1:]])
    console = Console(highlight=False, soft_wrap=True)
    console.print(table, markup=False)
    for wrongs in (
        _loud(result.log),
        result.builds.failed,
        result.broken,
        result.browsers.wrong,
        _errors(result),
    ):
        for wrong in wrongs[:_SHOWN]:
            console.print(f"! {wrong}", markup=False)
    if is_kept:
        path = Path(__file__).resolve().parents[1] / "results" / "soak.md"
        path.write_text(
            f"{_head(result, is_signed_in=is_signed_in)}\n\n{table}\n", encoding="utf-8"
        )
    return int(any(row[-1] == "NO" for row in rows))


def measure(result: Soak) -> Rows:
    """Return rows of (what, measured, bar, met)."""
    return [*_whole(result), *_fresh(result), *_bounded(result)]


def _whole(result: Soak) -> Rows:
    errors, loud = _errors(result), _loud(result.log)
    pages = Counter(run.page for run in result.runs if "(" not in run.page)
    files = sum("(" in run.page for run in result.runs)
    took = sorted(run.took for run in result.runs)
    late = took[int(0.95 * (len(took) - 1))] if took else 0.0
    middle = statistics.median(took) if took else 0.0
    return [
        (
            "sessions that stayed to the end",
            f"{result.sessions - len(result.broken)} of {result.sessions}",
            "all",
            verdict(not result.broken),
        ),
        (
            "runs of pages, and pages; files taken",
            f"{len(result.runs) - files:,} of {len(pages)}; {files:,}",
            "",
            "",
        ),
        ("sign-outs, each followed by signing in again", f"{_sign_outs(result):,}", "", ""),
        ("runs that showed an error", f"{len(errors)}", "0", verdict(not errors)),
        (
            "clicks in real browsers, and what went wrong there",
            f"{result.browsers.clicks:,}; {len(result.browsers.wrong)}",
            "0",
            verdict(not result.browsers.wrong) if result.browsers.count else "no browser",
        ),
        ("lines of the server's log that tell of an error", f"{len(loud)}", "0", verdict(not loud)),
        ("a run, median and 95 of 100", f"{middle:.2f} s; {late:.2f} s", "", ""),
    ]


def _fresh(result: Soak) -> Rows:
    published, killed = result.builds.published, result.builds.killed
    judged, lags, stale = 0, [0.0], 0
    shown = {label: day for _, day, _ in published for label in labels(day)}
    for run in result.runs:
        day = shown.get(run.newest_day)
        if day is None or run.is_older_chosen:
            continue
        judged += 1
        newer = [at for at, other, _ in published if other > day and at < run.asked_at]
        if newer:
            lags.append(run.asked_at - min(newer))
            stale += lags[-1] > STALE_SECONDS
    return [
        (
            "editions published, builds killed, builds that failed by themselves",
            f"{len(published) - 1}; {killed}; {len(result.builds.failed)}",
            "some; some; 0",
            verdict(len(published) > 1 and not result.builds.failed),
        ),
        (
            "runs that showed an edition older than one that had served for 5 s when they began",
            f"{stale} of {judged:,}; the oldest by {max(lags):.2f} s",
            "0",
            verdict(not stale and judged > 0),
        ),
        *_first_seen(result, shown),
    ]


def _first_seen(result: Soak, shown: dict[str, date]) -> Rows:
    """How long after it was published each session first saw each edition, or a newer one."""
    waits: list[float] = []
    for moment, day, _ in result.builds.published[1:]:
        first: dict[int, float] = {}
        for run in result.runs:
            day_shown = shown.get(run.newest_day)
            if day_shown and day_shown >= day and run.asked_at + run.took > moment:
                first.setdefault(run.session, run.asked_at + run.took - moment)
        waits += first.values()
    if not waits:
        return []
    waits.sort()
    return [
        (
            "from publishing to a session's first sight of it, median and 95 of 100 (thinking,"
            " looking at older editions and killed builds included)",
            f"{statistics.median(waits):.1f} s; {waits[int(0.95 * (len(waits) - 1))]:.1f} s",
            "",
            "",
        )
    ]


def _bounded(result: Soak) -> Rows:
    first, warm, last = (result.watch.at(share) for share in (0, _WARM, 1))
    growth = result.watch.growth(_WARM) / 2**20
    most = max(held for _, held, _, _ in result.watch.samples)
    files = [files for _, _, files, _ in result.watch.samples]
    allowed = 100 + 12 * result.sessions
    is_long = result.minutes >= 5
    return [
        (
            f"memory of the server at the start, at {warm[0] / 60:.1f} min, at the end, at most",
            " · ".join(f"{held / 2**20:,.0f} MB" for held in (first[1], warm[1], last[1], most)),
            "",
            "",
        ),
        (
            f"growth of memory after {warm[0] / 60:.1f} min",
            f"{growth:+.2f} MB a minute",
            f"< {GROWTH_MB:.0f}",
            verdict(growth < GROWTH_MB) if is_long else "too short to tell",
        ),
        (
            "open files at the start, at the end, at most",
            f"{files[0]} · {files[-1]} · {max(files)}",
            f"≤ {allowed}",
            verdict(max(files) <= allowed),
        ),
        (
            "threads at most",
            f"{max(threads for *_, threads in result.watch.samples)}",
            "",
            "",
        ),
    ]


def _sign_outs(result: Soak) -> int:
    return sum(run.is_out for run in result.runs)


def _errors(result: Soak) -> list[str]:
    return [f"{run.page}: {error}" for run in result.runs for error in run.errors]


def _loud(log: str) -> list[str]:
    """Return what the log tells of errors: the line, and what follows it."""
    lines = _COLOUR.sub("", log).splitlines()
    found = [at for at, line in enumerate(lines) if any(word in line for word in _LOUD)]
    return ["\n".join(lines[at : at + _FOLLOWS]) for at in found]


def labels(day: date) -> Sequence[str]:
    """Return how the pages write a day, in either language."""
    return tuple(day_text(day, language) for language in LANGUAGES)


def _head(result: Soak, *, is_signed_in: bool) -> str:
    people = " --sign-in bench.soak.people:People" if is_signed_in else ""
    who = "signed in" if is_signed_in else "as the one user of this machine"
    packages = ("duckdb", "streamlit", "websockets")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"# A soak: {result.sessions} sessions for {result.minutes:g} minutes\n\n"
        f"`python -m bench.soak --minutes {result.minutes:g} --sessions {result.sessions}{people}"
        " --write`,"
        f" {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions},"
        f" {platform.machine()}. The sessions are {who}; each clicks every one to three seconds"
        " (another page, a choice, a file) over a websocket of its own, while builds of the sample"
        " publish edition after edition, only three of which are kept, and some are killed without"
        " warning. Server, sessions and builds share the machine's two cores with other work."
    )
