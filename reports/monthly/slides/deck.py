"""A presentation: wide, white, Thai in Sarabun throughout, the same bytes each time.

Letters carry their typeface themselves, also the one of complex scripts, which Thai is set in:
a program falls back to a font of its own wherever one of the three is not named.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.text.text import Font, TextFrame, _Paragraph
from pptx.util import Inches, Pt

from reports.monthly.slides.fitting import POINTS, on_one_line, width
from reports.monthly.slides.template import ACCENT, INK, TYPEFACE, clear

FAINT = "#E3E1DC"
WIDTH, HEIGHT = 40 / 3, 7.5
MARGIN = 0.6
_TITLE_ONLY = 5
_LANGUAGES = {"th": MSO_LANGUAGE_ID.THAI, "en": MSO_LANGUAGE_ID.ENGLISH_US}
_MADE_ON = datetime(2000, 1, 1)
"""No clock inside the file."""
_BULLET_INDENT = 0.25
_TITLE_SIZES, _LONG_TITLE = (28, 24, 21), 20
"""Points."""
_TWO_LINES = 1.75


@dataclass(frozen=True)
class Box:
    """Where something is on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emus(self) -> tuple[int, int, int, int]:
        """The box as a presentation counts."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


TITLE = Box(MARGIN, 0.45, WIDTH - 2 * MARGIN, 0.75)


@dataclass(frozen=True)
class Words:
    """Words of one look: their size in points, colour, and whether they are bold."""

    words: str
    size: float = 18
    colour: str = INK
    is_bold: bool = False


Line = Words | Sequence[Words]
"""A paragraph: words of one look, or of several."""


class Deck:
    """A presentation in one language, 16:9, to which slides are added."""

    def __init__(self, language: str, *, title: str) -> None:
        self.language = language
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._layout = self.file.slide_layouts[_TITLE_ONLY]
        clear(self.file, self._layout, width_in=WIDTH, title=TITLE.emus)
        properties = self.file.core_properties
        properties.title, properties.author, properties.last_modified_by = title, "", ""
        properties.comments = properties.keywords = ""
        properties.created = properties.modified = _MADE_ON
        properties.language = language

    def add(self, title: str, *, at: Box = TITLE, size: float = 0) -> Slide:
        """Add a slide with its title, and return it.

        A title stands on one line, a longer one in smaller letters on two, cut there; or of `size`.
        """
        size = size or next((s for s in _TITLE_SIZES if _is_one_line(title, s)), _LONG_TITLE)
        title = on_one_line(title, _TWO_LINES * at.width * POINTS, size, is_bold=True)
        slide = self.file.slides.add_slide(self._layout)
        title_shape = slide.shapes.title
        title_shape.left, title_shape.top, title_shape.width, title_shape.height = at.emus
        self.fill(title_shape.text_frame, [Words(title, size, is_bold=True)], MSO_ANCHOR.MIDDLE)
        return slide

    def write(
        self,
        slide: Slide,
        box: Box,
        lines: Sequence[Line],
        *,
        is_right: bool = False,
        is_low: bool = False,
        after: float = 0,
        has_bullets: bool = False,
    ) -> None:
        """Write paragraphs, `after` points apart; `is_low` lets them end where the box does."""
        frame = slide.shapes.add_textbox(*box.emus).text_frame
        self.fill(frame, lines, MSO_ANCHOR.BOTTOM if is_low else MSO_ANCHOR.TOP)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
            paragraph.space_after = Pt(after)
            if has_bullets:
                _bullet(paragraph)

    def bar(self, slide: Slide, box: Box, colour: str, *, alt: str) -> None:
        """Draw a plain bar; `alt` tells what it is."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emus)
        shape._element.nvSpPr.cNvPr.set("descr", alt)
        shape.shadow.inherit = False
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()

    def picture(self, slide: Slide, box: Box, png: bytes, alt: str) -> None:
        """Draw a picture over all of a box; `alt` tells what it shows."""
        shape = slide.shapes.add_picture(io.BytesIO(png), *box.emus)
        shape._element.nvPicPr.cNvPr.set("descr", alt)

    def fill(
        self, frame: TextFrame, lines: Sequence[Line], anchor: MSO_ANCHOR | None = None
    ) -> None:
        """Write paragraphs into a frame; with an anchor it is a box of its own, without margins."""
        frame.word_wrap = True
        if anchor is not None:
            frame.auto_size, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, anchor
            frame.margin_left = frame.margin_right = 0
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            for words in [line] if isinstance(line, Words) else line:
                run = paragraph.add_run()
                run.text = words.words
                self.set_font(run.font, words)

    def set_font(self, font: Font, words: Words) -> None:
        """Give letters, or the defaults of a chart, their look in Sarabun of every script."""
        font.name, font.size, font.bold = TYPEFACE, Pt(words.size), words.is_bold
        font.color.rgb = rgb(words.colour)
        font.language_id = _LANGUAGES[self.language]
        latin = font._element.find(qn("a:latin"))
        for script in ("cs", "ea"):
            for old in font._element.findall(qn(f"a:{script}")):
                font._element.remove(old)
            latin.addnext(parse_xml(f'<a:{script} {nsdecls("a")} typeface="{TYPEFACE}"/>'))

    def to_bytes(self) -> bytes:
        """Return the file; the same slides give the same bytes."""
        written, out = io.BytesIO(), io.BytesIO()
        self.file.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                target.writestr(entry, source.read(name))
        return out.getvalue()


def _is_one_line(words: str, size: float) -> bool:
    return width(words, size, is_bold=True) <= TITLE.width * POINTS


def rgb(colour: str) -> RGBColor:
    """Return a colour such as #C23E0B as a presentation takes it."""
    return RGBColor.from_string(colour.removeprefix("#"))


def describe(frame: GraphicFrame, alt: str) -> None:
    """Say in words what a chart or table shows, for who cannot see it."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)


def _bullet(paragraph: _Paragraph) -> None:
    indent = Inches(_BULLET_INDENT)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    colour = f'<a:srgbClr val="{ACCENT.removeprefix("#")}"/>'
    for part in (
        f"<a:buClr {nsdecls('a')}>{colour}</a:buClr>",
        f'<a:buFont {nsdecls("a")} typeface="{TYPEFACE}"/>',
        f'<a:buChar {nsdecls("a")} char="•"/>',
    ):
        properties.append(parse_xml(part))
