"""Measure words, and cut those too wide for one line of a slide."""

from functools import cache
from pathlib import Path
from unicodedata import category

import fontpkg_sarabun
from PIL import ImageFont

_FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
POINTS = 72
"""In an inch."""
_MEASURED_AT = 100
_VOWELS_BEFORE = ("\u0e40", "\u0e44")
"""The first and the last of the vowels that stand before their letter."""


def on_one_line(words: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """Return the words, or their beginning and … where they are wider than `room` points.

    `size` is that of the letters, in points. A cut never parts a letter from its marks.
    """
    if width(words, size, is_bold=is_bold) <= room:
        return words
    cut = len(words)
    while cut > 0 and (
        _is_torn(words, cut) or width(f"{words[:cut]}…", size, is_bold=is_bold) > room
    ):
        cut -= 1
    return f"{words[:cut].rstrip()}…"


def _is_torn(words: str, cut: int) -> bool:
    is_before_mark = cut < len(words) and (category(words[cut]) == "Mn" or words[cut] == "ำ")
    first, last = _VOWELS_BEFORE
    return is_before_mark or first <= words[cut - 1] <= last


def width(words: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide words are, in points."""
    return float(_letters(is_bold).getlength(words)) * size / _MEASURED_AT


@cache
def _letters(is_bold: bool) -> ImageFont.FreeTypeFont:
    weight = "Bold" if is_bold else "Regular"
    return ImageFont.truetype(_FONTS / f"Sarabun-{weight}.ttf", _MEASURED_AT)
