"""Does the search find what is meant, by key and by finger, and does the bar share a view?"""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT, Visit, settle
from tests.slow import these

pytestmark = pytest.mark.browser

VIEWER = {
    "pages": ["overview", "coverage_map", "growth", "amphoe", "monthly_report", "gaps", "events"],
    "provinces": None,
    "placeless": ["overview"],
    "home": "amphoe",
    "span": ["2022-01", "2023-10"],
}
FIND = """async ([matching, known, typed, viewer]) => {
    const { find, index } = await import(matching)
    const list = index(await (await fetch(known)).json())
    return typed.map(each => find(each, list, viewer).map(
        ({ page, place, month }) => [page, place?.code, month].filter(Boolean).join(" ")))
}"""
MEANT = {
    "แม่ริม": "amphoe 5007",
    "อ.แม่ริม": "amphoe 5007",
    "อำเภอแม่ริม": "amphoe 5007",
    "แมริม": "amphoe 5007",  # a tone mark left out
    "แม่รืม": "amphoe 5007",  # one letter away
    "แม่ริม เชียงใหม่": "amphoe 5007",
    "เชียงใหม่แม่ริม": "amphoe 5007",
    "mae rim": "amphoe 5007",
    "Maerim": "amphoe 5007",
    "mea rim": "amphoe 5007",  # two letters changed about
    "เชียงใหม่": "amphoe 50",
    "chiengmai": "amphoe 50",
    "กรุงเทพ": "amphoe 10",
    "bangkok": "amphoe 10",
    "อยุธยา": "amphoe 14",
    "ayuthaya": "amphoe 14",
    "ล\u0e4d\u0e32พูน": "amphoe 51",  # a sara am of two letters
    "น\u0e4d\u0e49\u0e32พอง": "amphoe 4007",
    "เขตดุสิต": "amphoe 1002",
    "รายงานเชียงใหม่ ก.ย.": "monthly_report 50 2023-09",
    "รายงาน เชียงใหม่ กันยายน 2565": "monthly_report 50 2022-09",
    "report chiang mai sep": "monthly_report 50 2023-09",
    "รายงานเชียงใหม่ ธ.ค.": "monthly_report 50 2022-12",
    "รายงาน ก.ย. 66": "monthly_report 2023-09",
    "แผนที่ภูเก็ต": "coverage_map 83",
    "ภูเก็ต แผนที่": "coverage_map 83",
    "map phuket": "coverage_map 83",
    "แม่ริม ก.ย.": "amphoe 5007 2023-09",
    "สมาชิก": "growth",
    "growth": "growth",
    "this week": "overview",
}
"""What is typed, and what must be offered first."""


def test_what_is_typed_finds_what_is_meant(address: str, visit: Visit) -> None:
    page = visit(f"{address}/?lang=en")
    settle(page)
    matching, known = files()
    asked = [*MEANT, "ลำปาง", "Kathu", "growth"]
    found = page.evaluate(FIND, [matching, known, asked, VIEWER])
    first = {typed: results[:1] for typed, results in zip(asked, found, strict=True)}
    wrong = {typed: first[typed] for typed, meant in MEANT.items() if first[typed] != [meant]}
    assert not wrong
    for typed in ("", "zzzzzz", "  ", "()[]\\", "ๆๆๆๆๆ", "." * 500):
        assert page.evaluate(FIND, [matching, known, [typed], VIEWER]) == [[]], typed
    limited: dict[str, Any] = VIEWER | {"provinces": ["50", "51"], "pages": ["coverage_map"]}
    limited["home"] = "coverage_map"
    theirs = page.evaluate(FIND, [matching, known, asked, limited])
    assert {each for results in theirs for each in results}
    for each in (each for results in theirs for each in results):
        assert each == "coverage_map" or each.split()[:2][1][:2] in ("50", "51"), each
        assert each.startswith("coverage_map")


def files() -> tuple[str, str]:
    vendor = ROOT / "static" / "vendor"
    newest = [
        max(vendor.glob(pattern), key=lambda path: path.stat().st_mtime).name
        for pattern in ("matching-*.js", "known-*.json")
    ]
    return f"/app/static/vendor/{newest[0]}", f"/app/static/vendor/{newest[1]}"


