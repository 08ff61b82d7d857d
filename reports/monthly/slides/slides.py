"""A monthly report as slides: each is titled with what is found, the pages' figure below it.

Words and tables can be changed by hand; lists are cut to what a slide holds, with how many more
there are. Figures are pictures that Typst has set, so that no program loses marks of their Thai.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from pptx.slide import Slide

from reports.figures import figure
from reports.figures.map import Geometry
from reports.monthly import cards, coverage_map, figures, headline, sentences
from reports.monthly.cards import Card
from reports.monthly.figures import Cited
from reports.monthly.report import Pack
from reports.monthly.slides import areas
from reports.monthly.slides.deck import FAINT, HEIGHT, MARGIN, WIDTH, Box, Deck, Words
from reports.monthly.slides.fitting import POINTS, on_one_line, width
from reports.monthly.slides.template import ACCENT, QUIET
from reports.text import Text

_WIDE = WIDTH - 2 * MARGIN
_UNDER_TITLE = Box(MARGIN, 1.25, _WIDE, 0.6)
_WHOLE = Box(MARGIN, 1.4, _WIDE, 5.45)
_UNDER_WORDS = Box(MARGIN, 1.9, _WIDE, 4.95)
_POINTS_ACROSS, _PPI = 560.0, 220.0
"""A figure is set on so many points and shown wider, so that its letters are read from afar."""
_SMALL = 11
"""Points."""
_FOOTER = Box(MARGIN, HEIGHT - 0.5, 10.9, 0.32)
_PAGE = Box(WIDTH - MARGIN - 1.2, HEIGHT - 0.5, 1.2, 0.32)
_CARD = 5.7
_TARGETS = 2
_SIZES = (24.0, 22.0, 20.0)
_APART = 11.0


def slides(report: Pack, text: Text, geometry: Geometry) -> bytes:
    """Return the report as PPTX; the same report gives the same bytes."""
    deck = Deck(text.language, title=sentences.heading(report, text))
    _title(deck, report, text)
    _headline(deck, report, text)
    _changed(deck, report, text)
    _figures(
        deck,
        text,
        [
            *figures.growth(report, text),
            *figures.forecasts(report, text),
            coverage_map.cited(report, text, geometry),
            *figures.tour(report, text),
        ],
    )
    areas.add(deck, report, text)
    _footers(deck, report, text)
    return deck.to_bytes()


def _title(deck: Deck, report: Pack, text: Text) -> None:
    slide = deck.add(sentences.title(report, text), at=Box(MARGIN, 2.0, _WIDE, 1.1), size=44)
    lines = [
        Words(sentences.scope(report, text), 26),
        Words(sentences.dates(report, text), 18, QUIET),
    ]
    if partial := sentences.partial(report, text):
        lines.append(Words(partial, 18, QUIET))
    if report.edition["is_sample"]:
        lines.append(Words(text("monthly.sample"), 20, ACCENT, is_bold=True))
    deck.write(slide, Box(MARGIN, 3.2, _WIDE, 2.6), lines, after=8)


def _headline(deck: Deck, report: Pack, text: Text) -> None:
    slide = deck.add(headline.sentence(report, text))
    for left, card in zip((MARGIN, WIDTH - MARGIN - _CARD), cards.cards(report, text), strict=True):
        _card(deck, slide, left, card, text)
    if report.frames["decisions"].empty:
        deck.write(
            slide, Box(MARGIN, 3.6, _WIDE, 0.5), [Words(text("monthly.no_targets"), 18, QUIET)]
        )


def _card(deck: Deck, slide: Slide, left: float, card: Card, text: Text) -> None:
    """Write a number with its change, and how far its targets are."""
    number = [Words(card.value, 48, is_bold=True), Words(f"  {card.delta}", 24, ACCENT, True)]
    label, note = Words(card.label, 18, QUIET), Words(card.note, 14, QUIET)
    deck.write(slide, Box(left, 1.3, _CARD, 1.9), [label, number, note])
    # One target alone is written larger.
    size, high, room = (18, 0.7, 2.2) if len(card.targets) == 1 else (14, 0.55, 1.6)
    top = 3.3
    for target in card.targets[:_TARGETS]:
        name = [Words(target.name, size, is_bold=True)]
        deck.write(slide, Box(left, top, _CARD, high), name, is_low=True)
        line = Box(left, top + high + 0.04, _CARD, 0.1)
        deck.bar(slide, line, FAINT, alt=target.name)
        if target.share > 0:
            reached = replace(line, width=max(_CARD * target.share, 0.02))
            deck.bar(slide, reached, ACCENT, alt=target.name)
        words = [Words(each, size) for each in target.lines]
        deck.write(slide, Box(left, top + high + 0.16, _CARD, room - high - 0.17), words)
        top += room
    if len(card.targets) > _TARGETS:
        more = text("monthly.slide.more_targets", n=len(card.targets) - _TARGETS)
        deck.write(slide, Box(left, 6.65, _CARD, 0.32), [Words(more, 12, QUIET)])


def _changed(deck: Deck, report: Pack, text: Text) -> None:
    title = sentences.covered(report, text)
    slide = deck.add(title)
    told = [each for each in sentences.changed(report, text) if each != title]
    lines = [Words(each, _size(told)) for each in told]
    deck.write(slide, _WHOLE, lines, after=_APART, has_bullets=True)


def _size(told: Sequence[str]) -> float:
    """Return the largest size of letters in which sentences fit, Thai breaking its lines early."""
    room = 0.85 * _WHOLE.width * POINTS

    def high(size: float) -> float:
        return sum(math.ceil(width(each, size) / room) * 1.3 * size + _APART for each in told)

    return next((size for size in _SIZES if high(size) <= _WHOLE.height * POINTS), _SIZES[-1])


def _figures(deck: Deck, text: Text, cited: Sequence[Cited]) -> None:
    """Add a slide a figure; all are set in one run of the typesetter."""
    drawn = [each.drawing for each in cited if each.drawing]
    boxes = [_UNDER_WORDS if each.lines else _WHOLE for each in cited if each.drawing]
    sizes = [(_POINTS_ACROSS, _POINTS_ACROSS * box.height / box.width) for box in boxes]
    pictures = zip(figure.pictures(drawn, sizes, _PPI), boxes, strict=True)
    for each in cited:
        slide = deck.add(each.title)
        told = each.lines
        if len(told) > _TARGETS:
            told = (told[0], text("monthly.slide.more_targets", n=len(told) - 1))
        lines = [Words(line, 14, QUIET) for line in told]
        if each.drawing:
            picture, box = next(pictures)
            deck.write(slide, _UNDER_TITLE, lines)
            deck.picture(slide, box, picture, ". ".join((each.title, *each.lines)))
        else:
            deck.write(slide, _WHOLE, [Words(each.none, 18), *lines], after=9)


def _footers(deck: Deck, report: Pack, text: Text) -> None:
    """Write on every slide its dates, scope and number: slides get about one by one."""
    dates, sample = (
        sentences.dates(report, text),
        [text("monthly.sample")] if report.edition["is_sample"] else [],
    )
    # A long name of an area is cut: the dates and that data are invented never are.
    rest = width(" · ".join([dates, "", *sample]), _SMALL)
    scope = on_one_line(sentences.scope(report, text), _FOOTER.width * POINTS - rest, _SMALL)
    footer = [dates, scope, *sample]
    for number, slide in enumerate(deck.file.slides, start=1):
        deck.write(slide, _FOOTER, [Words(" · ".join(footer), _SMALL, QUIET)])
        page = text("monthly.page", page=number, pages=len(deck.file.slides))
        deck.write(slide, _PAGE, [Words(page, _SMALL, QUIET)], is_right=True)
