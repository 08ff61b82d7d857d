"""How do tests start a real server and a real browser, and see that nothing leaves the machine?"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypedDict, Unpack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "tests" / "screenshots"
START_SECONDS = 60
AMPHOE = ".amphoe-map .land path"
"""The shapes of the main map, in the order of the codes."""
NO_CHROMIUM = (
    "no Chromium: install it (Debian: `apt-get install chromium`, macOS: `brew install chromium`) "
    "or name its program in PAKTHONG_CHROMIUM"
)


_logs: dict[str, Path] = {}


class ServerDidNotStart(Exception):
    """The Streamlit server ended or stayed silent; carries what it printed."""


class Serve(Protocol):
    """Start `streamlit run app` on a free port; returns its address without a closing slash."""

    def __call__(
        self, app: Path, env: Mapping[str, str] | None = None, options: Sequence[str] = ()
    ) -> str: ...


class Look(TypedDict, total=False):
    """How a page is looked at.

    `width` and `height` in CSS pixels; `dark` is what the browser says it prefers; `phone` gives
    it a finger instead of a mouse; `blocked` is a glob of addresses that fail to load, as on a
    broken network.
    """

    width: int
    height: int
    dark: bool
    phone: bool
    blocked: str


class Visit(Protocol):
    """Open a page; any request to another host fails the test."""

    def __call__(self, url: str, **look: Unpack[Look]) -> Page: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; the build without windows is quicker where there is one."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("PAKTHONG_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), None
    )
    if program is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(NO_CHROMIUM, pytrace=False)
        pytest.skip(NO_CHROMIUM)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-extensions"]
    # No page lives long enough to earn back what optimising its program costs.
    arguments += ["--js-flags=--no-turbofan --no-maglev", "--num-raster-threads=1"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Servers started by tests; all are ended, by their own process, when the session ends."""
    started: list[subprocess.Popen[bytes]] = []

    def start(app: Path, env: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> str:
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        settings = {
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        flags = [f"--{name}={value}" for name, value in settings.items()]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(app), *flags, *options],
                cwd=app.parent,
                env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        url = f"http://127.0.0.1:{port}" + _base_path(options)
        _logs[url] = log
        _wait_until_up(url, process, log)
        return url

    yield start
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def server_log(url: str) -> str:
    """Return what a server has printed so far."""
    return _logs[url].read_text(encoding="utf-8")


class _Windows:
    """Contexts of a browser; what their pages ask of other hosts, and what fails in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._strays: list[str] = []
        self._errors: list[str] = []
        self._pages: dict[str, Page] = {}

    def open(self, url: str, **look: Unpack[Look]) -> Page:
        phone = look.get("phone", False)
        context = self._browser.new_context(
            viewport=_size(look),
            color_scheme="dark" if look.get("dark") else "light",
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",  # what turns while a page waits is drawn sixty times a second
        )
        self._contexts.append(context)
        if blocked := look.get("blocked"):
            context.route(blocked, lambda route: route.abort())
        page = context.new_page()
        page.on("request", lambda request: _watch(request.url, self._strays))
        page.on("websocket", lambda socket: _watch(socket.url, self._strays))
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.goto(url)
        return page

    def go_on(self, url: str, **look: Unpack[Look]) -> Page:
        kept = str([look.get(name) or "" for name in ("dark", "phone", "blocked")])
        if kept not in self._pages:
            self._pages[kept] = self.open(url, **look)
            return self._pages[kept]
        page = self._pages[kept]
        page.set_viewport_size(_size(look))
        page.goto(url)
        return page

    def check(self) -> None:
        strays, errors = self._strays[:], self._errors[:]
        self._strays.clear()
        self._errors.clear()
        assert not strays, f"asked of another host: {strays}"
        assert not errors, f"errors in the page: {errors}"

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Pages for one test. What they ask of other hosts, and what fails in them, fails the test."""
    windows = _Windows(chromium)
    yield windows.open
    windows.close()
    windows.check()


@pytest.fixture(scope="module")
def _kept(chromium: Browser) -> Iterator[_Windows]:
    windows = _Windows(chromium)
    yield windows
    windows.close()


@pytest.fixture
def go_on(_kept: _Windows) -> Iterator[Visit]:
    """As `visit`, in the window of that look which an earlier test of the file left.

    A window that has loaded the program opens the next address in less than half the time.
    """
    yield _kept.go_on
    _kept.check()


def _size(look: Look) -> ViewportSize:
    return {"width": look.get("width", 1280), "height": look.get("height", 900)}


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture under tests/screenshots/ (git-ignored; a CI artefact); returns its path."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path


def wait_until_drawn(page: Page) -> None:
    expect(page.locator('.amphoe-map[data-state="drawn"]')).to_be_visible(timeout=30_000)


def inside(page: Page, nth: int, paths: str = AMPHOE) -> tuple[float, float]:
    """A point on the screen well within the nth shape, which may be a crescent of a few pixels."""
    x, y = (
        page.locator(paths)
        .nth(nth)
        .evaluate(
            """path => {
            const box = path.getBBox(), at = path.getScreenCTM()
            let best = null, most = 0
            for (let i = 1; i < 400; i++) {
                const x = box.x + box.width * ((i * 0.618034) % 1)
                const y = box.y + box.height * (i / 400)
                for (const room of [0, 1, 2]) { // pixels on all four sides
                    const away = room / at.a, ways = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]
                    const isIn = ways.every(([dx, dy]) =>
                        path.isPointInFill(new DOMPoint(x + dx * away, y + dy * away)))
                    if (!isIn || room < most) continue
                    if (!best || room > most) best = new DOMPoint(x, y).matrixTransform(at)
                    most = room
                }
            }
            return [best.x, best.y]
        }"""
        )
    )
    return x, y


def _watch(url: str, strays: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
        strays.append(url)


def _base_path(options: Sequence[str]) -> str:
    named = [o.split("=", 1)[1] for o in options if o.startswith("--server.baseUrlPath=")]
    return f"/{named[-1].strip('/')}" if named else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(log.read_text(errors="replace"))
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise ServerDidNotStart(f"silent for {START_SECONDS} s\n" + log.read_text(errors="replace"))


def settle(page: Page, rest: int = 600) -> None:
    """Wait until the page has come up and stands still, and for so many milliseconds more."""
    page.wait_for_selector("h1", timeout=60_000)
    app = page.get_by_test_id("stApp")
    if app.count():  # the page to sign in by is none of Streamlit's
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.wait_for_timeout(rest)
