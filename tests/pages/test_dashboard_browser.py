"""Does the whole dashboard work in a real browser, and does nothing leave this machine?"""

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from i18n.phrases import phrases
from tests import discovery, first_screen
from tests.accessibility import violations
from tests.browser import AMPHOE, ROOT, SCREENSHOTS, Serve, Visit, inside, settle, wait_until_drawn
from tests.party import Party, member
from tests.slow import these, unless

pytestmark = pytest.mark.browser

PAGES = sorted(page.name for page in discovery.pages())
MAE_RIM = 5007
MOST_WORDS, MOST_SCREENS = 120, 2.5
"""Thai words on the first screen, and screens of a laptop that a page is long."""


def picture(page: Page, name: str) -> None:
    """Keep the whole page as a picture, however long it is, where PAKTHONG_PICTURES is set.

    To draw it costs as much as all the rest of the test.
    """
    if not os.environ.get("PAKTHONG_PICTURES"):
        return
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": min(int(height) + 20, 4000)})
    page.wait_for_timeout(900)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


COVERED = """() => {
    const all = what => [...document.querySelectorAll(what)]
    const box = one => one.getBoundingClientRect()
    const meet = (a, b) =>
        a.bottom > b.top && b.bottom > a.top && a.right > b.left && b.right > a.left
    const bars = '[data-testid=stElementToolbar]'
    const texts = all('[data-testid=stMain] [data-testid=stElementContainer]')
        .filter(each => !each.querySelector(bars) && box(each).height)
        .filter(each => each.innerText.trim())
    return all(bars).flatMap(
        bar => texts.filter(text => meet(box(bar), box(text))).map(text => text.innerText))
}"""
"""What the buttons of tables lie on."""


def url(address: str, page: str, query: str = "") -> str:
    return f"{address}/{'' if page == 'overview' else page}?{query}"


@pytest.mark.parametrize(
    ("name", "look", "language"),
    # What is too wide, or lies on something, does so on a phone, in the longer words of either
    # language; on a wide screen each page is opened once, in the light or in the dark.
    [
        *((name, *(("light", "th"), ("dark", "en"))[n % 2]) for n, name in enumerate(PAGES)),
        *unless(
            lambda told: PAGES.index(told[0]) % 16 == (0, 8)[("th", "en").index(told[2])],
            [(name, "phone", language) for name in PAGES for language in ("th", "en")],
        ),
    ],
)
def test_every_page_comes_up_and_fits_its_screen(
    name: str, look: str, language: str, address: str, go_on: Visit
) -> None:
    is_phone = look == "phone"
    page = go_on(
        url(address, name, f"lang={language}"),
        width=390 if is_phone else 1366,
        height=844 if is_phone else 768,
        dark=look == "dark",
        phone=is_phone,
    )
    settle(page)
    picture(page, f"{name}_{look}_{language}")
    assert page.locator("[data-testid=stException], [role=dialog]").count() == 0
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"
    assert not is_phone or page.evaluate(COVERED) == []
    top = page.evaluate("document.querySelector('h1').getBoundingClientRect().top")
    assert 0 < top <= (120 if is_phone else 90), f"the page begins {top} px down"
    said = first_screen.words(page)
    assert language == "en" or len(said) <= MOST_WORDS, "|".join(said)
    assert is_phone or first_screen.screens(page) <= MOST_SCREENS
    heading = page.locator("h1").inner_text()
    if name == "overview":  # it is headed by what it found
        heading = phrases()["overview.title"][language]
    assert page.title() == f"{heading} · {phrases()['party.name'][language]}"
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
@pytest.mark.parametrize(
    "query",
    [
        *("overview?", "projections?", "amphoe?place=5001"),
        *(f"month?step={step}" for step in ("questions", "doubts", "report")),
    ],
)
def test_little_is_said_before_anybody_scrolls(
    query: str, width: int, height: int, address: str, go_on: Visit
) -> None:
    page = go_on(f"{address}/{query}", width=width, height=height, phone=width < 500)
    settle(page)
    said = first_screen.words(page)
    assert 40 < len(said) <= MOST_WORDS, "|".join(said)
    assert width < 500 or first_screen.screens(page) <= MOST_SCREENS


def test_the_map_is_painted_a_province_is_clicked_and_its_amphoe_are_listed(
    address: str, go_on: Visit
) -> None:
    page = go_on(url(address, "coverage_map", "show=ladder"), height=1100)
    settle(page)
    wait_until_drawn(page)
    assert page.locator(AMPHOE).count() >= 928
    fills = page.locator(AMPHOE).evaluate_all(
        "paths => new Set(paths.map(path => getComputedStyle(path).fill)).size"
    )
    assert fills >= 3
    codes = json.loads((ROOT / "static" / "map" / "index.json").read_text("utf-8"))["codes"]
    page.locator(".amphoe-map").scroll_into_view_if_needed()
    page.mouse.click(*inside(page, codes.index(str(MAE_RIM))))
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("อำเภอใน"))).to_be_visible()
    assert f"place={MAE_RIM}" in page.url
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(1, timeout=15_000)


