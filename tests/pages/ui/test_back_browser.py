"""Does the browser's Back undo a choice, one at a time, and Forward make it again?"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit, settle

pytestmark = pytest.mark.browser


def choose(page: Page, control: str, words: str) -> None:
    """Choose in a box of the bar by typing, as one who knows the name does."""
    box = page.get_by_role("combobox", name=control)
    box.click()
    box.fill(words)
    box.press("ArrowDown")
    box.press("Enter")
    settle(page)


def ends(page: Page, address: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(address) + "$"), timeout=10_000)
    settle(page)


def test_back_undoes_one_choice_at_a_time_and_forward_makes_it_again(
    address: str, visit: Visit
) -> None:
    page = visit(f"{address}/growth?asof=2023-10-22")
    settle(page)
    country = page.get_by_test_id("stMetricValue").first
    expect(country).to_have_text("77,760")
    choose(page, "พื้นที่", "เชียงใหม่")
    ends(page, "/growth?place=50")
    expect(country).to_have_text("3,137")
    page.get_by_text("26 สัปดาห์", exact=True).click()
    ends(page, "/growth?place=50&step=weeks")
    choose(page, "ณ วันที่", "30 ก.ย.")
    ends(page, "/growth?place=50&step=weeks&on=2566-09-30")
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("Members")

    page.go_back()
    expect(page.locator("h1")).to_have_text("สมาชิก")
    ends(page, "/growth?place=50&step=weeks&on=2566-09-30")
    page.go_back()
    ends(page, "/growth?place=50&step=weeks")
    expect(page.get_by_role("combobox", name="ณ วันที่")).to_have_value("22 ต.ค. 2566")
    page.go_back()
    ends(page, "/growth?place=50")
    pressed = page.get_by_role("radio", name="24 เดือน")
    expect(pressed).to_be_checked()
    expect(country).to_have_text("3,137")
    page.go_back()
    ends(page, "/growth")
    expect(country).to_have_text("77,760")
    page.go_forward()
    ends(page, "/growth?place=50")
    expect(country).to_have_text("3,137")


def test_a_page_is_one_step_with_all_that_was_chosen(address: str, visit: Visit) -> None:
    page = visit(f"{address}/growth?place=50&on=2566-09-30&lang=en")
    settle(page)
    members = page.get_by_test_id("stMetricValue").first.inner_text()
    page.get_by_role("link", name="Elections").click()
    expect(page.locator("h1")).to_have_text("Elections")
    expect(page).to_have_url(re.compile("place=50"))
    settle(page)
    assert all(part in page.url for part in ("place=50", "on=2566-09-30", "lang=en"))
    page.go_back()
    expect(page.locator("h1")).to_have_text("Members")
    ends(page, "/growth?place=50&on=2566-09-30&lang=en")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(members)


def test_a_link_opens_a_page_in_the_same_session(address: str, visit: Visit) -> None:
    page = visit(f"{address}/?on=2566-10-22")
    settle(page)
    page.evaluate("window.isStillThis = true")
    link = page.locator("[data-testid=stMain] a[href*=amphoe]").locator("visible=true").first
    leads = str(link.get_attribute("href")).split("?")[0].rpartition("/")[2]
    link.click()
    expect(page).to_have_url(re.compile(f"/{leads}"))
    settle(page)
    assert page.evaluate("window.isStillThis")
    assert len(page.context.pages) == 1
    page.go_back()
    expect(page).to_have_url(re.compile(r"/(\?.*)?$"))
    assert page.evaluate("window.isStillThis")
