"""Is every text whole, on a phone and at 150 %, in both languages?"""

from itertools import product

import pytest

from tests import discovery
from tests.browser import Visit, settle
from tests.discovery import enough
from tests.slow import these

pytestmark = pytest.mark.browser

PAGES = sorted(page.name for page in discovery.pages())
SCREENS = {"phone": (390, 844), "150 %": (910, 512)}
CUT = """() => {
    const whole = document.scrollingElement
    const cut = []
    const clips = style => /hidden|clip/.test(style.overflowX + style.overflowY)
    const isSeen = box => box.width > 2 && box.height > 2
    // What scrolls is not cut; what is a pixel large is for screen readers only.
    const clippedBy = (text, box) => {
        for (let each = text.parentElement; each && each !== whole; each = each.parentElement) {
            const style = getComputedStyle(each)
            if (style.position === 'fixed' || /auto|scroll/.test(style.overflowX)) return null
            if (style.visibility === 'hidden' || style.clipPath !== 'none') return null
            const edge = each.getBoundingClientRect()
            if (!isSeen(edge)) return null
            if (clips(style) && (box.right > edge.right + 1 || box.left < edge.left - 1
                || (style.overflowY !== 'visible' && box.bottom > edge.bottom + 3))) return each
        }
        return null
    }
    const skipped = 'style, script, noscript, svg, canvas, [aria-hidden=true], details:not([open])'
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let seen = 0
    while (texts.nextNode()) {
        const text = texts.currentNode
        if (!text.data.trim() || text.parentElement.closest(skipped)) continue
        const range = document.createRange()
        range.selectNodeContents(text)
        const box = range.getBoundingClientRect()
        if (!isSeen(box) || box.right <= 0 || box.left >= innerWidth) continue
        seen += 1
        const by = clippedBy(text, box)
        if (by) cut.push(`${text.data.trim().slice(0, 60)} (in ${by.className || by.tagName})`)
    }
    for (const field of document.querySelectorAll('input, textarea')) {
        if (!isSeen(field.getBoundingClientRect()) || field.type === 'file') continue
        if (field.scrollWidth > field.clientWidth + 1)
            cut.push(`${field.value || field.placeholder} (in a box)`)
    }
    return { cut, seen }
}"""
"""Texts that a box around them cuts, and how many were looked at; not those beside the screen."""


@pytest.mark.parametrize(
    ("name", "screen", "language"),
    these(
        (0, 30, 45),
        [(page, *look) for page in PAGES for look in product(SCREENS, ("th", "en"))],
    ),
)
def test_no_text_is_cut(name: str, screen: str, language: str, address: str, go_on: Visit) -> None:
    width, height = SCREENS[screen]
    address = f"{address}/{'' if name == 'overview' else name}?lang={language}"
    page = go_on(address, width=width, height=height, phone=screen == "phone")
    settle(page)
    found = page.evaluate(CUT)
    enough(range(found["seen"]), 10, f"texts of {name}")
    assert found["cut"] == []
