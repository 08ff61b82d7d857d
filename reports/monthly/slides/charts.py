"""Charts that a presentation draws itself, each with its numbers to edit.

The workbook inside a chart is made as our other workbooks are, of the rows the chart draws.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pptx.chart.axis import CategoryAxis
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import LineSeries
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Pt

from metrics.coverage.ladder import STEPS
from reports.monthly.report import Pack
from reports.monthly.slides.deck import FAINT, Box, Deck, Words, describe, rgb
from reports.monthly.slides.lines import Lines, Series
from reports.monthly.slides.template import INK, QUIET
from reports.spreadsheets.xlsx_files import xlsx_bytes
from reports.step_colours import COLOURS
from reports.text import Text

_MOST_LABELS = 12
_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}
_SHEET = "Sheet1"
"""What the references inside a chart call its sheet."""


def draw_lines(deck: Deck, slide: Slide, box: Box, lines: Lines, alt: str) -> None:
    """Draw a line chart that stays a chart."""
    rows: dict[str, Sequence[Any]] = {lines.heading: lines.across}
    for series in lines.series:
        rows[series.name] = series.values
    chart = _chart(deck, slide, box, XL_CHART_TYPE.LINE, rows, alt)
    chart.has_legend = len(lines.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        deck.set_font(chart.legend.font, Words("", 12, QUIET))
    for line, series in zip(chart.plots[0].series, lines.series, strict=True):
        line.smooth = False
        line.format.line.color.rgb, line.format.line.width = rgb(series.colour), Pt(series.points)
        line.format.line.dash_style = _DASHES[series.dash]
        if series.has_end_label:
            _label_end(deck, line, series)
    counts = chart.value_axis
    # From 0: a line that begins above it makes a small rise look like a large one.
    counts.minimum_scale = 0
    counts.major_gridlines.format.line.color.rgb = rgb(FAINT)
    counts.tick_labels.number_format, counts.tick_labels.number_format_is_linked = "#,##0", False
    counts.format.line.fill.background()
    every = -(-len(lines.across) // _MOST_LABELS)
    for axis in (counts, chart.category_axis):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        deck.set_font(axis.tick_labels.font, Words("", 12, QUIET))
    chart.category_axis.format.line.color.rgb = rgb(QUIET)
    _label_every(chart.category_axis, every)


def draw_ladder(deck: Deck, slide: Slide, box: Box, report: Pack, text: Text, alt: str) -> None:
    """Draw how many amphoe stand on each step, a bar a step in its colour, the first on top."""
    counts = report.frames["steps"].set_index("step")["amphoe"]
    rows: dict[str, Sequence[Any]] = {
        text("monthly.column.step"): [text(f"ladder.{step}") for step in STEPS],
        text("monthly.column.amphoe_name"): [int(counts.get(step, 0)) for step in STEPS],
    }
    chart = _chart(deck, slide, box, XL_CHART_TYPE.BAR_CLUSTERED, rows, alt)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 45, False, True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = "#,##0", False
    deck.set_font(labels.font, Words("", 16, INK, is_bold=True))
    for at, step in enumerate(STEPS):
        bar = plot.series[0].points[at].format
        bar.fill.solid()
        bar.fill.fore_color.rgb = rgb(COLOURS[step][0])
        bar.line.color.rgb, bar.line.width = rgb(QUIET), Pt(0.5)
    steps = chart.category_axis
    steps.reverse_order, steps.major_tick_mark = True, XL_TICK_MARK.NONE
    steps.format.line.color.rgb = rgb(QUIET)
    deck.set_font(steps.tick_labels.font, Words("", 16))
    chart.value_axis.minimum_scale = 0
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False


def _chart(
    deck: Deck,
    slide: Slide,
    box: Box,
    kind: XL_CHART_TYPE,
    rows: Mapping[str, Sequence[Any]],
    alt: str,
) -> Chart:
    """Draw a chart of rows: their first column is across, each other one a series."""
    (_, across), *series = rows.items()
    data = CategoryChartData(number_format="#,##0")
    data.categories = across
    for name, values in series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(kind, *box.emus, data)
    describe(frame, alt)
    chart = frame.chart
    # The library's own workbook tells when it was made.
    chart.part.chart_workbook.update_from_xlsx_blob(xlsx_bytes({_SHEET: pd.DataFrame(rows)}))
    chart.has_title = False
    deck.set_font(chart.font, Words("", 12, INK))
    return chart


def _label_end(deck: Deck, line: LineSeries, series: Series) -> None:
    """Write the last number of a line beside it."""
    last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
    if last is None:
        return
    label = line.points[last].data_label
    deck.set_font(label.font, Words("", 14, series.colour, is_bold=True))
    label.position = XL_LABEL_POSITION.ABOVE


def _label_every(axis: CategoryAxis, every: int) -> None:
    """Label one of so many days across: the library has no name for this setting."""
    element = axis._element
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        part = parse_xml(f'<{name} {nsdecls("c")} val="{every}"/>')
        element.find(qn("c:noMultiLvlLbl")).addprevious(part)
