"""Thai is whole in every place of the document: no mark lost, no line broken in a syllable."""

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
import typst
from PIL import Image

from i18n.phrases import phrases
from i18n.thai import compose
from reports.monthly import pdf as report_pdf
from reports.monthly.report import Pack
from reports.text import Text
from tests.reports.monthly.sample_report import shapes
from tests.slow import these

Ink = npt.NDArray[np.float64]

HERE = Path(__file__).parent
WORDS = ("จำนวน", "อำเภอ", "น้ำ", "ที่อยู่", "ผู้ประสานงาน")
BROKEN = ("จานวน", "อาเภอ", "นำ", "ทีอยู่", "ผูประสานงาน")
"""The same words as a renderer leaves them that drops a mark or half a vowel."""
SIZES = (10, 9, 8)
PPI = 200
PLACES = {"body": (0, 10), "table": (2, 9), "chart": (0, 8), "map": (1, 10)}
"""Each place with the page it is on and the size it is set in."""
ALIKE = 0.93
TWICE = re.compile("(.[\u0e31\u0e34-\u0e3a][\u0e48-\u0e4b])\\1")
"""A letter with two marks, which the reader of the PDF's text gives twice."""
MISREAD = (("บอก", "ว่า"),)
"""Words that pythainlp's syllables run together: it reads บอกว่า as บอ-กว่า."""
WIDTHS_MM = range(22, 82, 5)


def ink(png: bytes | Path) -> Ink:
    picture = Image.open(io.BytesIO(png) if isinstance(png, bytes) else png).convert("L")
    return 1.0 - np.asarray(picture, dtype=np.float64) / 255


def reference(column: int, size: int, source: Ink) -> Ink:
    """Return a word's picture; the frame is that of the whole word, where a lost mark is blank."""
    mm = PPI / 25.4
    top, left = round((2 + SIZES.index(size) * 10) * mm), round((2 + column * 29) * mm)
    cell = np.s_[top : top + round(9.5 * mm), left : left + round(28 * mm)]
    rows, columns = np.nonzero(ink(HERE / "thai_words.png")[cell] > 0.2)
    return source[cell][rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def set_words(words: tuple[str, ...]) -> Ink:
    """Return the words as the reference was made, typeset anew."""
    page = typst.compile(
        str(HERE / "thai_words.typ"),
        font_paths=[str(report_pdf.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        format="png",
        ppi=PPI,
    )
    return ink(bytes(page))


def soft(picture: Ink) -> Ink:
    """Return a picture softened: a letter that lies between two dots of the grid is then alike."""
    from scipy.ndimage import gaussian_filter  # every process of a run reads this file

    return np.asarray(gaussian_filter(picture, 1.0), dtype=np.float64)


def best_match(page: Ink, word: Ink) -> float:
    """Return the highest normalised correlation of a word with any place of a softened page."""
    from scipy.signal import oaconvolve

    word = soft(word)
    centred = word - word.mean()
    total, square = _sums(page, word.shape), _sums(page**2, word.shape)
    spread = np.sqrt(np.maximum(square - total**2 / word.size, 1e-6))
    found = oaconvolve(page, centred[::-1, ::-1], mode="valid")
    scores = np.where(spread > 1, found / (spread * np.sqrt((centred**2).sum())), 0)
    return float(scores.max())


def _sums(page: Ink, size: tuple[int, ...]) -> Ink:
    """Return what each window of that size adds up to."""
    upto = np.pad(page.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    high, wide = size
    return np.asarray(
        upto[high:, wide:] - upto[:-high, wide:] - upto[high:, :-wide] + upto[:-high, :-wide]
    )


@pytest.fixture(scope="module")
def pages(country: Pack, published: Path) -> list[Ink]:
    """The report with the words in body text, a table, a chart's labels and the map's legend."""
    parts: dict[str, Any] = report_pdf.draw(country, Text("th"), shapes(published))
    parts["cards"] = [{**card, "targets": [], "note": "", "label": ""} for card in parts["cards"]]
    parts["changed"]["lines"] = list(WORDS)
    chart = parts["growth"][0]
    parts["growth"] = [{**chart, "title": "-"}]
    chart["drawing"]["source"] = " ".join(WORDS)
    parts["map"]["drawing"]["keys"] = [{"colour": "", "label": w, "count": "1"} for w in WORDS]
    parts["fans"] = []
    parts["changes"]["rows"] = [[word, "", "", "", ""] for word in WORDS]
    for name in ("changes", "map", "changed"):
        parts[name]["title"] = "-"
    pictures = report_pdf.typeset(parts, {"format": "png", "ppi": PPI})
    return [soft(ink(page)) for page in pictures[:3]]


def test_the_words_are_set_as_in_the_picture_that_was_looked_at() -> None:
    assert np.abs(set_words(WORDS) - ink(HERE / "thai_words.png")).max() < 0.02


@pytest.mark.parametrize(
    ("place", "word"),
    # Each word once, and each place.
    these(range(0, 20, 6), [(place, word) for place in PLACES for word in WORDS]),
)
def test_a_word_has_all_its_marks(place: str, word: str, pages: list[Ink]) -> None:
    page, size = PLACES[place]
    column = WORDS.index(word)
    whole = best_match(pages[page], reference(column, size, ink(HERE / "thai_words.png")))
    lost = best_match(pages[page], reference(column, size, broken()))
    assert whole > ALIKE
    assert whole > lost + 0.01


@cache
def broken() -> Ink:
    return set_words(BROKEN)


def long_texts() -> Iterator[str]:
    """The Thai of every sentence that a document can hold."""
    for key, words in phrases().items():
        if not key.startswith("monthly.") or key.startswith(("monthly.column.", "monthly.table.")):
            continue
        if len(words["th"]) > 24:
            yield compose("".join(c for c in words["th"] if ord(c) > 127 or c == " "))


@pytest.mark.parametrize("width", WIDTHS_MM)
def test_no_line_breaks_inside_a_syllable(width: int, tmp_path: Path) -> None:
    text = " ".join(long_texts())
    solid = "".join(text.split())
    source = tmp_path / "column.typ"
    source.write_text(
        '#set page(width: auto, height: auto, margin: 5mm)\n#set text(font: "Sarabun", size: 10pt,'
        f' lang: "th")\n#block(width: {width}mm, sys.inputs.text)',
        encoding="utf-8",
    )
    pdf = typst.compile(
        str(source),
        font_paths=[str(report_pdf.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"text": text},
        format="pdf",
    )
    lines = pypdfium2.PdfDocument(bytes(pdf))[0].get_textpage().get_text_range().splitlines()
    assert len(lines) > 25
    plain_lines = [TWICE.sub(r"\1", "".join(compose(line).split())) for line in lines]
    assert "".join(plain_lines) == solid
    ends = syllable_ends(text)
    breaks, at = [], 0
    for line in plain_lines[:-1]:
        at += len(line)
        if at not in ends:
            breaks.append(f"{solid[at - 12 : at]}|{solid[at : at + 12]}")
    assert breaks == []


@cache
def syllable_ends(text: str) -> set[int]:
    """Return how many letters, blanks apart, lie before the end of each syllable."""
    from pythainlp.tokenize import syllable_tokenize

    solid = "".join(text.split())
    ends, at = set(), 0
    for syllable in syllable_tokenize(text, engine="dict", keep_whitespace=True):
        at += len("".join(syllable.split()))
        ends.add(at)
    for one, other in MISREAD:
        ends |= {found.start() + len(one) for found in re.finditer(one + other, solid)}
    return ends
