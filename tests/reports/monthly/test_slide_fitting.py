"""Words that are too wide are cut where they can be read."""

from unicodedata import category

import pytest

from reports.monthly.slides.fitting import on_one_line, width

THAI = "น้ำเกลี้ยงที่เมืองใหม่ไกลแม่แจ่มโน้น"


@pytest.mark.parametrize("words", [THAI, "A very long name of a place"])
def test_words_are_cut_to_their_room_and_no_letter_from_its_marks(words: str) -> None:
    assert on_one_line(words, width(words, 11), 11) == words
    for room in range(10, int(width(words, 11))):
        cut = on_one_line(words, room, 11)
        assert width(cut, 11) <= room
        beginning = cut.removesuffix("…")
        assert beginning != cut
        assert words.startswith(beginning)
        after = words[len(beginning) :]
        assert not beginning or category(after[0]) != "Mn"
        assert not beginning or not "\u0e40" <= beginning[-1] <= "\u0e44"
