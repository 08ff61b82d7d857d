"""Writes the pages' fonts anew: the letters and icons that are used, packed for the web.

`python -m tests.pages.ui.fonts.make`, when an icon is missing or a font has a new version.
"""

from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from pages.ui.map.static_files import WEIGHTS
from tests.pages.ui.fonts.letters import (
    ALL_ICONS,
    FONTS,
    LETTERS,
    ligatures,
    our_icons,
    program_icons,
)

_SPELLING = "abcdefghijklmnopqrstuvwxyz0123456789_"


def main() -> None:
    """Write all of them."""
    origin = find_spec("fontpkg_sarabun")
    assert origin and origin.origin
    for weight in WEIGHTS:
        font = TTFont(Path(origin.origin).parent / "files" / f"Sarabun-{weight}.ttf")
        # Every layout feature: the marks above Thai letters are placed by them.
        _write(font, f"Sarabun-{weight}", _options("*"), unicodes=LETTERS)
    font = TTFont(ALL_ICONS)
    signs = ligatures(font)
    wanted = (our_icons() | program_icons()) & signs.keys()
    options = _options("*")
    options.layout_closure = False  # all letters are there, so all names would stay
    letters = [ord(letter) for letter in _SPELLING]
    _write(font, "icons", options, unicodes=letters, glyphs=[signs[name] for name in wanted])


def _options(features: str) -> subset.Options:
    options = subset.Options()
    options.layout_features = [features]
    options.flavor = "woff2"
    options.hinting = False  # phones and today's screens do not use it
    options.recalc_timestamp = False
    return options


def _write(font: TTFont, name: str, options: subset.Options, **wanted: object) -> None:
    subsetter = subset.Subsetter(options)
    subsetter.populate(**wanted)
    subsetter.subset(font)
    subset.save_font(font, FONTS / f"{name}.woff2", options)


if __name__ == "__main__":
    main()
