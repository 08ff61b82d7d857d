"""Turns the traces of a chart, as Plotly takes them, into shapes between 0 and 1.

What our charts are made of is known here: lines, areas, marks with whiskers, bars and cells. Any
other trace is an error, so that no picture quietly lacks a part.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reports.figures.axes import Axis
from reports.figures.words import colour, plain

Shape = dict[str, Any]
Trace = Mapping[str, Any]
_INK, _QUIET = "#1f1b16", "#8b929c"
_BAR_GAP = 0.2
_SIDES = {
    "top center": "above",
    "top left": "above-left",
    "bottom center": "below",
    "bottom left": "below-left",
}


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


def stacked(chart: Mapping[str, Any]) -> dict[int, list[tuple[float, float]]]:
    """Return where each bar begins and ends along the axis of counts, by its trace's place."""
    mode = chart["layout"].get("barmode", "group")
    tops: dict[tuple[Any, bool], float] = defaultdict(float)
    ends: dict[int, list[tuple[float, float]]] = {}
    for place, trace in enumerate(chart["data"]):
        if trace["type"] != "bar":
            continue
        beside, counts = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
        ends[place] = []
        for at, count in zip(trace[beside], trace[counts], strict=True):
            value = 0.0 if count is None else float(count)
            side = (at, value >= 0)
            begin = tops[side] if mode in ("stack", "relative") else 0.0
            tops[side] = begin + value
            ends[place].append((begin, begin + value))
    return ends


def shapes(chart: Mapping[str, Any], across: Axis, up: Axis) -> list[Shape]:
    """Return what is drawn, in order. Raises ValueError for a trace of another kind."""
    found = [*_layout_shapes(chart["layout"].get("shapes") or (), across, up)]
    bars = stacked(chart)
    for place, trace in enumerate(chart["data"]):
        if trace.get("visible", True) is not True:
            continue
        if trace["type"] == "bar":
            found += _bars(chart, place, bars, across, up)
        elif trace["type"] == "heatmap":
            found += _cells(trace, across, up)
        elif trace["type"] == "scatter":
            found += _scatter(trace, across, up)
        else:
            raise ValueError(f"no shape is known of a trace of type {trace['type']}")
    found += _notes(chart["layout"].get("annotations") or (), across, up)
    return found


def _bars(
    chart: Mapping[str, Any],
    place: int,
    ends: Mapping[int, Sequence[tuple[float, float]]],
    across: Axis,
    up: Axis,
) -> Iterator[Shape]:
    trace, layout = chart["data"][place], chart["layout"]
    is_across = trace.get("orientation") == "h"
    side, counts = (up, across) if is_across else (across, up)
    width = 1 - layout.get("bargap", _BAR_GAP)
    offset = 0.0
    if layout.get("barmode", "group") == "group" and len(ends) > 1:
        width /= len(ends)
        offset = (list(ends).index(place) - (len(ends) - 1) / 2) * width
    width = trace.get("width") or width
    marker = trace.get("marker", {})
    values = trace["y"] if is_across else trace["x"]
    texts = trace.get("text")
    for at, (value, (begin, end)) in enumerate(zip(values, ends[place], strict=True)):
        middle = side.number(value) + offset
        edges = sorted((side.at(middle - width / 2), side.at(middle + width / 2)))
        reach = sorted((counts.at(begin), counts.at(end)))
        ink = colour(_each(marker.get("color"), at, _QUIET), _each(marker.get("opacity"), at, 1.0))
        if begin != end:
            yield _box(*((reach, edges) if is_across else (edges, reach)), ink)
        if texts is not None and _each(texts, at, ""):
            tip = (counts.at(end), side.at(middle))
            spot = tip if is_across else (tip[1], tip[0])
            if is_across:
                beyond = "left" if end < begin else "right"
            else:
                beyond = "below" if end < begin else "above"
            yield _text(spot, _each(texts, at, ""), beyond, _INK)


def _box(across: Sequence[float], up: Sequence[float], ink: str) -> Shape:
    return {"kind": "box", "from": [across[0], up[0]], "to": [across[1], up[1]], "colour": ink}


def _cells(trace: Trace, across: Axis, up: Axis) -> Iterator[Shape]:
    (_, low), (_, high) = trace["colorscale"]
    least, most = trace.get("zmin", 0), trace.get("zmax", 1)
    for y, row in zip(trace["y"], trace["z"], strict=True):
        for x, value in zip(trace["x"], row, strict=True):
            if value is None:
                continue
            share = min(max((value - least) / ((most - least) or 1), 0), 1)
            edges = [
                sorted((axis.at(axis.number(at) - 0.46), axis.at(axis.number(at) + 0.46)))
                for axis, at in ((across, x), (up, y))
            ]
            yield _box(edges[0], edges[1], _between(low, high, share))
            word = trace["text"][trace["y"].index(y)][trace["x"].index(x)] if trace["text"] else ""
            if word:
                yield _text((across.at(x), up.at(y)), word, "middle", _INK)


def _between(low: str, high: str, share: float) -> str:
    ends = [bytes.fromhex(colour(end)[1:]) for end in (low, high)]
    return "#" + bytes(round(a + (b - a) * share) for a, b in zip(*ends, strict=True)).hex()


def _scatter(trace: Trace, across: Axis, up: Axis) -> Iterator[Shape]:
    points = list(zip(trace["x"], trace["y"], strict=True))
    mode, opacity = trace.get("mode", "lines"), trace.get("opacity", 1.0)
    line, marker = trace.get("line", {}), trace.get("marker", {})
    ink = line.get("color") or _each(marker.get("color"), 0, _QUIET)
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
        spot, own = (across.at(x), up.at(y)), _each(marker.get("color"), at, ink)
        if "markers" in mode:
            size = _each(marker.get("size"), at, 6)
            symbol = _each(marker.get("symbol"), at, "circle")
            yield {"kind": "mark", "at": spot, "colour": colour(own), "size": size} | _form(symbol)
        if "text" in mode:
            font = trace.get("textfont", {}).get("color", own)
            side = _SIDES.get(_each(trace.get("textposition"), at, "top center"), "right")
            yield _text(spot, _each(trace["text"], at, ""), side, font)


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
                "colour": colour(error.get("color", _QUIET)),
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
            "colour": colour(line.get("color", _QUIET)),
            "dash": line.get("dash", "solid"),
            "width": line.get("width", 1),
        }


def _notes(given: Sequence[Mapping[str, Any]], across: Axis, up: Axis) -> Iterator[Shape]:
    for note in given:
        x = note["x"] if note.get("xref") == "paper" else across.at(note["x"])
        y = note["y"] if note.get("yref") == "paper" else up.at(note["y"])
        side = {"left": "right", "right": "left"}.get(note.get("xanchor", "center"), "middle")
        yield _text((x, y), note["text"], side, note.get("font", {}).get("color", _INK))


def _text(at: tuple[float, float], text: object, side: str, ink: str) -> Shape:
    return {"kind": "text", "at": at, "label": plain(text), "side": side, "colour": colour(ink)}


def _each(given: Any, at: int, otherwise: Any) -> Any:  # noqa: ANN401
    if given is None:
        return otherwise
    if isinstance(given, str) or not isinstance(given, Sequence):
        return given
    return given[at]
