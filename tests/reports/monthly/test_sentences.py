"""Every page of the PDF says of when it is, and every number is in the manifest."""

import json
import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pandas as pd
import pypdfium2
import pytest

from i18n.phrases import LANGUAGES, phrases
from reports.monthly import manifest, pdf
from reports.monthly.report import Pack
from reports.text import Text
from tests.reports.monthly.sample_report import CHIANG_MAI, october, shapes

_NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
_NAMED = 3
"""So many of a list are named; how many more there are is what is left of a figure."""
_PAGE = {"th": r"หน้า (\d+)/(\d+)", "en": r"Page (\d+)/(\d+)"}


@pytest.fixture(scope="module")
def reports(published: Path) -> dict[str, Pack]:
    return {"country": october(published), "province": october(published, CHIANG_MAI)}


def pages(report: Pack, language: str, published: Path) -> list[str]:
    """The words of each page, one line."""
    document = pypdfium2.PdfDocument(pdf.pdf(report, Text(language), shapes(published)))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def without_days(text: str, language: str) -> str:
    """Words without days, months and moments."""
    months = "|".join(re.escape(phrases()[f"month_name.{n}"][language]) for n in range(1, 13))
    return re.sub(rf"((?<![\d,.])\d{{1,2}} )?({months}) \d{{4}}( \d{{2}}:\d{{2}})?", " ", text)


def from_manifest(fields: dict[str, Any]) -> set[str]:
    """How the numbers of a manifest may stand on the page."""
    found = set()
    for figure in fields["figures"]:
        value = figure["value"]
        numbers = [value, *figure["parameters"].values(), *figure["where"].values()]
        for number in numbers:
            if isinstance(number, (int, float)) and not isinstance(number, bool):
                found |= {f"{abs(number):,.0f}", f"{abs(number):,.1f}"}
                found.add(f"{abs(number) - _NAMED:,.0f}")
        if figure["name"].endswith("_chance") and value is not None:
            found |= {f"{100 * value:.0f}", "1", "99"}
    return found


def in_tables(report: Pack) -> set[str]:
    """The numbers that a figure draws: of the newest month, and those published."""
    newest, published = report.frames["monthly"].iloc[-1], report.frames["published"]
    counts = [newest["members"] - newest["net_change"], *published["value"]]
    counts += [newest[name] for name in ("joined", "returned", "gained", "left_members")]
    return {f"{int(count):,}" for count in counts if pd.notna(count)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["country", "province"])
def test_every_number_of_the_first_page_is_in_the_manifest(
    which: str, language: str, reports: dict[str, Pack], published: Path
) -> None:
    report, text = reports[which], Text(language)
    words = without_days(pages(report, language, published)[0], language)
    words = re.sub(_PAGE[language], " ", words)
    for figure in pdf.draw(report, text, shapes(published))["growth"]:
        # What stands along a figure's axes; each goes once.
        for tick in [*figure["drawing"]["y_ticks"], *figure["drawing"]["x_ticks"]]:
            label = tick["label"].rpartition("\n")[2]
            words = re.sub(rf"(?<![\d,.]){re.escape(label)}(?![\d,.])", " ", words, count=1)
    known = from_manifest(json.loads(manifest.manifest(report, text, {}))) | in_tables(report)
    numbers = _NUMBER.findall(words)
    assert len(numbers) > 15
    assert [number for number in numbers if number not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_of_when_it_is_and_which_page_of_how_many(
    language: str, reports: dict[str, Pack], published: Path
) -> None:
    texts = pages(reports["country"], language, published)
    assert len(texts) >= 5
    as_of = {"th": "ข้อมูล ณ วันที่ 22 ต.ค. 2566", "en": "As of 22 Oct 2023"}[language]
    known = {"th": "ประมวลผลเมื่อ", "en": "worked out on"}[language]
    for at, words in enumerate(texts, start=1):
        assert joined(as_of) in joined(words), at
        assert joined(known) in joined(words), at
        found = re.search(_PAGE[language], words)
        assert found and found.groups() == (str(at), str(len(texts)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heading_of_provinces_repeats_and_every_section_is_there(
    language: str, reports: dict[str, Pack], published: Path
) -> None:
    report, text = reports["country"], Text(language)
    texts = [joined(words) for words in pages(report, language, published)]
    every = "".join(texts)
    for name in ("published", "sources", "checks", "definitions", "provinces", "empty", "changes"):
        assert joined(text(f"monthly.section.{name}")) in every, name
    for name in ("members", "covered", "pace"):
        assert joined(text(f"monthly.def.{name}"))[:20] in every, name
    headings = ["province", "members", "net_change", "change_pct", "amphoe", "amphoe_covered"]
    heading = "".join(joined(text(f"monthly.column.{name}")) for name in headings)
    assert len([words for words in texts if heading in words]) >= 2


def joined(words: str) -> str:
    """Consonants and vowels without spaces and marks, each once where it stands twice.

    A PDF's letters may stand apart where Thai has no space, and a consonant that is drawn together
    with its marks is told twice.
    """
    plain = re.sub(r"[\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "", normalize("NFKD", words))
    return re.sub(r"([ก-ฮ])\1+", r"\1", plain)