def test_moving_the_date_repaints_the_map_and_stays_in_the_address(
    address: str, go_on: Visit
) -> None:
    page = go_on(url(address, "coverage_map", "lang=en"))
    settle(page)
    wait_until_drawn(page)
    finding = page.locator(".amphoe-map .finding")
    expect(finding).to_contain_text("29 of 928 amphoe")
    page.evaluate("document.querySelector('.amphoe-map .land path').dataset.mine = 'yes'")
    page.get_by_role("slider", name="As of").focus()
    for day in range(21, 17, -1):
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile(f"on=2566-10-{day}"), timeout=10_000)
    expect(finding).to_contain_text("21 of 928 amphoe", timeout=10_000)
    assert page.locator("[data-mine=yes]").count() == 1, "the map was drawn anew"
    again = go_on(page.url)
    settle(again)
    expect(again.locator(".amphoe-map .finding")).to_contain_text("21 of 928 amphoe")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_map_fills_the_screen(width: int, height: int, address: str, go_on: Visit) -> None:
    is_phone = width < 500
    page = go_on(url(address, "coverage_map"), width=width, height=height, phone=is_phone)
    settle(page)
    wait_until_drawn(page)
    box = page.locator(".amphoe-map .stage").bounding_box()
    assert box is not None
    assert box["height"] >= (500 if is_phone else 600)
    dock = page.locator(".tools-phone").bounding_box() if is_phone else None
    below = dock["y"] if dock else height
    assert box["y"] + box["height"] <= below + 1, "it is seen whole without moving the page"
    assert box["width"] > (388 if is_phone else 1000)
    assert violations(page) == []
    page.get_by_role("button", name="จังหวัดและอำเภอ").press("Enter")
    expect(page.locator(".amphoe-map .places button").first).to_be_focused()
    assert violations(page) == []


def swipe_down(page: Page, what: Locator) -> None:
    """Draw something down with a finger."""
    box = what.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    for kind, way in (("touchStart", 0), *(("touchMove", 15 * n) for n in range(1, 9))):
        points = [{"x": x, "y": y + way}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("is_phone", these((1,), [False, True]))
def test_what_is_touched_is_told_at_once_and_put_away_again(
    is_phone: bool, address: str, go_on: Visit
) -> None:
    page = go_on(
        url(address, "coverage_map", "lang=en&place=50&show=ladder"),
        width=390 if is_phone else 1366,
        height=844,
        phone=is_phone,
    )
    settle(page)
    wait_until_drawn(page)
    codes = json.loads((ROOT / "static" / "map" / "index.json").read_text("utf-8"))["codes"]
    x, y = inside(page, codes.index(str(MAE_RIM)))
    if is_phone:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)
    panel = page.locator(".amphoe-map .panel")
    expect(panel.get_by_role("heading", name="Mae Rim")).to_be_visible(timeout=1_000)
    expect(panel).to_contain_text("announce an election")
    expect(panel).to_contain_text("113 members")
    expect(page.locator(".amphoe-map .said")).to_contain_text("Mae Rim, Chiang Mai, At the")
    picture(page, f"map_touched_{'phone' if is_phone else 'light'}")
    assert violations(page) == []
    if is_phone:
        swipe_down(page, panel)
    else:
        panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile("place=50(&|$)"), timeout=10_000)


