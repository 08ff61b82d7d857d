"""How much is there to read before anybody scrolls, and how long is the page?"""

import re

from playwright.sync_api import Page

_SEEN = """() => {
    const seen = []
    const main = document.querySelector('[data-testid=stMain]')
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const text = texts.currentNode, holder = text.parentElement
        if (!text.data.trim() || holder.closest('style, script, title')) continue
        if (!holder.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue
        const range = document.createRange()
        range.selectNodeContents(text)
        const box = range.getBoundingClientRect()
        let around = holder
        while (around && getComputedStyle(around).clipPath != 'inset(50%)')
            around = around.parentElement
        if (box.width < 2 || around) continue
        if (box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0)
            seen.push(text.data)
    }
    return seen
}"""
"""The texts on a page's first screen; what only a reader of screens is told is not."""
_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
_THAI = re.compile("[ก-ฮ]")


def words(page: Page) -> list[str]:
    """Return the Thai words on the first screen, as PyThaiNLP divides them."""
    from pythainlp.tokenize import word_tokenize

    tokens = (
        token for text in page.evaluate(_SEEN) for token in word_tokenize(text, engine="newmm")
    )
    return [token for token in tokens if _THAI.search(token)]


def screens(page: Page) -> float:
    """Return the height of the page in screens of this size."""
    assert page.viewport_size is not None
    return float(page.evaluate(_HEIGHT)) / page.viewport_size["height"]
