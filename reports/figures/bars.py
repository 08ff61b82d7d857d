"""Turns rows of bars, beside or on top of each other, into boxes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.figures.axes import Axis
from reports.figures.parts import INK, QUIET, Shape, box, each, text
from reports.figures.words import colour

_BAR_GAP = 0.2


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


def bars(
    chart: Mapping[str, Any],
    place: int,
    ends: Mapping[int, Sequence[tuple[float, float]]],
    across: Axis,
    up: Axis,
) -> Iterator[Shape]:
    """Return the boxes of a trace, and the words at their tips; `ends` are those of `stacked`."""
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
        ink = colour(each(marker.get("color"), at, QUIET), each(marker.get("opacity"), at, 1.0))
        if begin != end:
            yield box(*((reach, edges) if is_across else (edges, reach)), ink)
        if texts is not None and each(texts, at, ""):
            tip = (counts.at(end), side.at(middle))
            spot = tip if is_across else (tip[1], tip[0])
            if is_across:
                beyond = "left" if end < begin else "right"
            else:
                beyond = "below" if end < begin else "above"
            yield text(spot, each(texts, at, ""), beyond, INK)
