"""The slides are whole: in proper Thai, the pages' figures on them, and nothing out of its box."""

import io
import math
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import fontpkg_sarabun
import pandas as pd
import pptx
import pytest
from PIL import Image, ImageColor, ImageFont
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.picture import Picture
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Run
from pptx.util import Pt

from etl.commands.report import geometry
from etl.settings import Settings
from i18n.phrases import LANGUAGES
from reports.monthly import figures, sentences
from reports.monthly.report import Figure, Pack, Scope
from reports.monthly.slides import slides
from reports.step_colours import COLOURS, NONE
from reports.text import Text
from tests.conftest import ROOT
from tests.reports.monthly.sample_report import CHIANG_MAI, october
from tests.slow import these

SHAPES = geometry(Settings(data=ROOT / "no party"))
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
LINE_HEIGHT = 1.3
"""Of the size of its letters: what Sarabun asks for above and below them."""
NORTH = Scope(
    "region", "north", ("50", "51", "52", "53", "54", "55", "56", "57", "58"), "ภาคเหนือ", "North"
)


@pytest.fixture(scope="module")
def deck(report: Pack) -> Presentation:
    return opened(report, "th")


def opened(report: Pack, language: str) -> Presentation:
    return pptx.Presentation(io.BytesIO(made(report, language)))


def made(report: Pack, language: str) -> bytes:
    return slides.slides(report, Text(language), SHAPES)


def words(slide: Slide) -> str:
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*frames, *(cell.text for table in tables for cell in table.iter_cells())])


def pictures(slide: Slide) -> list[Picture]:
    return [shape for shape in slide.shapes if isinstance(shape, Picture)]


def with_targets(report: Pack, count: int) -> Pack:
    row = report.frames["decisions"].head(1)
    rows = [row.assign(area_kind="region", area_th="ภาคเหนือ", area_en="North")] * (count - 1)
    return replace(
        report, frames={**report.frames, "decisions": pd.concat([row, *rows], ignore_index=True)}
    )


def test_there_are_ten_wide_slides_each_with_a_title_its_dates_and_its_number(
    deck: Presentation, report: Pack
) -> None:
    text = Text("th")
    assert len(deck.slides) == 10
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    for number, slide in enumerate(deck.slides, start=1):
        assert slide.shapes.title.text.strip()
        assert [shape for shape in slide.placeholders if not shape.text.strip()] == []
        assert text.day(report.period.until) in words(slide)
        assert sentences.known_on(report, text) in words(slide)
        assert sentences.scope(report, text) in words(slide)
        assert text("monthly.page", page=number, pages=10) in words(slide)


def test_sample_data_say_so_on_every_slide_and_real_data_on_none(report: Pack) -> None:
    text = Text("en")
    assert all(text("monthly.sample") in words(slide) for slide in opened(report, "en").slides)
    real = replace(report, edition={**report.edition, "is_sample": False})
    assert not [
        slide for slide in opened(real, "en").slides if text("monthly.sample") in words(slide)
    ]


def test_the_numbers_and_the_sentences_are_those_of_the_report(
    deck: Presentation, report: Pack
) -> None:
    text = Text("th")
    headline, changed = words(deck.slides[1]), words(deck.slides[2])
    assert text.number(report.count("members")) in headline
    assert text.signed(report.figure("net_change") or 0) in headline
    for lines in sentences.targets(report, text):
        assert all(line in headline for line in lines)
    assert all(sentence in changed for sentence in sentences.changed(report, text))


def test_each_figure_is_a_picture_under_what_it_finds_and_tells_it_in_words(
    deck: Presentation, report: Pack
) -> None:
    text = Text("th")
    cited = [*figures.growth(report, text), *figures.forecasts(report, text)]
    cited += figures.tour(report, text)
    of_figures = [deck.slides[at] for at in (3, 4, 5, 6, 8)]
    for slide, each in zip(of_figures, cited, strict=True):
        (picture,) = pictures(slide)
        assert slide.shapes.title.text == each.title
        assert picture._element.nvPicPr.cNvPr.get("descr").startswith(each.title)
        assert all(line in words(slide) for line in each.lines)


def test_the_map_is_on_a_slide_in_the_two_colours_of_the_page(
    deck: Presentation, report: Pack
) -> None:
    (picture,) = pictures(deck.slides[7])
    shown = Image.open(io.BytesIO(picture.image.blob)).convert("RGB")
    counted = {colour: n for n, colour in shown.getcolors(1 << 24) or ()}
    covered, none = (ImageColor.getrgb(each) for each in (COLOURS["serving"][0], NONE[0]))
    assert 0 < counted[covered] < counted[none]
    assert f"29 จาก {928}" in deck.slides[7].shapes.title.text


