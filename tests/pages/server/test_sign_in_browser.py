"""Does each role see its own pages and no others, in a browser, signed in for real?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, StorageState, expect

from etl.audit import log
from etl.settings import Settings
from i18n.phrases import phrases
from pages.ui import month_path
from tests import discovery, scope_party
from tests.browser import SCREENSHOTS, Serve, settle
from tests.signing_in import COOKIE, Provider, Site, person, sign_in, start_site
from tests.slow import these

pytestmark = pytest.mark.browser

ROLES = {
    "viewer": {"everyone"},
    "organiser": {"everyone", "organisers"},
    "officer": {"everyone", "organisers", "officers"},
}
PAGES = [(page.audience, page.name) for page in discovery.pages()]
assert {audience for audience, _ in PAGES[::4]} == ROLES["officer"], "each audience has one"
PEOPLE = (
    person("viewer@example.org", "viewer"),
    person("organiser@example.org", "organiser", "all"),
    person("officer@example.org", "officer"),
    person("north@example.org", "organiser", scope_party.OWN),
    person("leaver@example.org", "viewer"),
)
NOT_YOURS, WHY = "sign_in.not_yours", "sign_in.why."


def thai(key: str) -> str:
    return phrases()[key]["th"]


@dataclass
class Wire:
    """Every message of a websocket, both ways, and every answer to a request, by its address."""

    frames: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        def opened(socket: object) -> None:
            for way in ("framesent", "framereceived"):
                socket.on(way, lambda told: self.frames.append(_raw(told)))  # type: ignore[attr-defined]

        page.on("websocket", opened)
        page.on("response", lambda answer: self.answers.append(answer))

    def keep_bodies(self) -> None:
        """Keep what was answered on this page, but for geometry and the browser's own files."""
        for answer in self.answers:
            is_made = "/static/" not in answer.url and "/media/" not in answer.url
            if is_made and answer.status == 200:
                self.bodies.append(answer.body())
        self.answers.clear()


def _raw(told: bytes | str) -> bytes:
    return told if isinstance(told, bytes) else told.encode("utf-8")


