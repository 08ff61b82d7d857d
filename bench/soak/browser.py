"""Clicks in a real browser among the light sessions, and notes what goes wrong there."""

import os
import random
import shutil
import time
from dataclasses import dataclass, field

from playwright.async_api import Error, Page, async_playwright

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_CLICKED = "[data-testid=stSidebarNavLink], [data-testid=stMain] [role=radio]"
_WRONG = "[data-testid=stException], [data-testid=stAlertContentError], [role=dialog]"


@dataclass
class Browsers:
    """So many tabs that click links and buttons; `wrong` is what they saw that they should not."""

    address: str
    count: int
    cookie: str
    clicks: int = 0
    wrong: list[str] = field(default_factory=list)

    async def run(self, until: float) -> None:
        """Click until a moment; without a browser on this machine, do nothing and say so."""
        program = os.environ.get("PAKTHONG_CHROMIUM") or next(
            filter(None, map(shutil.which, _PROGRAMS)), None
        )
        if not self.count or program is None:
            self.count = 0
            return
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        async with async_playwright() as play:
            browser = await play.chromium.launch(executable_path=program, args=arguments)
            context = await browser.new_context()
            if self.cookie:
                name, _, value = self.cookie.partition("=")
                await context.add_cookies([{"name": name, "value": value, "url": self.address}])
            tabs = [await context.new_page() for _ in range(self.count)]
            for number, tab in enumerate(tabs):
                tab.on("pageerror", lambda error: self.wrong.append(f"in the page: {error}"))
                await tab.goto(self.address)
                await tab.wait_for_selector("h1", timeout=60_000)
                tab.set_default_timeout(20_000)
                random.seed(number)
            while time.time() < until:
                for tab in tabs:
                    await self._click(tab)
            await browser.close()

    async def _click(self, tab: Page) -> None:
        found = tab.locator(_CLICKED)
        count = await found.count()
        try:
            if count:
                await found.nth(random.randrange(count)).click()
        except Error as error:  # what was about to be clicked went with the page before it
            if "Timeout" not in str(error):
                raise
            return
        self.clicks += 1
        await tab.wait_for_timeout(random.uniform(1000, 3000))
        wrong = tab.locator(_WRONG)
        if await wrong.count():
            self.wrong.append(f"{tab.url}: {(await wrong.first.text_content() or '')[:200]}")
