"""Do the framework's own widgets speak the reader's language?"""

import re
from collections import Counter
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Page, expect

from i18n.phrases import phrases
from pages.ui.bar.reading import WIDGET
from tests.browser import Visit, settle
from tests.discovery import enough

ENGLISH = re.compile(r"[A-Za-z]{3,}")
LISTENERS = """() => {
    const said = []
    const add = words => words && said.push(words.trim())
    for (const each of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
        const skipped = '.stBidiComponent, canvas, .st-key-languages, [aria-hidden=true]'
        if (each.closest(skipped)) continue
        for (const name of ['aria-label', 'placeholder', 'title']) add(each.getAttribute(name))
    }
    return said
}"""
"""All that a screen reader is told of what only shows a picture."""


def widget_words() -> list[dict[str, str]]:
    found = [dict(words) for key, words in phrases().items() if key.startswith(WIDGET)]
    enough(found, 60, "texts of widgets")
    return found


def test_every_text_is_one_the_framework_writes() -> None:
    static = Path(streamlit.__file__).parent / "static" / "static" / "js"
    scripts = [path.read_text(encoding="utf-8") for path in static.glob("*.js")]
    enough(scripts, 200, "scripts of the framework")
    for words in widget_words():
        parts = re.split(r"{\w+}", words["en"])
        # One that counts, or that says what Enter does, is put together of its words.
        single = " ".join(parts).split()
        assert any(
            all(part in script for part in parts) or all(word in script for word in single)
            for script in scripts
        ), words["en"]


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_text_stands_for_two(language: str) -> None:
    times = Counter(words[language] for words in widget_words())
    assert {text for text, number in times.items() if number > 1} == set()


def menu_of_a_column(page: Page) -> str:
    """Open the menu of a table's first column, at the end of its heading; return what it says."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    menu = page.get_by_test_id("stDataFrameColumnMenu")
    for far in range(60, 200, 10):
        page.mouse.move(box["x"] + far, box["y"] + 15)
        page.mouse.click(box["x"] + far, box["y"] + 15)
        if menu.count():
            break
    expect(menu).to_be_visible()
    return str(menu.inner_text())


@pytest.mark.browser
def test_tables_boxes_and_uploads_speak_thai_and_english_again_when_asked(
    address: str, visit: Visit
) -> None:
    page = visit(f"{address}/load_exports")
    settle(page)
    upload = page.get_by_test_id("stFileUploader").first
    expect(upload).to_contain_text("เลือกไฟล์")
    expect(upload).to_contain_text("ไฟล์ละไม่เกิน 300MB")
    assert [words for words in page.evaluate(LISTENERS) if ENGLISH.search(words)] == []

    languages = page.locator(".st-key-languages")
    languages.get_by_text("English", exact=True).click()
    expect(upload).to_contain_text("300MB per file")
    expect(upload.get_by_role("button", name="Upload", exact=True)).to_be_visible()
    languages.get_by_text("ไทย", exact=True).click()
    expect(upload).to_contain_text("ไฟล์ละไม่เกิน 300MB")


@pytest.mark.browser
def test_the_menus_of_a_table_are_thai(address: str, visit: Visit) -> None:
    page = visit(f"{address}/gaps")
    settle(page)
    said = menu_of_a_column(page)
    assert "เรียงจากน้อยไปมาก" in said
    assert not ENGLISH.search(re.sub(r"\b[a-z_0-9]+\n", "", said)), said