@pytest.fixture(scope="module")
def site(
    serve: Serve,
    worlds: tuple[Path, Path],
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    folder = tmp_path_factory.mktemp("site")
    data = Path(copytree(worlds[0], folder / "data"))
    Site("", data, provider).list_people(*PEOPLE)
    for name in ("viewer", "organiser", "officer", "north", "leaver", "stranger"):
        provider.know(name, email=f"{name}@example.org", email_verified=True)
    provider.know("unverified", email="officer@example.org", email_verified=False)
    return start_site(serve, data, provider, folder)


class States(dict[str, StorageState]):
    """The cookies of each of them, who signs in once, when first asked for."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self._site, self._chromium = site, chromium

    def __missing__(self, name: str) -> StorageState:
        context = self._chromium.new_context()
        page = context.new_page()
        page.goto(self._site.url)
        settle(page)
        sign_in(page, name)
        self[name] = context.storage_state()
        context.close()
        return self[name]


@pytest.fixture(scope="module")
def states(site: Site, chromium: Browser) -> States:
    return States(site, chromium)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    new_context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield new_context
    new_context.close()


def address(site: Site, name: str) -> str:
    """The first page of the menu has the root's address and no other."""
    return f"{site.url}/{'' if name == 'overview' else name}"


def main_text(page: Page) -> str:
    return page.locator("body > main, [data-testid=stMain]").first.inner_text()


@pytest.mark.parametrize(
    ("role", "every"), these((0,), [("organiser", 4), *((role, 1) for role in ROLES)])
)
def test_each_role_sees_its_own_pages_by_menu_and_address_and_no_others(
    role: str, every: int, site: Site, states: States, chromium: Browser
) -> None:
    context = chromium.new_context(storage_state=states[role])
    page = context.new_page()
    for audience, name in PAGES[::every]:
        page.goto(address(site, name))
        settle(page)
        page_text = main_text(page)
        menu = page.get_by_test_id("stSidebarNav").inner_text()
        is_theirs = audience in ROLES[role]
        if role == "officer" and name in month_path.FOLDED:
            name = month_path.NAME  # for an officer it is a step of that
        assert (thai(NOT_YOURS) not in page_text) is is_theirs, name
        assert (thai(f"{name}.title") in menu) is is_theirs, name
        if is_theirs:
            assert page.title().startswith(thai(f"{name}.title"))
        else:
            pictures = "[data-testid=stDataFrame], [data-testid=stPlotlyChart], .amphoe-map"
            assert page.locator(pictures).count() == 0
            assert scope_party.MARK not in page_text
        assert page.get_by_role("dialog").count() == 0
    context.close()


@pytest.mark.parametrize("every", these((0,), [4, 1]))
def test_who_has_not_signed_in_sees_one_page_at_every_address(
    every: int, site: Site, context: BrowserContext
) -> None:
    wire = Wire()
    page = context.new_page()
    wire.watch(page)
    for _, name in (*PAGES[::every], ("", "nowhere")):
        page.goto(address(site, name))
        settle(page)
        assert thai("sign_in.for_whom") in main_text(page)
        assert page.get_by_test_id("stSidebar").count() == 0
    assert context.request.get(f"{site.url}/_stcore/metrics").status == 403
    wire_text = b"\n".join(wire.frames).decode("utf-8", "replace")
    for secret in (scope_party.MARK, thai("banner.dates")[:10], "แม่ริม", thai("agm_roll.title")):
        assert secret not in wire_text
    for look, width, dark, language in (("light", 1280, 0, "th"), ("phone", 390, 1, "en")):
        other = context.browser.new_context(  # type: ignore[union-attr]
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        pictured = other.new_page()
        pictured.goto(f"{site.url}/?lang={language}")
        settle(pictured)
        pictured.wait_for_timeout(500)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        pictured.screenshot(path=SCREENSHOTS / f"sign_in_{look}.png")
        wide = pictured.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        other.close()


@pytest.mark.parametrize(
    ("name", "why"), these((0,), [("stranger", "stranger"), ("unverified", "unverified")])
)
def test_who_is_refused_is_told_why_and_whom_to_ask(
    name: str, why: str, site: Site, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(site.url)
    settle(page)
    sign_in(page, name)
    page_text = main_text(page)
    assert thai(f"{WHY}{why}") in page_text
    assert "office@example.org" in page_text
    assert page.get_by_test_id("stSidebar").count() == 0
    page.goto(f"{site.url}/agm_roll")
    settle(page)
    assert thai(f"{WHY}{why}") in main_text(page)


def test_a_link_opens_its_view_after_signing_in(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/growth?lang=en&from=2566-09-30&odd=%26a%3D1")
    settle(page)
    sign_in(page, "viewer")
    page.wait_for_url(f"{site.url}/growth?*")
    assert "lang=en" in page.url and "odd=%26a%3D1" in page.url
    assert phrases()["growth.title"]["en"] in page.locator("h1").inner_text()
    # The next sign-in of that browser is not led there again.
    context.clear_cookies(name=COOKIE)
    page.goto(site.url)
    settle(page)
    sign_in(page, "viewer")
    assert page.url.split("?")[0] == f"{site.url}/"


def test_signing_out_ends_every_copy_and_a_callback_works_once(
    site: Site, chromium: Browser, context: BrowserContext
) -> None:
    callbacks: list[str] = []
    page = context.new_page()
    page.on(
        "request",
        lambda request: callbacks.append(request.url) if "oauth2callback?" in request.url else None,
    )
    page.goto(site.url)
    settle(page)
    sign_in(page, "leaver")
    expect(page.get_by_text("leaver@example.org")).to_be_visible()
    copied = context.storage_state()
    stolen = chromium.new_context(storage_state=copied)
    thief = stolen.new_page()
    thief.goto(site.url)
    settle(thief)
    expect(thief.get_by_text("leaver@example.org")).to_be_visible()
    page.get_by_role("button", name=thai("signed_in.out")).click()
    page.wait_for_url("**/end_session**", timeout=60_000)
    assert COOKIE not in [each["name"] for each in context.cookies()]
    thief.reload()
    expect(thief.locator("body > main")).to_contain_text(thai(f"{WHY}ended"), timeout=60_000)
    for replayed in (page, stolen.new_page(), chromium.new_context().new_page()):
        replayed.goto(callbacks[0])
        shown = replayed.locator("body > main")
        expect(shown).to_contain_text(thai("sign_in.for_whom"), timeout=60_000)
        assert "leaver@example.org" not in main_text(replayed) or (
            thai(f"{WHY}ended") in main_text(replayed)
        )
    stolen.close()
    deeds = [
        each.action
        for each in log.read(Settings(data=site.data)).entries
        if each.actor == "leaver@example.org"
    ]
    assert deeds == ["signed_in", "signed_out", "refused"]


def test_what_the_provider_sent_one_browser_signs_no_other_in(
    site: Site, chromium: Browser, context: BrowserContext
) -> None:
    """The code is good and unused: only the browser that asked for it may hand it in."""
    page = context.new_page()
    page.goto(site.url)
    settle(page)
    page.locator("#sign_in").click()
    page.wait_for_selector("input[name=sub]", timeout=30_000)
    vouched = context.request.post(page.url, form={"sub": "viewer"}, max_redirects=0)
    unused = vouched.headers["location"]
    assert "code=" in unused and "state=" in unused
    # Another browser: one that has never been here, and one that began a sign-in of its own.
    for has_begun in (False, True):
        other = chromium.new_context()
        victim = other.new_page()
        victim.goto(site.url)
        settle(victim)
        if has_begun:
            victim.locator("#sign_in").click()
            victim.wait_for_selector("input[name=sub]", timeout=30_000)
        victim.goto(unused)
        settle(victim)
        assert thai("sign_in.for_whom") in main_text(victim)
        assert "viewer@example.org" not in main_text(victim)
        assert COOKIE not in [each["name"] for each in other.cookies()]
        other.close()
    # It was unused indeed: it lets in the browser that it was sent to.
    page.goto(unused)
    settle(page)
    expect(page.get_by_text("viewer@example.org")).to_be_visible()


def test_a_row_taken_away_holds_at_the_next_click_in_the_middle_of_a_page(
    site: Site, states: States, chromium: Browser
) -> None:
    context = chromium.new_context(storage_state=states["viewer"])
    page = context.new_page()
    page.goto(f"{site.url}/coverage_map")
    settle(page)
    expect(page.get_by_text("viewer@example.org")).to_be_visible()
    site.list_people(*PEOPLE[1:])
    try:
        # Only a part of the page runs again at this click.
        page.get_by_role("radio", name=thai("map.mode.ladder"), exact=True).click()
        expect(page.get_by_text(thai(f"{WHY}stranger"))).to_be_visible(timeout=10_000)
        assert page.locator("[data-testid=stDataFrame], .amphoe-map").count() == 0
    finally:
        site.list_people(*PEOPLE)
    context.close()


@pytest.mark.slow
def test_not_a_byte_of_a_third_province_reaches_an_organiser_of_two(
    site: Site, states: States, chromium: Browser
) -> None:
    wire, downloaded = Wire(), []
    context = chromium.new_context(
        storage_state=states["north"],
        accept_downloads=True,
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    wire.watch(page)
    for audience, name in PAGES:
        page.goto(f"{address(site, name)}?lang=en&province=52&area=52&amphoe=5213")
        settle(page)
        if audience not in ROLES["organiser"]:
            wire.keep_bodies()
            continue
        for box in page.get_by_test_id("stExpander").locator("summary").all():
            box.click()
            settle(page)
        if (menu := page.get_by_role("button", name="Download")).count():
            menu.first.click()
            settle(page)
        buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
        # A box that was opened draws its buttons in a run of its own: counted as they come.
        taken = 0
        while taken < buttons.count():
            with page.expect_download() as download:
                buttons.nth(taken).click()
            downloaded.append(Path(download.value.path()).read_bytes())
            taken += 1
            settle(page)
        wire.keep_bodies()
    context.close()
    assert len(wire.frames) > 100 and len(downloaded) > 10
    everything = b"\n".join([*wire.frames, *wire.bodies, *downloaded])
    wire_text = everything.decode("utf-8", "replace") + everything.decode("utf-16-le", "replace")
    assert "Mae Rim" in wire_text and "Pa Sang" in wire_text
    for secret in (
        *(scope_party.MARK, "ลำปาง", "Lampang", "ภูเก็ต", "Phuket"),
        *("เมืองปาน", "Mueang Pan", "แม่ทะ", "Thoen", "Kathu", "Thalang", "กะทู้"),
    ):
        assert secret not in wire_text, secret
    for number in ("1,234", "9,000", "68,296", "68296"):
        assert not re.search(rf"(?<![\d.]){number}(?![\d.])", wire_text), number
    # What was asked for in the address comes back in it; as data a code stands in quotes or alone.
    assert not re.search(rb'"(52|83)\d\d"|"(52|83)"', everything)
