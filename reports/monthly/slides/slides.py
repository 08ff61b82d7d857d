"""A monthly report as eight slides that can be changed by hand: words, numbers, charts.

Lists are cut to what a slide holds, with how many more there are; nothing is made smaller to fit.
"""

from pptx.slide import Slide

from reports.monthly import cards, sentences
from reports.monthly.cards import Card
from reports.monthly.gather import METRICS
from reports.monthly.report import Pack
from reports.monthly.slides import areas, charts
from reports.monthly.slides import lines as report_lines
from reports.monthly.slides.deck import FAINT, HEIGHT, MARGIN, WIDTH, Box, Deck, Words
from reports.monthly.slides.fitting import POINTS, on_one_line, width
from reports.monthly.slides.template import ACCENT, QUIET
from reports.text import Text

SLIDES = 8
_WIDE = WIDTH - 2 * MARGIN
_UNDER_TITLE = Box(MARGIN, 1.2, _WIDE, 0.9)
_WHOLE = Box(MARGIN, 1.35, _WIDE, 5.5)
_UNDER_WORDS = Box(MARGIN, 2.1, _WIDE, 4.75)
_SMALL = 11
"""Points."""
_FOOTER = Box(MARGIN, HEIGHT - 0.5, 10.9, 0.32)
_PAGE = Box(WIDTH - MARGIN - 1.2, HEIGHT - 0.5, 1.2, 0.32)
_CARD = 5.7
_TARGETS, _TARGET = 2, 1.6


def slides(report: Pack, text: Text) -> bytes:
    """Return the report as PPTX of SLIDES slides; the same report gives the same bytes."""
    deck = Deck(text.language, title=sentences.heading(report, text))
    _title(deck, report, text)
    _headline(deck, report, text)
    _changed(deck, report, text)
    _growth(deck, report, text)
    for metric in METRICS:
        _forecast(deck, report, text, metric)
    _ladder(deck, report, text)
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
    slide = deck.add(text("monthly.slide.headline"))
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
    deck.write(slide, Box(left, 1.3, _CARD, 2.2), [label, number, note])
    top = 3.55
    for target in card.targets[:_TARGETS]:
        name = [Words(target.name, 14, is_bold=True)]
        deck.write(slide, Box(left, top, _CARD, 0.55), name, is_low=True)
        deck.bar(slide, Box(left, top + 0.58, _CARD, 0.09), FAINT, alt=target.name)
        if target.share > 0:
            reached = Box(left, top + 0.58, max(_CARD * target.share, 0.02), 0.09)
            deck.bar(slide, reached, ACCENT, alt=target.name)
        words = [Words(line, 14) for line in target.lines]
        deck.write(slide, Box(left, top + 0.69, _CARD, 0.88), words)
        top += _TARGET
    if len(card.targets) > _TARGETS:
        more = text("monthly.slide.more_targets", n=len(card.targets) - _TARGETS)
        deck.write(slide, Box(left, 6.65, _CARD, 0.32), [Words(more, 12, QUIET)])


def _changed(deck: Deck, report: Pack, text: Text) -> None:
    slide = deck.add(text("monthly.section.changed"))
    lines = [Words(sentence, 20) for sentence in sentences.changed(report, text)]
    deck.write(slide, _WHOLE, lines, after=11, has_bullets=True)


def _growth(deck: Deck, report: Pack, text: Text) -> None:
    slide = deck.add(text("monthly.table.growth"))
    lines = report_lines.growth(report, text)
    if lines is None:
        deck.write(slide, _WHOLE, [Words(text("monthly.no_growth"))])
        return
    members = sentences.members(report, text)
    deck.write(slide, _UNDER_TITLE, [Words(members, 16, QUIET)])
    charts.draw_lines(
        deck, slide, _UNDER_WORDS, lines, f"{text('monthly.table.growth')}. {members}"
    )


def _forecast(deck: Deck, report: Pack, text: Text, metric: str) -> None:
    title = text(f"monthly.slide.forecast.{metric}")
    slide = deck.add(title)
    lines = report_lines.forecast(report, metric, text)
    targets = cards.targets(report, text, metric)
    target_lines = [
        [Words(f"{target.name}: ", 14, is_bold=True), Words(" · ".join(target.lines), 14)]
        for target in targets[:1]
    ] or [[Words(text("monthly.no_targets"), 14, QUIET)]]
    if len(targets) > 1:
        target_lines.append(
            [Words(text("monthly.slide.more_targets", n=len(targets) - 1), 14, QUIET)]
        )
    if lines is None:
        deck.write(slide, _WHOLE, [Words(text("monthly.no_forecast"), 18), *target_lines], after=9)
        return
    deck.write(slide, _UNDER_TITLE, target_lines)
    alt = ". ".join([title, *("".join(part.words for part in line) for line in target_lines)])
    charts.draw_lines(deck, slide, _UNDER_WORDS, lines, alt)


def _ladder(deck: Deck, report: Pack, text: Text) -> None:
    name = "map" if report.scope.kind == "country" else "map_some"
    title = text(f"monthly.section.{name}")
    slide = deck.add(title)
    covered = sentences.covered(report, text)
    deck.write(slide, _UNDER_TITLE, [Words(covered, 16, QUIET)])
    charts.draw_ladder(deck, slide, _UNDER_WORDS, report, text, f"{title}. {covered}")


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
        page = text("monthly.page", page=number, pages=SLIDES)
        deck.write(slide, _PAGE, [Words(page, _SMALL, QUIET)], is_right=True)