def test_the_search_opens_by_key_keeps_the_day_and_gives_the_focus_back(
    address: str, visit: Visit
) -> None:
    page = visit(f"{address}/elections?on=2566-09-30")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    settle(page)
    assert not [url for url in fetched if "known" in url], "nobody has searched yet"
    button = page.get_by_role("button", name="ค้นหา", exact=True)
    button.focus()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="ค้นหา")
    expect(box).to_be_focused()
    options = page.get_by_role("listbox", name="ผลการค้นหา").get_by_role("option")
    expect(options).to_have_count(12)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("แมริม")
    expect(options.first).to_contain_text("อ.แม่ริม")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    active = box.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="แม่ริม · เชียงใหม่")).to_be_visible(timeout=20_000)
    settle(page)
    assert re.search(r"/amphoe\?on=2566-09-30&place=5007$", page.url), page.url
    assert len([url for url in fetched if "known" in url]) == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text("การเลือกตั้ง")
    settle(page)
    assert page.url.endswith("/elections?on=2566-09-30")
    page.keyboard.press("Control+k")
    page.keyboard.type("รายงานเชียงใหม่ ก.ย.")
    page.get_by_role("option", name="รายงานประจำเดือน · เชียงใหม่ · ก.ย. 2566").click()
    expect(page.locator("h1")).to_have_text("รอบเดือน")
    settle(page)
    expect(page.get_by_role("combobox", name="เดือน")).to_have_value("ก.ย. 2566")
    expect(page.get_by_role("combobox", name="พื้นที่")).to_have_value("เชียงใหม่")


def test_a_slash_in_a_box_is_typed(address: str, visit: Visit) -> None:
    page = visit(f"{address}/growth")
    settle(page)
    place = page.get_by_role("combobox", name="พื้นที่")
    place.focus()
    page.keyboard.press("/")
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("may_copy", these((1,), [True, False]))
def test_a_view_is_shared_with_its_day_also_where_nothing_may_be_copied(
    address: str, visit: Visit, may_copy: bool
) -> None:
    page = visit(f"{address}/growth?place=50")
    settle(page)
    page.evaluate(
        """may => {
            const answer = () => may ? Promise.resolve() : Promise.reject(new Error("no"))
            Object.defineProperty(navigator, "clipboard", { value: { writeText: answer } })
            if (!may) document.execCommand = () => false
        }""",
        may_copy,
    )
    page.get_by_role("button", name="แชร์").click()
    field = page.get_by_role("textbox", name="ข้อความและลิงก์")
    sentence, link = field.input_value().split("\n")
    assert sentence == "สมาชิก · เชียงใหม่ · ข้อมูล ณ วันที่ 22 ต.ค. 2566"
    assert link == f"{address}/growth?place=50&on=2566-10-22"
    expect(page.get_by_role("status").filter(visible=True)).to_have_text(
        re.compile("คัดลอกแล้ว" if may_copy else "คัดลอกเอง")
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="แชร์")).to_be_focused()


def test_a_phone_has_four_places_at_hand(address: str, visit: Visit) -> None:
    page = visit(f"{address}/?lang=en", width=390, height=844, phone=True)
    settle(page)
    bar = page.get_by_role("navigation", name="Main pages")
    names = [each.strip() for each in bar.inner_text().splitlines() if each.strip()]
    assert names == ["This week", "Map", "Where next", "Search"]
    sizes = bar.locator("> *").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert all(min(size) >= 44 for size in sizes), json.dumps(sizes)
    expect(bar.locator("[aria-current]")).to_have_text("This week")
    assert is_clear(page), "the bar lies on the last words"
    bar.get_by_role("link", name="Where next").tap()
    expect(page).to_have_url(re.compile("/gaps"))
    settle(page)
    expect(bar.locator("[aria-current]")).to_have_text("Where next")
    bar.get_by_role("button", name="Search").tap()
    box = page.get_by_role("combobox", name="Search")
    box.fill("phuket")
    page.get_by_role("option").first.tap()
    expect(page).to_have_url(re.compile("place=83"))
    expect(box).to_be_hidden()
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(bar).to_be_hidden()


def is_clear(page: Page) -> bool:
    """Whether the last of the page, scrolled to, ends above the phone's bar."""
    return bool(
        page.evaluate(
            """() => {
                const main = document.querySelector('[data-testid=stMain]')
                main.scrollTo(0, main.scrollHeight)
                const last = document.querySelector('[data-testid=stMainBlockContainer] > *')
                const bar = document.querySelector('.tools-phone')
                return last.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top
            }"""
        )
    )
