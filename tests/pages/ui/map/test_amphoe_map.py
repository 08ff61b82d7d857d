"""Does the map paint, answer and survive a rerun in a real browser, with nothing but its server?"""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from pages.ui.map.static_files import ensure_vendor_files
from tests.browser import (
    AMPHOE,
    ROOT,
    Serve,
    Visit,
    inside,
    screenshot,
    wait_until_drawn,
)

pytestmark = pytest.mark.browser

ORANGE, AMBER, GREY = "rgb(232, 89, 12)", "rgb(247, 178, 103)", "rgb(227, 225, 220)"
MAIN, INSET = AMPHOE, ".amphoe-map .inset path"
CODES = json.loads((ROOT / "static" / "map" / "index.json").read_text("utf-8"))["codes"]
CHIANG_MAI, BANG_RAK = "5001", "1004"

APP = """
import streamlit as st
from etl.settings import Settings
from pages.ui.map.amphoe_map import Category, MapLabels, amphoe_map
from pages.ui.map.static_files import map_files

def draw():
    files = map_files(Settings.from_environment())
    day = st.slider("day", 0, 60, 10)
    focus = st.selectbox("focus", [None, "10", "50"])
    st.session_state.setdefault("chosen", None)

    def choose(code):
        st.session_state["chosen"] = code

    labels = MapLabels(
        language="th", name="แผนที่อำเภอ", amphoe="อ.{amphoe} จ.{province}",
        khet="เขต{amphoe} {province}", members="สมาชิก {n} คน", no_data="ไม่มีข้อมูล",
        inset="กรุงเทพมหานคร", zoom_in="ขยาย", zoom_out="ย่อ",
        reset="มุมมองแรก", loading="กำลังวาดแผนที่", failed="วาดแผนที่ไม่ได้ โหลดหน้านี้ใหม่",
    )
    classes = (
        Category(2, "มีตัวแทน", "#E8590C", "#F76707"),
        Category(1, "รอวาระ", "#F7B267", "#B5651D"),
        Category(0, "ยังไม่มี", "#E3E1DC", "#343A46"),
        Category(3, "ไม่บอก", "#AAAAAA", "#888888", is_named_always=False),
    )
    values = [2 if n < day else 1 if n < 2 * day else 0 for n in range(len(files.codes))]
    values[-1] = None if day < 30 else 0
    amphoe_map(
        values, files=files, classes=classes, labels=labels, details=range(len(files.codes)),
        focus=focus, chosen=st.session_state["chosen"], on_choose=choose,
        ringed=st.query_params.get("ringed", "").split(),
    )
    st.write("chosen:", st.session_state["chosen"])

home = st.Page(draw, title="home", url_path="home", default=True)
deep = st.Page(lambda: draw(), title="deep", url_path="deep")
st.navigation([home, deep]).run()
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map")
    for name in ("static", ".streamlit"):
        (folder / name).symlink_to(ROOT / name)
    ensure_vendor_files()
    (folder / "app.py").write_text(APP, encoding="utf-8")
    return folder / "app.py"


@pytest.fixture(scope="module")
def url(app: Path, serve: Serve) -> str:
    env = {"PAKTHONG_DATA": str(app.parent / "data")}
    return serve(app, env)


@pytest.fixture
def drawn(url: str, go_on: Visit) -> Callable[..., Page]:
    def open_map(
        query: str = "",
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        phone: bool = False,
    ) -> Page:
        page = go_on(url + query, width=width, height=height, dark=dark, phone=phone)
        wait_until_drawn(page)
        return page

    return open_map


def fills(page: Page, paths: str = MAIN) -> list[str]:
    script = "nodes => nodes.map(node => getComputedStyle(node).fill)"
    found: list[str] = page.locator(paths).evaluate_all(script)
    return found


def view(page: Page) -> dict[str, float]:
    """What is looked at: the middle in hundredths of a degree, and how far it is zoomed in."""
    seen: dict[str, float] = page.locator(".amphoe-map .stage").evaluate(
        """stage => {
            const { x, y, width, height } = stage.querySelector("svg").viewBox.baseVal
            return { x: x + width / 2, y: y + height / 2, scale: Number(stage.dataset.zoom) }
        }"""
    )
    return seen


def key(page: Page) -> dict[str, int]:
    """What the key says: each class with the number of its amphoe."""
    rows = page.locator(".amphoe-map .key li")
    labels = rows.locator("span").all_inner_texts()
    return dict(zip(labels, map(int, rows.locator("b").all_inner_texts()), strict=True))


def move_the_day(page: Page, key: str, day: int) -> None:
    page.locator("input[type=range]").focus()
    page.keyboard.press(key)
    expect(page.get_by_text(str(day), exact=True).first).to_be_visible()


def choose_province(page: Page, code: str) -> None:
    page.get_by_role("combobox").click()
    page.get_by_role("option", name=code).click()


def test_928_amphoe_and_50_khet_are_painted_in_their_colours(drawn: Callable[..., Page]) -> None:
    page = drawn()

    found = fills(page)
    assert len(found) == 928
    assert found[:10] == [ORANGE] * 10
    assert found[10:20] == [AMBER] * 10
    assert found[20:-1] == [GREY] * 907
    assert found[-1].startswith("url(")
    assert fills(page, INSET) == found[:50]
    assert key(page) == {"มีตัวแทน": 10, "รอวาระ": 10, "ยังไม่มี": 907, "ไม่มีข้อมูล": 1}
    screenshot(page, "map_light")
    assert pixels(page, (227, 225, 220)) > 20_000
    assert pixels(page, (232, 89, 12)) > 100


def test_no_data_is_in_the_legend_only_where_there_is_some(drawn: Callable[..., Page]) -> None:
    page = drawn()
    expect(page.locator(".amphoe-map .key")).to_contain_text("ไม่มีข้อมูล")

    move_the_day(page, "End", 60)

    expect(page.locator(".amphoe-map .key")).not_to_contain_text("ไม่มีข้อมูล")
    assert fills(page)[-1] == GREY


def test_a_click_chooses_and_a_second_lets_go(drawn: Callable[..., Page]) -> None:
    page = drawn()

    page.mouse.click(*inside(page, CODES.index(CHIANG_MAI)))
    expect(page.get_by_text(f"chosen: {CHIANG_MAI}")).to_be_visible()
    expect(page.locator(".said")).to_contain_text("อ.เมืองเชียงใหม่ จ.เชียงใหม่, ยังไม่มี")

    page.mouse.click(*inside(page, CODES.index(BANG_RAK), INSET))
    expect(page.get_by_text(f"chosen: {BANG_RAK}")).to_be_visible()
    screenshot(page, "map_inset_chosen")

    page.mouse.click(*inside(page, CODES.index(BANG_RAK), INSET))
    expect(page.get_by_text("chosen: None")).to_be_visible()


def test_the_tooltip_names_the_place_and_what_its_colour_means(drawn: Callable[..., Page]) -> None:
    page = drawn()

    page.mouse.move(*inside(page, 0, INSET))

    expect(page.locator(".tip")).to_be_visible()
    lines = page.locator(".tip").inner_text().split("\n")
    assert lines == ["เขตพระนคร กรุงเทพมหานคร", "มีตัวแทน", "สมาชิก 0 คน"]


def test_a_new_date_repaints_in_place_and_keeps_the_zoom(url: str, visit: Visit) -> None:
    received: list[int] = []
    page = visit("about:blank")
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    page.goto(url)
    wait_until_drawn(page)
    page.locator(".amphoe-map").evaluate("node => { node.kept = true }")
    page.mouse.move(*inside(page, 500))
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(300)
    zoomed = view(page)
    received.clear()

    move_the_day(page, "ArrowRight", 11)
    expect(page.locator(MAIN).nth(10)).to_have_css("fill", ORANGE)

    assert zoomed["scale"] > 1.5
    assert view(page) == zoomed
    assert page.locator(".amphoe-map").evaluate("node => node.kept === true")
    assert sum(received) < 10_000


def test_a_province_in_focus_fills_the_map_and_reset_returns(drawn: Callable[..., Page]) -> None:
    page = drawn()

    choose_province(page, "50")
    expect(page.locator(".stage")).to_have_attribute("data-zoom", re.compile(r"^[2-9]"))
    focused = view(page)
    page.wait_for_timeout(300)
    screenshot(page, "map_province")
    page.get_by_role("button", name="ขยาย").press("Enter")
    assert view(page)["scale"] == pytest.approx(focused["scale"] * 1.6, rel=0.001)
    page.get_by_role("button", name="ย่อ").press("Enter")
    page.get_by_role("button", name="ย่อ").press("Enter")
    assert view(page)["scale"] == pytest.approx(focused["scale"] / 1.6, rel=0.001)
    page.get_by_role("button", name="มุมมองแรก").press("Enter")

    assert view(page) == pytest.approx(focused)
    assert focused["scale"] > 2


def test_the_dark_map_has_colours_of_its_own_and_follows_a_change(
    drawn: Callable[..., Page],
) -> None:
    page = drawn(dark=True)

    assert fills(page)[0] == "rgb(247, 103, 7)"
    assert fills(page)[100] == "rgb(52, 58, 70)"
    screenshot(page, "map_dark")

    page.emulate_media(color_scheme="light")

    expect(page.locator(MAIN).first).to_have_css("fill", ORANGE)


def test_a_phone_shows_it_whole_and_one_finger_scrolls_the_page(drawn: Callable[..., Page]) -> None:
    page = drawn(width=390, height=844, phone=True)
    before = view(page)
    screenshot(page, "map_phone")
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (150, 700))
    for step in range(12):
        touch("touchMove", (150, 700 - 15 * step))
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_timeout(500)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollTop") > 50
    assert view(page) == before

    box = page.locator(".amphoe-map .stage").bounding_box()
    assert box is not None
    x, y = 150.0, box["y"] + 150
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(10):
        touch("touchMove", (x - 20 - 7 * step, y), (x + 20 + 7 * step, y))
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_timeout(500)
    assert view(page)["scale"] > 2

    page.touchscreen.tap(x, y)
    expect(page.get_by_text(re.compile(r"chosen: \d{4}"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_map_can_be_named_and_worked_without_seeing_it(drawn: Callable[..., Page]) -> None:
    page = drawn()

    expect(page.get_by_role("img", name="แผนที่อำเภอ")).to_be_visible()
    assert page.locator(".said").get_attribute("aria-live") == "polite"
    for name in ("ขยาย", "ย่อ", "มุมมองแรก"):
        button = page.get_by_role("button", name=name)
        button.focus()
        expect(button).to_be_focused()


def test_a_deep_link_below_a_proxys_path_finds_its_files(
    app: Path, serve: Serve, visit: Visit
) -> None:
    env = {"PAKTHONG_DATA": str(app.parent / "data")}

    page = visit(serve(app, env, ["--server.baseUrlPath=party/map"]) + "/deep")

    wait_until_drawn(page)
    assert len(fills(page)) == 928


def test_a_map_that_cannot_load_says_so(url: str, visit: Visit) -> None:
    page = visit(url, blocked="**/amphoe-*.json")

    expect(page.locator('.amphoe-map[data-state="failed"]')).to_be_visible(timeout=30_000)
    expect(page.locator(".amphoe-map .notice")).to_have_text("วาดแผนที่ไม่ได้ โหลดหน้านี้ใหม่")


def test_names_come_with_zooming_and_none_lies_on_another(drawn: Callable[..., Page]) -> None:
    page = drawn("/?ringed=5001 8101")

    assert page.locator(".name").all_inner_texts() == ["เมืองเชียงใหม่", "เมืองกระบี่"]
    assert page.locator(".ring").count() == 2
    for _ in range(2):
        page.get_by_role("button", name="ขยาย").press("Enter")
    expect(page.locator(".name", has_text="นครสวรรค์").first).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="ขยาย").press("Enter")
    page.wait_for_timeout(300)
    boxes = page.locator(".name").evaluate_all(
        "names => names.map(name => name.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) > 20
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            is_beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert is_beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


def pixels(page: Page, colour: tuple[int, int, int]) -> int:
    """How many pixels of the map are really of this colour on the screen."""
    shot = Image.open(io.BytesIO(page.locator(".amphoe-map .stage").screenshot())).convert("RGB")
    return sum(n for n, found in shot.getcolors(shot.width * shot.height) or [] if found == colour)