def test_a_picture_keeps_its_shape(deck: Presentation) -> None:
    found = [picture for slide in deck.slides for picture in pictures(slide)]
    assert len(found) == 6
    for picture in found:
        wide, high = picture.image.size
        assert wide > 1600
        assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)


def test_provinces_are_cut_to_twelve_with_how_many_more(deck: Presentation, report: Pack) -> None:
    slide = deck.slides[9]
    most, readiest = [shape.table for shape in slide.shapes if shape.has_table]
    rows = report.frames["provinces"].dropna(subset="province_code")
    top = rows.sort_values(["amphoe_covered", "members"], ascending=False, kind="stable")
    assert [row.cells[0].text for row in most.rows][1:] == list(top["province_th"].head(12))
    empty = report.frames["empty"]
    assert [row.cells[0].text for row in readiest.rows][1:] == list(empty["province_th"].head(12))
    assert Text("th")("monthly.slide.more", n=len(empty) - 12) in words(slide)
    assert Text("th")(
        "monthly.slide.more", n=int((rows["amphoe_covered"] > 0).sum()) - 12
    ) in words(slide)


def test_a_province_is_told_by_its_amphoe_and_has_no_forecast(published: Path) -> None:
    text = Text("th")
    presentation = opened(october(published, CHIANG_MAI), "th")
    assert len(presentation.slides) == 8
    assert text("monthly.slide.more", n=25 - 12) in words(presentation.slides[7])
    assert "สันทราย" in words(presentation.slides[7])


def test_no_more_targets_are_written_than_fit(report: Pack) -> None:
    many = with_targets(report, 5)
    presentation = opened(many, "en")
    assert "and 3 more targets" in words(presentation.slides[1])
    assert "and 4 more targets" in words(presentation.slides[5])
    assert_fits(presentation)


def test_fewer_than_five_people_are_told_nowhere(report: Pack) -> None:
    figures = [
        replace(figure, value=3) if figure.name == "members" else figure
        for figure in report.figures
    ]
    few = replace(report, figures=tuple(figures))
    presentation = opened(few, "th")
    assert "ไม่ถึง 5" in words(presentation.slides[1])


def test_every_letter_names_a_thai_typeface_for_every_script(report: Pack) -> None:
    file = made(report, "th")
    count = 0
    for part in pptx.Presentation(io.BytesIO(file)).part.package.iter_parts():
        if not re.match(r"/ppt/(slides|charts)/", part.partname) or not hasattr(part, "_element"):
            continue
        for letters in part._element.iter(qn("a:rPr"), qn("a:defRPr")):
            count += 1
            assert [
                letters.find(qn(f"a:{script}")).get("typeface") for script in ("latin", "ea", "cs")
            ] == ["Sarabun"] * 3, part.partname
            assert letters.get("lang") == "th-TH"
    assert count > 150
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
    fonts = re.search("<a:fontScheme.*?</a:fontScheme>", theme, re.DOTALL)
    assert fonts and set(re.findall('typeface="(.*?)"', fonts[0])) == {"Sarabun"}


def measure(run: _Run) -> float:
    """How wide words are, in points."""
    weight = "Bold" if run.font.bold else "Regular"
    letters = ImageFont.truetype(FONTS / f"Sarabun-{weight}.ttf", 100)
    return letters.getlength(run.text) * float(run.font.size.pt) / 100


def height(frame: TextFrame, width: float) -> float:
    """How high the paragraphs are in a box so many points wide.

    Thai breaks between words, which have no spaces: a line is taken to be filled to nine tenths.
    """
    high = 0.0
    for paragraph in frame.paragraphs:
        if paragraph.runs:
            room = width - int(paragraph._p.get_or_add_pPr().get("marL", 0)) / Pt(1)
            long = sum(measure(run) for run in paragraph.runs)
            lines = 1 if long <= room else math.ceil(long / (0.9 * room))
            size = max(run.font.size.pt for run in paragraph.runs)
            high += lines * size * LINE_HEIGHT + (paragraph.space_after or Pt(0)).pt
    return high


