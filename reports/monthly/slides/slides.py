"""How does a pack become eight slides that can be changed by hand: words, numbers, charts?

Lists are cut to what a slide holds, with how many more there are; nothing is made smaller to fit.
"""

from pptx.slide import Slide

from i18n.phrases import Text
from reports.monthly import sentences as said
from reports.monthly.gather import METRICS
from reports.monthly.report import Pack
from reports.monthly.slides import areas, charts
from reports.monthly.slides import lines as pack_slide_lines
from reports.monthly.slides.deck import FAINT, HEIGHT, MARGIN, WIDTH, Box, Deck, Words
from reports.monthly.slides.fitting import POINTS, on_one_line, width
from reports.monthly.slides.template import ACCENT, QUIET

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


def slides(pack: Pack, text: Text) -> bytes:
    """Return the pack as PPTX of SLIDES slides; the same pack gives the same bytes."""
    deck = Deck(text.language, title=f"{said.title(pack, text)} · {said.scope(pack, text)}")
    _title(deck, pack, text)
    _headline(deck, pack, text)
    _changed(deck, pack, text)
    _growth(deck, pack, text)
    for metric in METRICS:
        _forecast(deck, pack, text, metric)
    _ladder(deck, pack, text)
    areas.add(deck, pack, text)
    _footers(deck, pack, text)
    return deck.saved()


def _title(deck: Deck, pack: Pack, text: Text) -> None:
    slide = deck.add(said.title(pack, text), at=Box(MARGIN, 2.0, _WIDE, 1.1), size=44)
    lines = [Words(said.scope(pack, text), 26), Words(said.dates(pack, text), 18, QUIET)]
    if partial := said.partial(pack, text):
        lines.append(Words(partial, 18, QUIET))
    if pack.edition["is_sample"]:
        lines.append(Words(text("sample"), 20, ACCENT, is_bold=True))
    deck.write(slide, Box(MARGIN, 3.2, _WIDE, 2.6), lines, after=8)


def _headline(deck: Deck, pack: Pack, text: Text) -> None:
    slide = deck.add(text("slide.headline"))
    is_known = not bool(pack.frames["change"]["is_change_backfilled"].iloc[0])
    since = text("card.since", since=text.day(pack.period.since))
    change = pack.figure("net_change") if is_known else None
    _card(
        deck, slide, pack, text, MARGIN, "members",
        value=text.people(pack.figure("members")),
        change="" if change is None else text.signed(change),
        note=text("card.change_unknown") if change is None else since,
    )  # fmt: skip
    covered, verified = pack.count("amphoe_covered"), pack.figure("amphoe_verified")
    of = {name: pack.count(name) for name in ("amphoe", "provinces")}
    notes = [since, text("card.of", n=pack.count("provinces_covered"), **of)]
    if verified is not None and verified != covered:
        notes.append(text("card.verified", n=int(verified)))
    _card(
        deck, slide, pack, text, WIDTH - MARGIN - _CARD, "amphoe_covered",
        value=text.number(covered),
        change=text.signed(covered - pack.count("amphoe_covered_before")),
        note=" · ".join(notes),
    )  # fmt: skip
    if pack.frames["decisions"].empty:
        deck.write(slide, Box(MARGIN, 3.6, _WIDE, 0.5), [Words(text("no_targets"), 18, QUIET)])


def _card(
    deck: Deck,
    slide: Slide,
    pack: Pack,
    text: Text,
    left: float,
    metric: str,
    *,
    value: str,
    change: str,
    note: str,
) -> None:
    """Write a number with its change, and how far its targets are."""
    label = Words(text(f"card.{metric}"), 18, QUIET)
    number = [Words(value, 48, is_bold=True), Words(f"  {change}", 24, ACCENT, is_bold=True)]
    deck.write(slide, Box(left, 1.3, _CARD, 2.2), [label, number, Words(note, 14, QUIET)])
    top, targets = 3.55, _targets(pack, text, metric)
    for name, share, lines in targets[:_TARGETS]:
        name_box = Box(left, top, _CARD, 0.55)
        deck.write(slide, name_box, [Words(name, 14, is_bold=True)], is_low=True)
        deck.bar(slide, Box(left, top + 0.58, _CARD, 0.09), FAINT, alt=name)
        if share > 0:
            deck.bar(slide, Box(left, top + 0.58, max(_CARD * share, 0.02), 0.09), ACCENT, alt=name)
        told = [Words(line, 14) for line in lines]
        deck.write(slide, Box(left, top + 0.69, _CARD, 0.88), told)
        top += _TARGET
    if len(targets) > _TARGETS:
        more = text("slide.more_targets", n=len(targets) - _TARGETS)
        deck.write(slide, Box(left, 6.65, _CARD, 0.32), [Words(more, 12, QUIET)])


