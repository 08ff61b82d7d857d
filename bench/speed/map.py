"""Measure the time and the bytes of repainting the map when the date moves."""

import os
import shutil
import statistics
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, Route, WebSocket, sync_playwright

from bench.bars import verdict
from bench.speed.build import build_sample
from bench.speed.server import serve

ROOT = Path(__file__).resolve().parents[2]
CHANGES = 12

_SHAPES = ".choroplethlayer path, .amphoe-map .land path"

# From the key press on, each frame looks at every amphoe's colour; the last frame in which one
# changed is when the picture was final.
_WATCH = """
(shapes) => new Promise((done) => {
  const readColours = () => [...document.querySelectorAll(shapes)]
    .map((path) => getComputedStyle(path).fill).join("")
  const start = performance.now()
  let last = readColours(), changed = 0, now
  const frame = () => {
    now = readColours()
    if (now !== last) { last = now; changed = performance.now() - start }
    const quiet = performance.now() - start - changed
    if ((changed && quiet > 700) || quiet > 6000) done(changed)
    else requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})
"""


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met) for a change of date, on the sample's season."""
    folder = folder / "sample"
    build_sample(folder)
    with (
        serve(ROOT / "serve.py", folder) as ours,
        serve(ROOT / "bench" / "speed" / "plain_map.py", folder) as plain,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(
            executable_path=os.environ.get("PAKTHONG_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        pages = []
        for address in (f"{ours}/coverage_map?show=members", plain):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            # px asks a CDN for base outlines; an empty answer stands in, or it would stay blank.
            page.route("**/*world_110m*", _empty_outlines)
            received: list[int] = []
            page.on("websocket", partial(_count, received))
            page.goto(address)
            page.wait_for_selector(_SHAPES, timeout=60_000)
            page.wait_for_timeout(3000)
            pages.append((page, received))
        times: tuple[list[float], list[float]] = ([], [])
        sizes: tuple[list[int], list[int]] = ([], [])
        for change in range(CHANGES):
            for which, (page, received) in enumerate(pages):
                milliseconds, size = _move(
                    page, received, "ArrowLeft" if change % 6 < 3 else "ArrowRight"
                )
                times[which].append(milliseconds)
                sizes[which].append(size)
        browser.close()
    ours_ms, plain_ms = (statistics.median(each) for each in times)
    ours_kb, plain_kb = (statistics.median(each) / 1024 for each in sizes)
    return [
        (
            "px.choropleth, GeoJSON inline: date change",
            f"{plain_ms:.0f} ms, {plain_kb:.0f} KB",
            "",
            "",
        ),
        (
            "our map: date change to final picture",
            f"{ours_ms:.0f} ms = {ours_ms / plain_ms:.2f} ×",
            "≤ 0.5 ×",
            verdict(ours_ms <= plain_ms / 2),
        ),
        (
            "our map: bytes to the browser",
            f"{ours_kb:.1f} KB (most {max(sizes[0]) / 1024:.1f})",
            "< 30 KB",
            verdict(max(sizes[0]) < 30 * 1024),
        ),
    ]


def _move(page: Page, received: list[int], key: str) -> tuple[float, int]:
    page.locator("[data-testid=stSlider] input, .amphoe-map .range").last.focus()
    received.clear()
    page.evaluate(f"() => {{ window.__painted = ({_WATCH})('{_SHAPES}') }}")
    page.keyboard.press(key)
    milliseconds = float(page.evaluate("() => window.__painted"))
    return milliseconds, sum(received)


def _count(received: list[int], socket: WebSocket) -> None:
    socket.on("framereceived", lambda frame: received.append(len(frame)))


def _empty_outlines(route: Route) -> None:
    route.fulfill(json={"type": "Topology", "arcs": [], "objects": {}})