def boxes(slide: Slide) -> Iterator[tuple[TextFrame, float, float]]:
    """Every frame of words on a slide, with the room it has in points."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            inside = shape.text_frame
            across = shape.width - inside.margin_left - inside.margin_right
            yield inside, across / Pt(1), shape.height / Pt(1)
        elif shape.has_table:
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    across = column.width - cell.margin_left - cell.margin_right
                    yield cell.text_frame, across / Pt(1), row.height / Pt(1)


def assert_fits(presentation: Presentation) -> None:
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width, shape.name
            assert shape.top + shape.height <= presentation.slide_height, shape.name
        for frame, across, room in boxes(slide):
            assert height(frame, across) <= room, frame.text


SCOPES_IN_BOTH = [
    pytest.param(scope, language, id=f"{scope.kind}-{language}")
    for scope in (Scope(), NORTH, CHIANG_MAI)
    for language in LANGUAGES
]
EACH_ONCE = (0, 5)
"""Each language once, of the most and of the fewest."""


@pytest.mark.parametrize(("scope", "language"), these(EACH_ONCE, SCOPES_IN_BOTH))
def test_nothing_reaches_out_of_its_box_or_off_the_slide(
    published: Path, scope: Scope, language: str
) -> None:
    assert_fits(opened(october(published, scope), language))


def test_the_longest_names_of_the_country_stand_on_one_line(report: Pack) -> None:
    names = {"province_en": "Phra Nakhon Si Ayutthaya", "first_en": "Mueang Nakhon Si Thammarat"}
    frames = {
        "empty": report.frames["empty"].assign(**names),
        "provinces": report.frames["provinces"].assign(province_en=names["province_en"]),
    }
    assert_fits(opened(replace(report, frames={**report.frames, **frames}), "en"))


@pytest.mark.parametrize(("scope", "language"), these(EACH_ONCE, SCOPES_IN_BOTH))
def test_names_of_sixty_letters_stay_on_the_slide(
    published: Path, scope: Scope, language: str
) -> None:
    names = {"th": ("เมืองทดสอบชื่อยาวมาก" * 3)[:60], "en": ("A very long name of a place " * 3)[:60]}
    gathered = october(published, scope)
    frames = dict(gathered.frames)
    for name in ("provinces", "empty", "changes", "amphoe"):
        long = [
            column
            for column in frames[name].columns
            if column.startswith(("province_", "amphoe_", "first_", "region_"))
            and column.endswith(("_th", "_en"))
        ]
        frames[name] = frames[name].assign(**{column: names[column[-2:]] for column in long})
    if scope.kind != "country":
        scope = replace(scope, name_th=names["th"], name_en=names["en"])
    presentation = opened(replace(gathered, frames=frames, scope=scope), language)
    assert_fits(presentation)
    assert "…" in tables_of(presentation)


def tables_of(presentation: Presentation) -> str:
    """The words of every table."""
    tables = [
        shape.table for slide in presentation.slides for shape in slide.shapes if shape.has_table
    ]
    return " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_pictures_and_tables_are_described_in_words(deck: Presentation) -> None:
    drawn = [shape for slide in deck.slides for shape in slide.shapes if not shape.has_text_frame]
    assert len(drawn) == 8
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in drawn)


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(published: Path, report: Pack) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from tests.reports.monthly.sample_report import october; "
        "from tests.reports.monthly.test_slides import made; "
        "sys.stdout.buffer.write(made(october(Path(sys.argv[1])), 'th'))"
    )
    files = [made(report, "th")]
    for seed in ("1", "2"):
        time.sleep(1)
        done = subprocess.run(
            [sys.executable, "-c", code, str(published)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        files.append(done.stdout)
    assert files[0] == files[1] == files[2]
    assert made(report, "en") != files[0]


def test_the_file_knows_no_clock_and_no_program(report: Pack) -> None:
    file = made(report, "en")
    about = pptx.Presentation(io.BytesIO(file)).core_properties
    assert about.created == about.modified == datetime(2000, 1, 1)
    assert about.title == "Monthly report, Oct 2023 · The whole country"
    assert (about.author, about.comments, about.last_modified_by) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/app.xml" not in parts.namelist()


def test_a_period_without_targets_or_months_is_told_in_words(report: Pack) -> None:
    nothing = {
        "decisions": report.frames["decisions"].iloc[:0],
        "monthly": report.frames["monthly"].tail(1),
        "fan_members": report.frames["fan_members"].iloc[:0],
        "empty": report.frames["empty"].iloc[:0],
    }
    bare: tuple[Figure, ...] = tuple(
        figure for figure in report.figures if not figure.name.startswith("target_")
    )
    presentation = opened(replace(report, frames={**report.frames, **nothing}, figures=bare), "en")
    text = Text("en")
    assert text("monthly.no_targets") in words(presentation.slides[1])
    assert text("monthly.no_growth") in words(presentation.slides[3])
    # Of members nothing is forecast, and of amphoe no target is drawn.
    assert presentation.slides[4].shapes.title.text == text("projections.fan")
    assert text("monthly.none_empty") in words(presentation.slides[7])
    assert_fits(presentation)
