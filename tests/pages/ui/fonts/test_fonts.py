"""Do the pages' fonts hold every letter and icon that a page can show, and few bytes else?"""

import csv

import fontpkg_sarabun
import pytest
from fontTools.ttLib import TTFont

from etl.places.gazetteer import gazetteer
from pages.ui.map.static_files import WEIGHTS
from tests.pages.ui.fonts.letters import (
    ALL_ICONS,
    FONTS,
    LETTERS,
    ROOT,
    ligatures,
    our_icons,
    program_icons,
)


def shown() -> set[str]:
    """Every character of every phrase and of every place's name."""
    found: set[str] = set()
    for file in (ROOT / "i18n").rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                found.update(*row)
    for place in gazetteer():
        found.update(str(place))
    return found - {"\n", "\r"}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_font_holds_what_the_font_it_was_made_of_holds_of_all_that_is_shown(weight: str) -> None:
    small = TTFont(FONTS / f"Sarabun-{weight}.woff2").getBestCmap().keys()
    whole = TTFont(f"{fontpkg_sarabun.__path__[0]}/files/Sarabun-{weight}.ttf").getBestCmap().keys()
    letters = {ord(letter) for letter in shown()}
    assert len(letters) > 150
    assert (letters | LETTERS) & set(whole) <= set(small)
    assert {ord(letter) for letter in "กขฮาำเแโใไ่้๊๋์ฺ๐๙฿"} <= set(small)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_marks_above_thai_letters_are_still_placed_by_the_font(weight: str) -> None:
    font = TTFont(FONTS / f"Sarabun-{weight}.woff2")
    placed = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk"} <= placed


def test_every_icon_that_is_named_is_in_the_font_of_icons() -> None:
    """If this fails, an icon was added: `python -m tests.pages.ui.fonts.make`."""
    every, small = ligatures(TTFont(ALL_ICONS)), ligatures(TTFont(FONTS / "icons.woff2"))
    ours, programs = our_icons(), program_icons()
    assert len(ours) > 30 and len(programs & every.keys()) > 50
    assert ours <= every.keys()
    assert ((ours | programs) & every.keys()) <= set(small)
    assert len(small) < len(every) / 10


def test_all_fonts_together_weigh_less_than_the_icons_alone_did() -> None:
    files = list(FONTS.glob("*.woff2"))
    assert len(files) == len(WEIGHTS) + 1
    assert sum(file.stat().st_size for file in files) < 100_000 < ALL_ICONS.stat().st_size
