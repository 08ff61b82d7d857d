"""Measure what a phone on a slow line waits for and receives, until it has words and the map."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.bars import verdict
from bench.speed.build import build_sample
from bench.speed.server import ROOT, serve
from bench.speed.traffic import Traffic

BEFORE = "PAKTHONG_BENCH_BEFORE"
"""The environment's name for a checkout of an earlier version, measured in the same run."""
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""1.6 Mbit/s down, 750 kbit/s up, 150 ms: what a telephone has far from a city."""
_LARGEST = 24
_PATIENCE_MS = 120_000
_QUIET_MS = 3_000

# In milliseconds since the visit began: when the headline's number stood there, and the map.
_WATCH = """
window.seen = {}
const look = () => {
  const value = document.querySelector(".track .now b")
  if (value?.innerText.match(/[0-9]/)) seen.words ??= performance.now()
  if (document.querySelector('.amphoe-map[data-state="drawn"]')) seen.map ??= performance.now()
  if (!seen.words || !seen.map) requestAnimationFrame(look)
}
look()
"""

_seen: dict[str, list[Traffic]] = {}


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met) for a first and a second visit to the overview."""
    folder = folder / "sample"
    build_sample(folder)
    rows: list[tuple[str, str, str, str]] = []
    _seen.clear()
    before = os.environ.get(BEFORE)
    if before:
        _seen["before"] = _visit_twice(Path(before), folder)
        rows += [(f"before: {what}", told, "", "") for what, told, _, _ in _rows(_seen["before"])]
    _seen["now"] = _visit_twice(ROOT, folder)
    return [*rows, *_rows(_seen["now"])]


def tables(_: Path) -> list[list[tuple[str, ...]]]:
    """Return what was received on the last measured visits, the largest addresses first."""
    return [_files(name, visits) for name, visits in _seen.items()]


def _rows(visits: list[Traffic]) -> list[tuple[str, str, str, str]]:
    first, second = visits
    words, whole = first.words_seconds, first.map_seconds
    at_words, at_all = first.kilobytes(words), first.kilobytes()
    again = second.kilobytes()
    return [
        (
            "the headline's words, first visit",
            f"{at_words:,.0f} KB, {words:.1f} s",
            "≤ 1,100 KB, ≤ 6 s",
            verdict(at_words <= 1100 and words <= 6),
        ),
        (
            "the whole overview with its map, first visit",
            f"{at_all:,.0f} KB, {whole:.1f} s",
            "≤ 1,800 KB, ≤ 10 s",
            verdict(at_all <= 1800 and whole <= 10),
        ),
        (
            "the whole overview with its map, second visit",
            f"{again:,.0f} KB, {second.map_seconds:.1f} s",
            "≤ 100 KB",
            verdict(again <= 100),
        ),
    ]


def _files(name: str, visits: list[Traffic]) -> list[tuple[str, ...]]:
    first, second = (visit.by_address() for visit in visits)
    ranked = sorted(first, key=lambda url: -first[url])
    rest = ranked[_LARGEST:]
    return [
        (f"{name}: KB received of", "first visit", "second visit"),
        *((url, _kb(first[url]), _kb(second.get(url, 0))) for url in ranked[:_LARGEST]),
        (
            f"{len(rest)} others",
            _kb(sum(first[url] for url in rest)),
            _kb(sum(size for url, size in second.items() if url not in ranked[:_LARGEST])),
        ),
        ("all", _kb(sum(first.values())), _kb(sum(second.values()))),
    ]


def _kb(size: float) -> str:
    return f"{size / 1000:,.1f}"


def _visit_twice(root: Path, folder: Path) -> list[Traffic]:
    with serve(root / "serve.py", folder, root=root) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("PAKTHONG_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        _visit(_phone(browser), address)  # so that nobody waits for the server's own first time
        context = _phone(browser)
        visits = [_visit(context, address) for _ in range(2)]
        browser.close()
        return visits


def _phone(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )


def _visit(context: BrowserContext, address: str) -> Traffic:
    page = context.new_page()
    page.add_init_script(_WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", _LINE)
    traffic = Traffic(line, address)
    page.goto(address, timeout=_PATIENCE_MS)
    page.wait_for_function("window.seen.words && window.seen.map", timeout=_PATIENCE_MS)
    page.wait_for_timeout(_QUIET_MS)
    seen: Mapping[str, float] = page.evaluate("window.seen")
    traffic.words_seconds, traffic.map_seconds = seen["words"] / 1000, seen["map"] / 1000
    page.close()
    return traffic