def _changed(deck: Deck, pack: Pack, text: Text) -> None:
    slide = deck.add(text("section.changed"))
    lines = [Words(sentence, 20) for sentence in said.changed(pack, text)]
    deck.write(slide, _WHOLE, lines, after=11, has_bullets=True)


def _growth(deck: Deck, pack: Pack, text: Text) -> None:
    slide = deck.add(text("table.growth"))
    lines = pack_slide_lines.growth(pack, text)
    if lines is None:
        deck.write(slide, _WHOLE, [Words(text("no_growth"))])
        return
    members = said.members(pack, text)
    deck.write(slide, _UNDER_TITLE, [Words(members, 16, QUIET)])
    charts.draw_lines(deck, slide, _UNDER_WORDS, lines, f"{text('table.growth')}. {members}")


def _forecast(deck: Deck, pack: Pack, text: Text, metric: str) -> None:
    title = text(f"slide.forecast.{metric}")
    slide = deck.add(title)
    lines = pack_slide_lines.forecast(pack, metric, text)
    targets = _targets(pack, text, metric)
    told = [
        [Words(f"{name}: ", 14, is_bold=True), Words(" · ".join(words), 14)]
        for name, _, words in targets[:1]
    ] or [[Words(text("no_targets"), 14, QUIET)]]
    if len(targets) > 1:
        told.append([Words(text("slide.more_targets", n=len(targets) - 1), 14, QUIET)])
    if lines is None:
        deck.write(slide, _WHOLE, [Words(text("no_forecast"), 18), *told], after=9)
        return
    deck.write(slide, _UNDER_TITLE, told)
    alt = ". ".join([title, *("".join(look.words for look in line) for line in told)])
    charts.draw_lines(deck, slide, _UNDER_WORDS, lines, alt)


def _ladder(deck: Deck, pack: Pack, text: Text) -> None:
    name = "map" if pack.scope.kind == "country" else "map_some"
    title = text(f"section.{name}")
    slide = deck.add(title)
    covered = said.covered(pack, text)
    deck.write(slide, _UNDER_TITLE, [Words(covered, 16, QUIET)])
    charts.draw_ladder(deck, slide, _UNDER_WORDS, pack, text, f"{title}. {covered}")


def _targets(pack: Pack, text: Text, metric: str) -> list[tuple[str, float, list[str]]]:
    """Return each target of a number: what it is called, the share reached, what is said of it."""
    rows = pack.frames["decisions"].to_dict("records")
    return [
        (
            said.target_name(row, text),
            said.share(row),
            told,
        )
        for row, told in zip(rows, said.targets(pack, text), strict=True)
        if row["metric"] == metric
    ]


def _footers(deck: Deck, pack: Pack, text: Text) -> None:
    """Write on every slide its dates, scope and number: slides get about one by one."""
    dates, sample = said.dates(pack, text), [text("sample")] if pack.edition["is_sample"] else []
    # A long name of an area is cut: the dates and that data are invented never are.
    rest = width(" · ".join([dates, "", *sample]), _SMALL)
    scope = on_one_line(said.scope(pack, text), _FOOTER.width * POINTS - rest, _SMALL)
    told = [dates, scope, *sample]
    for number, slide in enumerate(deck.file.slides, start=1):
        deck.write(slide, _FOOTER, [Words(" · ".join(told), _SMALL, QUIET)])
        page = text("page", page=number, pages=SLIDES)
        deck.write(slide, _PAGE, [Words(page, _SMALL, QUIET)], is_right=True)
