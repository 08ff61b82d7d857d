"""Turns the traces of a chart, as Plotly takes them, into shapes between 0 and 1.

What our charts are made of is known here: lines, areas, marks with whiskers, bars and cells. Any
other trace is an error, so that no picture quietly lacks a part.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reports.figures.axes import Axis
from reports.figures.bars import bars, stacked
from reports.figures.cells import cells
from reports.figures.parts import INK, QUIET, Shape, Trace, each, text
from reports.figures.words import colour

_SIDES = {
    "top center": "above",
    "top left": "above-left",
    "bottom center": "below",
    "bottom left": "below-left",
}
_NOTE_SIDES = {
    ("left", "middle"): "right",
    ("right", "middle"): "left",
    ("center", "bottom"): "above",
    ("center", "top"): "below",
    ("right", "bottom"): "above-left",
    ("left", "bottom"): "above-right",
}
"""Where words stand beside their point, by the corner of theirs that lies on it."""


def axes(chart: Mapping[str, Any]) -> tuple[Axis, Axis]:
    """Return the axis across and the axis upwards of a chart (`go.Figure.to_plotly_json()`)."""
    traces, layout = chart["data"], chart["layout"]
    is_across = any(trace.get("orientation") == "h" for trace in traces)
    has_bars = any(trace["type"] == "bar" for trace in traces)
    found = []
    for name, is_of_counts in (("x", is_across), ("y", not is_across)):
        values = [value for trace in traces for value in _values(trace, name)]
        if has_bars and is_of_counts:
            values += [end for ends in stacked(chart).values() for pair in ends for end in pair]
        stands_beside = has_bars and not is_of_counts
        found.append(
            Axis(
                layout.get(f"{name}axis", {}),
                values,
                is_from_zero=has_bars and is_of_counts,
                widest_bar=0.5 if stands_beside or _is_heat(traces) else 0.0,
            )
        )
    return found[0], found[1]


def _is_heat(traces: Sequence[Trace]) -> bool:
    return any(trace["type"] == "heatmap" for trace in traces)


def _values(trace: Trace, name: str) -> Iterator[Any]:
    values = trace.get(name)
    if values is not None:
        yield from values
    error = trace.get(f"error_{name}")
    if error and values is not None:
        for value, above, below in zip(values, *_whiskers(error), strict=True):
            if value is not None and above is not None:
                yield from (value + above, value - below)


def _whiskers(error: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    above = list(error["array"])
    below = error.get("arrayminus")
    return above, above if below is None else list(below)


def shapes(chart: Mapping[str, Any], across: Axis, up: Axis) -> list[Shape]:
    """Return what is drawn, in order. Raises ValueError for a trace of another kind."""
    found = [*_layout_shapes(chart["layout"].get("shapes") or (), across, up)]
    ends = stacked(chart)
    for place, trace in enumerate(chart["data"]):
        if trace.get("visible", True) is not True:
            continue
        if trace["type"] == "bar":
            found += bars(chart, place, ends, across, up)
        elif trace["type"] == "heatmap":
            found += cells(trace, across, up)
        elif trace["type"] == "scatter":
            found += _scatter(trace, across, up)
        else:
            raise ValueError(f"no shape is known of a trace of type {trace['type']}")
    found += _notes(chart["layout"].get("annotations") or (), across, up)
    return found


def _scatter(trace: Trace, across: Axis, up: Axis) -> Iterator[Shape]:
    points = list(zip(trace["x"], trace["y"], strict=True))
    mode, opacity = trace.get("mode", "lines"), trace.get("opacity", 1.0)
    line, marker = trace.get("line", {}), trace.get("marker", {})
    ink = line.get("color") or each(marker.get("color"), 0, QUIET)
    for is_gap, run in groupby(points, key=lambda point: None in point):
        spots = [] if is_gap else [[across.at(x), up.at(y)] for x, y in run]
        if spots and trace.get("fill") == "toself":
            yield {"kind": "area", "points": spots, "colour": colour(trace["fillcolor"])}
        elif len(spots) > 1 and "lines" in mode:
            yield {
                "kind": "line",
                "points": spots,
                "colour": colour(ink, opacity),
                "dash": line.get("dash", "solid"),
                "width": line.get("width", 2),
            }
    yield from _error_lines(trace, points, across, up)
    for at, (x, y) in enumerate(points):
        if x is None or y is None:
            continue
        spot, own = (across.at(x), up.at(y)), each(marker.get("color"), at, ink)
        if "markers" in mode:
            size = each(marker.get("size"), at, 6)
            symbol = each(marker.get("symbol"), at, "circle")
            yield {"kind": "mark", "at": spot, "colour": colour(own), "size": size} | _form(symbol)
        if "text" in mode:
            font = trace.get("textfont", {}).get("color", own)
            side = _SIDES.get(each(trace.get("textposition"), at, "top center"), "right")
            yield text(spot, each(trace["text"], at, ""), side, font)


def _form(symbol: str) -> dict[str, Any]:
    form, is_open = symbol.removesuffix("-open"), symbol.endswith("-open")
    return {"form": form if form in ("square", "diamond", "line-ew") else "circle", "open": is_open}


def _error_lines(
    trace: Trace, points: Sequence[tuple[Any, Any]], across: Axis, up: Axis
) -> Iterator[Shape]:
    for name in ("x", "y"):
        error = trace.get(f"error_{name}")
        if not error:
            continue
        for (x, y), above, below in zip(points, *_whiskers(error), strict=True):
            if x is None or y is None or above is None:
                continue
            ends = (
                ((x - below, y), (x + above, y))
                if name == "x"
                else ((x, y - below), (x, y + above))
            )
            yield {
                "kind": "line",
                "points": [[across.at(a), up.at(b)] for a, b in ends],
                "colour": colour(error.get("color", QUIET)),
                "dash": "solid",
                "width": error.get("thickness", 2),
            }


def _layout_shapes(given: Sequence[Mapping[str, Any]], across: Axis, up: Axis) -> Iterator[Shape]:
    for shape in given:
        ys = [shape["y0"], shape["y1"]]
        heights = ys if shape.get("yref") == "paper" else [up.at(y) for y in ys]
        sides = [across.at(x) for x in (shape["x0"], shape["x1"])]
        (left, right), (low, high) = sides, heights
        corners = [[left, low], [right, high]]
        if shape["type"] == "rect":
            corners = [[left, low], [left, high], [right, high], [right, low], [left, low]]
        line = shape.get("line", {})
        yield {
            "kind": "line",
            "points": corners,
            "colour": colour(line.get("color", QUIET)),
            "dash": line.get("dash", "solid"),
            "width": line.get("width", 1),
        }


def _notes(given: Sequence[Mapping[str, Any]], across: Axis, up: Axis) -> Iterator[Shape]:
    for note in given:
        x = note["x"] if note.get("xref") == "paper" else across.at(note["x"])
        y = note["y"] if note.get("yref") == "paper" else up.at(note["y"])
        anchors = (note.get("xanchor", "center"), note.get("yanchor", "middle"))
        side = _NOTE_SIDES.get(anchors, "middle")
        yield text((x, y), note["text"], side, note.get("font", {}).get("color", INK))