def test_keys_reach_every_amphoe_and_open_its_page(address: str, go_on: Visit) -> None:
    page = go_on(url(address, "coverage_map", "lang=en"))
    settle(page)
    wait_until_drawn(page)
    page.get_by_role("button", name="Provinces and amphoe").press("Enter")
    listed = page.locator(".amphoe-map .places button")
    expect(listed).to_have_count(77)
    expect(listed.first).to_be_focused()  # Amnat Charoen
    page.keyboard.press("ArrowDown")
    expect(listed.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(listed).to_have_count(7)
    expect(listed.first).to_be_focused()
    said = page.locator(".amphoe-map .said")
    told = set()
    for _ in range(7):
        told.add(said.inner_text())
        page.keyboard.press("ArrowDown")
    assert len(told) == 7 and all("Amnat Charoen, " in each for each in told), told
    page.keyboard.press("ArrowLeft")
    expect(listed).to_have_count(77)
    page.keyboard.press("ArrowRight")
    expect(listed).to_have_count(7)
    page.keyboard.press("Enter")
    opens = page.get_by_role("link", name=re.compile("Open the page of"))
    expect(opens).to_be_visible(timeout=10_000)
    opens.press("Enter")
    expect(page).to_have_url(re.compile(r"/amphoe\?.*place=37"), timeout=10_000)


def test_play_runs_through_the_season_into_chances(address: str, visit: Visit) -> None:
    page = visit(url(address, "coverage_map", "lang=en"))
    settle(page)
    wait_until_drawn(page)
    play = page.get_by_role("button", name="Play from the first list on")
    play.click()  # who wants less motion goes one picture at a time
    expect(page.locator(".amphoe-map .day")).to_have_text("31 Dec 2022", timeout=15_000)
    page.get_by_role("slider", name="As of").press("End")
    expect(page.locator(".amphoe-map .day")).to_have_text("Chance by 21 Jan 2024")
    rows = page.locator(".amphoe-map .key li")
    expect(rows.first).to_contain_text("Has one today")
    assert sum(map(int, rows.locator("b").all_inner_texts())) == 928


def test_a_page_cannot_be_reached_as_a_file(address: str, go_on: Visit) -> None:
    for path in (
        "pages/organisers/gaps/page.py",
        "app/static/../data/secret.key",
        "organisers/gaps",
    ):
        page = go_on(f"{address}/{path}")
        page.wait_for_timeout(1500)
        assert "import streamlit" not in page.content()
        assert page.locator("[data-testid=stDataFrame]").count() == 0


def test_another_language_keeps_the_day_chosen(address: str, go_on: Visit) -> None:
    page = go_on(url(address, "overview", "asof=2023-09-30"))  # as addresses of before wrote it
    settle(page)
    expect(page.get_by_text("68,296").first).to_be_visible()
    page.get_by_role("radio", name="English").or_(
        page.get_by_role("button", name="English")
    ).first.click()
    settle(page)
    expect(page.get_by_text("As of 30 Sep 2023").filter(visible=True)).to_be_visible()
    expect(page.get_by_text("68,296").first).to_be_visible()
    assert "on=2566-09-30" in page.url
    assert "lang=en" in page.url
    page.get_by_role("link", name="Map", exact=True).click()
    settle(page)
    assert "on=2566-09-30" in page.url
    expect(page.get_by_text("As of 30 Sep 2023").filter(visible=True)).to_be_visible()
    expect(page.get_by_text("invented sample").first).to_be_visible()


def test_the_bar_stays_and_the_menu_of_a_phone_closes_after_a_choice(
    address: str, go_on: Visit
) -> None:
    page = go_on(url(address, "overview"), width=390, height=844, phone=True)
    settle(page)
    menu = page.get_by_test_id("stSidebar")
    for choice, chosen in (
        (page.get_by_role("link", name="สมาชิก", exact=True), "สมาชิก"),
        (page.get_by_text("English", exact=True), "Members"),
    ):
        page.get_by_test_id("stExpandSidebarButton").tap()
        expect(menu).to_have_attribute("data-collapsed", "false")
        choice.tap()
        expect(page.locator("h1")).to_have_text(chosen)
        expect(menu).to_have_attribute("data-collapsed", "true")
    settle(page)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 900)")
    day = page.get_by_role("combobox", name="As of")
    small = page.locator(".st-key-bar").evaluate(
        "bar => [...bar.querySelectorAll('[role=group]')].filter(each => each.clientHeight < 42)"
        ".length + Math.abs(bar.getBoundingClientRect().top)"
    )
    assert small == 0, "the bar went, or a thumb does not fit"
    day.focus()
    ring = day.evaluate("each => getComputedStyle(each.closest('[role=group]')).outlineStyle")
    assert ring == "solid"
    day.press("ArrowDown")
    day.press("ArrowDown")
    day.press("Enter")
    expect(page).to_have_url(re.compile("on=2566-10-2[01]"), timeout=10_000)
    page.emulate_media(media="print")
    expect(day).to_be_hidden()
    expect(page.get_by_text("Pakthong", exact=True)).to_be_visible()
    page.emulate_media(media="screen")


def test_a_cold_deep_link_has_its_menu_and_a_new_edition_is_seen_without_a_restart(
    serve: Serve, party: Party, visit: Visit
) -> None:
    party.members("2566-09-30", *[member(str(n)) for n in range(10)])
    party.publish()
    # Nobody has opened / since this server started: the page must still come with its frame.
    address = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(party.data)})
    page = visit(f"{address}/growth?lang=en")
    settle(page)
    assert page.get_by_role("dialog").count() == 0, "the first deep link is called not found"
    expect(page.get_by_role("heading", name="Members", exact=True)).to_be_visible()
    page.get_by_role("link", name="This week").click()
    expect(page.locator(".track .now b").first).to_have_text("10")
    party.members("2566-10-22", *[member(str(n)) for n in range(30)])
    party.publish()
    page.reload()
    settle(page)
    expect(page.locator(".track .now b").first).to_have_text("30")


def test_streamlits_own_table_download_is_off(address: str, go_on: Visit) -> None:
    page = go_on(url(address, "gaps"))
    settle(page)
    page.locator("[data-testid=stDataFrame]").first.hover()
    page.wait_for_timeout(500)
    labels = page.locator("[data-testid=stElementToolbarButton]").evaluate_all(
        "buttons => buttons.map(each => each.getAttribute('aria-label') || each.textContent)"
    )
    assert not [label for label in labels if "ownload" in label], labels
    menu = page.get_by_role("button", name="ดาวน์โหลด")
    expect(menu).to_have_count(1)
    menu.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").first.click()
    text = Path(download.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
