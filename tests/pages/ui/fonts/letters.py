"""Which letters and icons the pages' fonts must hold, told by what can ask for them."""

import re
from pathlib import Path

from fontTools.ttLib import TTFont
from streamlit.file_util import get_static_dir

ROOT = Path(__file__).parents[4]
FONTS = ROOT / "pages" / "ui" / "fonts"
PROGRAM = Path(get_static_dir()) / "static"
ALL_ICONS = next((PROGRAM / "media").glob("MaterialSymbols-Rounded.*.woff2"))
LETTERS = frozenset(
    [
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),  # European names
        *range(0x0E00, 0x0E80),  # Thai
        *range(0x2000, 0x2070),  # dashes, quotes, spaces
        *(0x20AC, 0x2122, 0x25CC),
        *range(0x2190, 0x2270),  # arrows and signs
    ]
)
"""Code points; of the rest a page takes the system's font."""
_IN_TEXT = re.compile(r":material/([a-z0-9_]+):")
_QUOTED = re.compile(r"[`\"']([a-z0-9]+_[a-z0-9_]+)[`\"']")
_EMOJI = "lib."
"""Streamlit's list of emoji holds thousands of words that are no icons."""


def ligatures(font: TTFont) -> dict[str, str]:
    """Return the names that a font of icons draws as one sign → the sign's name in the font."""
    letter = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    found = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, each in getattr(table, "ligatures", {}).items():
                for ligature in each:
                    glyphs = [first, *ligature.Component]
                    found["".join(letter.get(glyph, "?") for glyph in glyphs)] = ligature.LigGlyph
    return found


def our_icons() -> set[str]:
    """Return the icons that our own code and words name."""
    text = [ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "i18n").rglob("*.csv")]
    return {name for file in text for name in _IN_TEXT.findall(file.read_text("utf-8"))}


def program_icons() -> set[str]:
    """Return the icons that Streamlit's program may draw by itself."""
    named = set()
    for script in (PROGRAM / "js").glob("*.js"):
        text = script.read_text("utf-8")
        named |= set(_IN_TEXT.findall(text))
        if not script.name.startswith(_EMOJI):
            named |= set(_QUOTED.findall(text))
    return named
