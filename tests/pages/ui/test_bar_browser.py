"""Is the bar one line that can be used, on every screen and on paper?"""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT, Serve, Visit, settle
from tests.slow import unless

pytestmark = pytest.mark.browser

SCREENS = {
    "laptop": (1366, 90),
    "laptop at 150 %": (910, 90),
    "tablet": (700, 90),
    "phone": (390, 120),
}
"""How wide each is, and how far down a page may begin on it, in pixels."""


@pytest.fixture(scope="module")
def of_two_editions(serve: Serve, published: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample with an edition of before, so that an officer has that to choose as well."""
    data = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(published, data)
    newest = max(
        each for each in (data / "warehouse").iterdir() if each.is_dir() and "T" in each.name
    )
    shutil.copytree(newest, newest.with_name("20230101T000000.000000Z"))
    return serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(data)})


def measures(page: Page) -> dict[str, float]:
    """How far down the page begins, how many lines the bar has, and how wide what it has is."""
    found: dict[str, float] = page.evaluate(
        """() => {
            const box = what => document.querySelector(what).getBoundingClientRect()
            return {
                top: box('h1').top,
                height: box('.st-key-bar').height,
                wide: document.scrollingElement.scrollWidth - innerWidth,
            }
        }"""
    )
    return found


@pytest.mark.parametrize(
    ("screen", "language"),
    # The longer words on the narrowest screen, and between two, where the bar is tightest.
    unless(
        lambda each: each in [("phone", "en"), ("laptop at 150 %", "th")],
        [(screen, language) for screen in SCREENS for language in ("th", "en")],
    ),
)
def test_a_page_begins_high_also_with_an_edition_to_choose(
    of_two_editions: str, go_on: Visit, screen: str, language: str
) -> None:
    width, most = SCREENS[screen]
    page = go_on(
        f"{of_two_editions}/elections?lang={language}",
        width=width,
        height=768,
        phone=screen == "phone",
    )
    settle(page)
    boxes = page.locator(".st-key-bar [data-testid=stSelectbox]")
    expect(boxes).to_have_count(3)
    found = measures(page)
    assert found["top"] <= most, found
    assert found["height"] <= (100 if screen == "phone" else 56), found
    assert found["wide"] <= 0, found
    edges = boxes.evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    for before, after in pairwise(edges):
        assert (
            before["right"] <= after["left"]
            or before["bottom"] <= after["top"]
            or (after["bottom"] <= before["top"])
        ), "two choices lie on each other"


def test_where_the_menu_is_folded_its_button_leaves_the_choices_free(
    address: str, go_on: Visit
) -> None:
    page = go_on(f"{address}/elections", width=700, height=700)
    settle(page)
    place = page.get_by_role("combobox", name="พื้นที่")
    place.click()
    place.fill("ไม่มีที่นี่")
    expect(page.get_by_role("listbox")).to_be_visible()
    said = page.locator("[role=listbox] [role=option] span").evaluate(
        "each => [getComputedStyle(each).fontSize, getComputedStyle(each, '::after').content]"
    )
    assert said[0] == "0px" and "ไม่พบชื่อนี้" in said[1], "Streamlit says it in English"
    place.fill("ภูเก็ต")
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("ภูเก็ต")
    settle(page)


def test_a_sheet_of_paper_says_of_what_place_and_day_it_is(address: str, go_on: Visit) -> None:
    page = go_on(f"{address}/elections?place=50", width=1366, height=768)
    settle(page)
    printed = page.locator(".tools-printed")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed).to_be_visible()
    expect(printed).to_have_text(
        f"เชียงใหม่ · ข้อมูล ณ วันที่ 22 ต.ค. 2566 · {address}/elections?place=50&on=2566-10-22"
    )
    expect(page.get_by_role("button", name="แชร์")).to_be_hidden()
    page.emulate_media(media="screen")
