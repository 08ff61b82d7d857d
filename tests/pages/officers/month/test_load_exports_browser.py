"""Does loading exports work in a real browser, with real files on a real disk?"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from etl.warehouse import editions
from tests.browser import ROOT, Serve, Visit, settle
from tests.etl.uploads.handing import csv_bytes
from tests.pages.test_dashboard_browser import picture
from tests.party import Party, member

pytestmark = pytest.mark.browser


def drop(page: Page, files: Iterable[Path]) -> None:
    page.locator("input[type=file]").set_input_files([str(path) for path in files])
    page.wait_for_timeout(1500)
    settle(page)


def press(page: Page, key: str) -> None:
    page.locator(f"[class*=st-key-{key}] button").click()


def finished(page: Page) -> None:
    page.wait_for_timeout(2500)
    expect(page.locator(".st-key-load_stop")).to_have_count(0, timeout=90_000)
    settle(page)


def test_files_are_dropped_checked_found_again_after_a_reload_and_published(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    party = Party(tmp_path / "data")
    people = [*(member(str(n)) for n in range(20)), member("x", approved="1/1/66")]
    good = tmp_path / "สมาชิก 2566-10-22.csv"
    good.write_bytes(csv_bytes(people, "cp874"))
    big = tmp_path / "members_2566-10-23.csv"
    big.write_bytes(b"x" * (2 << 20))
    address = serve(
        ROOT / "serve.py", {"PAKTHONG_DATA": str(party.data)}, ["--server.maxUploadSize=1"]
    )
    page = visit(f"{address}/load_exports?lang=en", width=390, phone=True)
    settle(page)
    drop(page, [good, big])
    expect(page.get_by_text("By its name: members · 22 Oct 2023")).to_be_visible()
    expect(page.get_by_text("up to 1 MB each")).to_be_visible()
    expect(page.get_by_text("must be 1.0MB or smaller")).to_be_visible()
    press(page, "load_check")
    finished(page)
    expect(page.get_by_role("radio", name="4 What changes")).to_be_checked()
    page.reload()
    settle(page)
    expect(page.get_by_text("not published yet")).to_be_visible()
    picture(page, "load_exports_unfinished_phone_en")
    press(page, "load_go-")
    settle(page)
    page.get_by_role("radio", name="2 Questions").click()
    settle(page)
    page.get_by_role("button", name="Download").press("Enter")
    with page.expect_download() as taken:
        page.locator(".st-key-rejects_csv button:visible").first.click()
    assert "1/1/66" in Path(taken.value.path()).read_text("utf-8-sig")
    assert editions.current_edition(party) is None
    page.get_by_role("radio", name="5 Publish").click()
    settle(page)
    expect(page).to_have_url(re.compile("step=publish"))
    press(page, "load_publish")
    finished(page)
    expect(page.get_by_text("20 members")).to_be_visible()
    picture(page, "load_exports_done_phone_en")
    assert party.rows("select staged, encoding from loads") == [(20, "cp874")]
