"""Sets one figure by itself, to be sent or printed: its finding, dates and source inside.

It is drawn from the very chart that the page shows. Typst sets the words with Sarabun, as outlines
in an SVG: letters would lose Thai vowels and tone marks in most programs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import fontpkg_sarabun
import pandas as pd
import typst

from reports.figures import shapes
from reports.figures.words import plain

_TEMPLATE = Path(__file__).parent / "figure.typ"
_FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
_PPI = 144.0
Size = tuple[float, float]
"""Points across and down."""
SIZES: Mapping[str, tuple[int, int]] = {
    "wide": (600, 315),
    "square": (540, 540),
    "a4": (842, 595),
}
"""Points of each form; a PNG has two pixels a point: 1200 × 630, 1080 × 1080, 1684 × 1190."""
Form = Literal["wide", "square", "a4"]
Row = tuple[str, Any, Any]
"""A number of a figure: of which series, at what, how much."""


@dataclass(frozen=True)
class Figure:
    """A chart (`go.Figure.to_plotly_json()`) or the drawing of a map, with the words that go along.

    `rows` are its numbers where they cannot be read off a chart.
    """

    chart: Mapping[str, Any]
    title: str
    subtitle: str
    source: str
    party: str
    language: str
    rows: Sequence[Row] | None = None


def png(figure: Figure, form: Form) -> bytes:
    """Return the figure as a picture of a form. Raises ValueError for a trace that is not known."""
    return _typeset([_page(figure, form)], {"format": "png", "ppi": _PPI})[0]


def svg(figure: Figure, form: Form = "wide") -> bytes:
    """Return the figure as lines. Raises ValueError for a trace that is not known."""
    return _typeset([_page(figure, form)], {"format": "svg"})[0]


def pictures(
    drawings: Sequence[Mapping[str, Any]], sizes: Sequence[Size], ppi: float
) -> list[bytes]:
    """Return drawings without their titles as PNG, each as many points large as told, on white."""
    pages = [
        {**drawing, "width": width, "height": height, "is_bare": True}
        for drawing, (width, height) in zip(drawings, sizes, strict=True)
    ]
    return _typeset(pages, {"format": "png", "ppi": ppi}) if pages else []


def _page(figure: Figure, form: Form) -> dict[str, Any]:
    width, height = SIZES[form]
    return {**drawing(figure), "width": width, "height": height, "is_bare": False}


def _typeset(drawings: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> list[bytes]:
    found = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"figures": json.dumps(drawings, ensure_ascii=False)},
        **options,
    )
    return list(map(bytes, found)) if isinstance(found, list) else [bytes(found)]


def drawing(figure: Figure) -> dict[str, Any]:
    """Return what `drawing.typ` draws. Raises ValueError for a trace that is not known."""
    words = {
        "language": figure.language,
        "title": plain(figure.title),
        "subtitle": figure.subtitle,
        "source": figure.source,
        "party": figure.party,
    }
    if "svg" in figure.chart:
        return {**figure.chart, **words}
    across, up = shapes.axes(figure.chart)
    return words | {
        "x_ticks": across.ticks(),
        "y_ticks": up.ticks(),
        "has_grid": figure.chart["layout"].get("yaxis", {}).get("showgrid", True) is not False,
        "is_clipped": bool(figure.chart["layout"].get("yaxis", {}).get("range")),
        "shapes": shapes.shapes(figure.chart, across, up),
    }


def table(figure: Figure, labels: Sequence[str]) -> pd.DataFrame:
    """Return the figure's own numbers: its rows, or those of a chart, one a mark.

    `labels` are the three columns' names. Where the page says a mark's days in words, so does
    this. What is drawn of no number, as a mark that was left out, has none.
    """
    rows: list[Row] = [*figure.rows] if figure.rows is not None else []
    for trace in figure.chart["data"] if figure.rows is None else ():
        if trace["type"] == "heatmap":
            rows += _cells(trace, figure.chart["layout"])
        elif trace.get("fill"):
            rows += _edges(trace)
        elif trace.get("name"):
            is_across = trace.get("orientation") == "h"
            places, counts = ("y", "x") if is_across else ("x", "y")
            pairs = zip(trace[places], trace[counts], strict=True)
            for at, (place, count) in enumerate(pairs):
                if place is not None:
                    rows.append((plain(trace["name"]), _said(trace, at, place), count))
    return pd.DataFrame(rows, columns=list(labels))


def _edges(trace: Mapping[str, Any]) -> list[Row]:
    """Return the upper and the lower edge of a band, which is drawn around in one or two halves."""
    days, counts = list(trace["x"]), list(trace["y"])
    n = len(days) // (4 if None in days else 2)
    name = plain(trace["name"])
    upper = [(f"{name} ≤", day, count) for day, count in zip(days[:n], counts[:n], strict=True)]
    below = reversed(counts[-n:])
    return upper + [(f"{name} ≥", day, low) for day, low in zip(days[:n], below, strict=True)]


def _said(trace: Mapping[str, Any], at: int, place: object) -> object:
    said = trace.get("customdata")
    if not isinstance(place, int) or said is None or len(said) <= at:
        return place
    first = said[at]
    return plain(first if isinstance(first, str) else first[0])


def _cells(trace: Mapping[str, Any], layout: Mapping[str, Any]) -> list[Row]:
    words = [layout[axis].get("ticktext") or trace[axis[0]] for axis in ("yaxis", "xaxis")]
    return [
        (plain(words[0][row]), plain(words[1][column]), count)
        for row, counts in enumerate(trace["z"])
        for column, count in enumerate(counts)
        if count is not None
    ]
