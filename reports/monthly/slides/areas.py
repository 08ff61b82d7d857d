"""The slide of provinces: most amphoe covered, and the readiest of those with none."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches

from metrics.coverage.ladder import STEPS
from reports.monthly import sentences, tables
from reports.monthly.report import Pack
from reports.monthly.slides.deck import FAINT, MARGIN, WIDTH, Box, Deck, Words, describe
from reports.monthly.slides.fitting import POINTS, on_one_line
from reports.monthly.slides.template import INK, QUIET
from reports.text import Text

_ROWS, _ROW = 12, 0.36
_LETTERS = 11
"""Points: at these the longest names of provinces and amphoe stand on one line; longer are cut."""
_BESIDE = 0.06
"""Inches left and right of a cell's words."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_RANKS = {step: rank for rank, step in enumerate(STEPS)} | {"vacant": -1}


def add(deck: Deck, report: Pack, text: Text) -> None:
    """Add the slide; of one province it tells the amphoe."""
    if report.scope.kind == "province":
        slide = deck.add(sentences.ready(report, text) or text("monthly.section.amphoe"))
        _amphoe(deck, slide, report, text)
        return
    slide = deck.add(sentences.empty(report, text) or text("monthly.section.provinces"))
    named = report.frames["provinces"]["province_code"].notna()
    rows = tables.provinces(report, text)[named]
    rows = rows[rows["amphoe_covered"] > 0].sort_values(
        ["amphoe_covered", "members"], ascending=False, kind="stable"
    )
    columns = ["province", "members", "net_change", "amphoe_covered", "amphoe"]
    _list(deck, slide, rows[columns], text, MARGIN, (1.9, 0.8, 0.96, 0.74, 1.1), "most")
    empty = tables.empty(report, text)[["province", "members", "amphoe_ready", "readiest"]]
    left = WIDTH - MARGIN - 6.2
    _list(
        deck, slide, empty, text, left, (1.9, 0.8, 1.3, 2.2), "readiest", none="monthly.none_empty"
    )


def _amphoe(deck: Deck, slide: Slide, report: Pack, text: Text) -> None:
    rows = tables.plain(report, text)["amphoe"]
    steps = report.frames["amphoe"]["step"].map(_RANKS)
    rows = rows.loc[steps.sort_values(ascending=False, kind="stable").index]
    columns = ["amphoe_name", "step", "members", "next_election_on", "covered_to"]
    widths = (3.2, 3.4, 1.5, 2.0, 2.0)
    _list(deck, slide, rows[columns], text, MARGIN, widths, "amphoe")


def _list(
    deck: Deck,
    slide: Slide,
    rows: pd.DataFrame,
    text: Text,
    left: float,
    widths: Sequence[float],
    name: str,
    *,
    none: str = "monthly.slide.none",
) -> None:
    """Draw the first rows of a table under its heading, and tell how many more there are."""
    heading = text(f"monthly.slide.{name}")
    width = sum(widths)
    deck.write(slide, Box(left, 1.2, width, 0.4), [Words(heading, 16, is_bold=True)])
    if rows.empty:
        deck.write(slide, Box(left, 1.7, width, 0.9), [Words(text(none), 16)])
        return
    first = rows.head(_ROWS)
    numbers = [rows[column].dtype.kind in "iuf" for column in rows.columns]
    cells = [
        [text(f"monthly.column.{column}") for column in rows.columns],
        *(_cells(row, text) for row in tables.records(first)),
    ]
    box = Box(left, 1.65, width, _ROW * len(cells))
    _table(deck, slide, box, cells, widths, numbers=numbers, alt=heading)
    if len(rows) > _ROWS:
        more = text("monthly.slide.more", n=len(rows) - _ROWS)
        deck.write(slide, Box(left, 6.42, width, 0.35), [Words(more, 12, QUIET)])


def _table(
    deck: Deck,
    slide: Slide,
    box: Box,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    numbers: Sequence[bool],
    alt: str,
) -> None:
    """Draw a table whose first row is its headings; `numbers` are columns set to the right."""
    frame = slide.shapes.add_table(len(rows), len(widths), *box.emus)
    describe(frame, alt)
    table = frame.table
    table.horz_banding = False
    frame._element.find(f".//{qn('a:tableStyleId')}").text = _NO_STYLE
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for at, cells in enumerate(rows):
        table.rows[at].height = Inches(box.height / len(rows))
        for column, words in enumerate(cells):
            cell = table.cell(at, column)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.margin_left = cell.margin_right = Inches(_BESIDE)
            room = (widths[column] - 2 * _BESIDE) * POINTS
            fitting = on_one_line(words, room, _LETTERS, is_bold=at == 0)
            style = Words(fitting, _LETTERS, QUIET if at == 0 else INK, at == 0)
            deck.fill(cell.text_frame, [style])
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if numbers[column] else PP_ALIGN.LEFT
            _underline(cell, QUIET if at == 0 else FAINT)


def _underline(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    fill = f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>'
    properties.append(parse_xml(f'<a:lnB {nsdecls("a")} w="9525">{fill}</a:lnB>'))


def _cells(row: Mapping[Any, Any], text: Text) -> list[str]:
    """Return cells as people read them."""
    words = []
    for column, cell in row.items():
        if isinstance(cell, str):
            words.append(cell)
        elif hasattr(cell, "year"):
            words.append(text.day(cell))
        else:
            words.append(text.signed(cell) if column == "net_change" else text.number(cell))
    return words
