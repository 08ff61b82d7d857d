"""Does anything that was planted in a party's files or in an address run in a real browser?"""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from i18n.phrases import phrases
from tests.browser import ROOT, Serve, settle
from tests.pages.server import hostile
from tests.pages.test_dashboard_browser import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_FOREIGN = """() => [...document.querySelectorAll('a[href], area[href], img, iframe, script, link')]
    .map(each => each.href?.baseVal ?? each.href ?? each.src ?? '')
    .concat([...document.querySelectorAll('svg a')].map(each => each.getAttribute('xlink:href')))
    .filter(url => url && !/^(blob:|data:image|data:font|#)/.test(url))
    .filter(url => new URL(url, location.href).origin !== location.origin)"""


@pytest.fixture(scope="module")
def address(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = hostile.write_party(tmp_path_factory.mktemp("planted"))
    return serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(settings.data)})


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One window for all addresses, and what it asks for and says of itself."""
    context = chromium.new_context(viewport={"width": 1280, "height": 2400})
    asked: list[str] = []
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: asked.append(f"a dialog: {dialog.message}"))
    yield opened, asked
    context.close()


@pytest.fixture
def page(window: tuple[Page, list[str]], address: str) -> Iterator[Page]:
    """A page whose requests to anywhere else fail the test."""
    opened, asked = window
    asked.clear()
    yield opened
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    assert not [url for url in asked if not url.startswith(own)]


def hold(page: Page, address: str) -> None:
    settle(page)
    for closed in page.locator("[data-testid=stExpander] summary").all()[:6]:
        closed.click()
        page.wait_for_timeout(150)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate(_FOREIGN) == []
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.url.startswith(address)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_planted_in_the_files_runs_or_leads_away(
    name: str, page: Page, address: str
) -> None:
    # What the files say is the same in both languages, so that every other page is opened in each.
    language = ("th", "en")[PAGES.index(name) % 2]
    query = urlencode({"lang": language, "at": "5007", "province": "50", "amphoe": "5007"})
    page.goto(f"{address}/{'' if name == 'overview' else name}?{query}")
    hold(page, address)


@pytest.mark.parametrize("name", ["amphoe", "agm_roll", "coverage_map", "overview"])
def test_nothing_in_an_address_runs_or_leads_away(name: str, page: Page, address: str) -> None:
    for first in range(0, len(hostile.MARKUP), 7):
        word = " ".join(hostile.MARKUP[first : first + 7])
        keys = ("at", "roll", "on", "asof", "province", "lang", "edition", "area", word[:40])
        page.goto(
            f"{address}/{'' if name == 'overview' else name}?{urlencode(dict.fromkeys(keys, word))}"
        )
        hold(page, address)


def test_the_planted_words_are_on_the_pages_as_words(page: Page, address: str) -> None:
    """Else the tests above would hold for pages that show nothing."""
    page.goto(f"{address}/amphoe?at=5007&lang=en")
    settle(page)
    assert page.get_by_text("<script>window.ran=1</script>").count()
    page.goto(f"{address}/projections?lang=en")
    settle(page)
    assert page.get_by_text("<script>window.ran=1</script>").count()


def test_a_planted_party_is_still_a_party(address: str, page: Page) -> None:
    page.goto(f"{address}/data_health?lang=en")
    settle(page)
    page.get_by_text(phrases()["data_health.files"]["en"]).click()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible(timeout=15_000)
