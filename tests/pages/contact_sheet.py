"""Takes a picture of every page of the invented sample, as people look at it, for one sheet.

`python -m tests.pages.contact_sheet` writes `docs/pages.webp` and the README's `docs/overview.png`:
each page on a laptop, a phone and a projector, in the light and in the dark, in both languages,
enlarged to 150 %, and as it is printed. Look at every one of them after a change of pages.
"""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests import discovery
from tests.browser import ROOT, free_port, settle

SHEET, FIRST = ROOT / "docs" / "pages.webp", ROOT / "docs" / "overview.png"
_WIDE_PX, _NARROW_PX, _GAP_PX = 480, 230, 12
_PHONE_PX = 500
_REST_MS = 1_500


class Look(NamedTuple):
    """How a page is looked at: pixels, language, theme and how much it is enlarged."""

    width: int
    height: int
    language: str
    theme: str
    zoom: float = 1.0


LOOKS = (
    Look(1366, 768, "th", "light"),
    Look(1366, 768, "en", "dark"),
    Look(390, 844, "th", "dark"),
    Look(390, 844, "en", "light"),
    Look(1920, 1080, "th", "light"),
    Look(1366, 768, "th", "light", 1.5),
)


def main(data: Path) -> None:
    """Write the sheet: a row a page, a column a look, and the first printed page at the end."""
    names = [page.name for page in discovery.pages()]
    program = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))))
    with _serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        rows = [list(_pictures(browser, address, name)) for name in names]
        browser.close()
    first = rows[names.index("overview")][0]
    first.save(FIRST, optimize=True)
    columns = [*(_NARROW_PX if look.width < _PHONE_PX else _WIDE_PX for look in LOOKS), _NARROW_PX]
    small = [list(map(_narrow, row, columns)) for row in rows]
    height = sum(max(each.height for each in row) + _GAP_PX for row in small)
    sheet = Image.new("RGB", (sum(columns) + _GAP_PX * len(columns), height), "#8b8b8b")
    top = 0
    for row in small:
        left = 0
        for picture in row:
            sheet.paste(picture, (left, top))
            left += picture.width + _GAP_PX
        top += max(each.height for each in row) + _GAP_PX
    sheet.save(SHEET, quality=70, method=6)


@contextmanager
def _serving(data: Path) -> Iterator[str]:
    port = free_port()
    options = [f"--server.port={port}", "--server.headless=true"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "serve.py", *options],
        cwd=ROOT,
        env=os.environ | {"PAKTHONG_DATA": str(data)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _pictures(browser: Browser, address: str, name: str) -> Iterator[Image.Image]:
    path = "" if name == "overview" else name
    for look in LOOKS:
        context = browser.new_context(
            viewport={
                "width": round(look.width / look.zoom),
                "height": round(look.height / look.zoom),
            },
            device_scale_factor=look.zoom,
            color_scheme="dark" if look.theme == "dark" else "light",
            has_touch=look.width < _PHONE_PX,
        )
        page = context.new_page()
        _open(page, f"{address}/{path}?lang={look.language}")
        settle(page, _REST_MS)
        yield Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        if look is LOOKS[0]:
            printed = page.pdf(format="A4", print_background=True)
        context.close()
    yield pypdfium2.PdfDocument(printed)[0].render(scale=1.2).to_pil().convert("RGB")


def _open(page: Page, url: str) -> None:
    """Open a page, waiting for the server the first time."""
    for _ in range(100):
        try:
            page.goto(url)
            return
        except Error:
            time.sleep(0.3)
    page.goto(url)


def _narrow(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data")
