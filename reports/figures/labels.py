"""Names the series of a chart where they stand, so that nobody looks a colour up in a key.

What is beside the last values is moved up or down as little as it takes to stand apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reports.figures.bars import stacked
from reports.figures.words import width

Side = Literal["right", "above", "below", "above-left", "above-right"]
Note = dict[str, Any]
"""An annotation of a chart, as Plotly takes it."""

LINE_PX, _SIZE = 16, 12
_LONG = 14
"""A name of more letters is broken where it has a space."""
_EDGE, _MANY = 0.15, 10
"""This near an end of an axis of many periods a name is not in the middle above its bar."""
_ENOUGH = 0.3
"""So much of the row's longest bar the last must have to be named beside it."""
_ANCHORS: Mapping[Side, tuple[str, str]] = {
    "right": ("left", "middle"),
    "above": ("center", "bottom"),
    "below": ("center", "top"),
    "above-left": ("right", "bottom"),
    "above-right": ("left", "bottom"),
}


@dataclass(frozen=True)
class Label:
    """What to write, in which colour, and on which side of which point."""

    text: str
    x: Any
    y: float
    colour: str
    side: Side = "right"

    @property
    def lines(self) -> list[str]:
        """The text, broken at the space nearest its middle where it is long."""
        spaces = [at for at, letter in enumerate(self.text) if letter == " "]
        if self.side != "right" or width(self.text) <= _LONG or not spaces:
            return [self.text]
        at = min(spaces, key=lambda each: abs(each - len(self.text) / 2))
        return [self.text[:at], self.text[at + 1 :]]


def of_lines(traces: Sequence[Mapping[str, Any]]) -> list[Label]:
    """Return the name of each line or set of marks, beside its last value."""
    named = [each for each in traces if each["type"] == "scatter" and each.get("name")]
    found = []
    for trace in named:
        known = [pair for pair in zip(trace["x"], trace["y"], strict=True) if None not in pair]
        if known and not trace.get("fill"):
            x, y = known[-1]
            found.append(Label(trace["name"], x, float(y), _colour(trace)))
    return found


def of_bars(chart: Mapping[str, Any]) -> list[Label]:
    """Return the name of each row of bars over periods 0, 1, 2, …

    It stands beside the last period's bar, or above the row's longest where the last is small.
    """
    is_overlaid = chart["layout"].get("barmode") == "overlay"
    found = []
    ends = stacked(chart)
    for place, spans in ends.items():
        trace = chart["data"][place]
        lengths = [abs(end - begin) for begin, end in spans]
        if not trace.get("name") or not any(lengths):
            continue
        last = len(spans) - 1
        if lengths[last] >= _ENOUGH * max(lengths):
            begin, end = spans[last]
            y = end if is_overlaid else (begin + end) / 2
            found.append(Label(trace["name"], last + 0.5, y, _colour(trace)))
            continue
        at = lengths.index(max(lengths))
        is_loss = spans[at][1] < spans[at][0]
        tips = [of[at][1] for of in ends.values()]
        across = at / (last or 1)
        side: Side = "below" if is_loss else "above"
        if not is_loss and last > _MANY and not _EDGE < across < 1 - _EDGE:
            side = "above-right" if across <= _EDGE else "above-left"
        found.append(
            Label(trace["name"], at, min(tips) if is_loss else max(tips), _colour(trace), side)
        )
    return found


def notes(labels: Sequence[Label], low: float, high: float, height: float) -> list[Note]:
    """Return labels as notes of a chart whose axis of `height` pixels goes from `low` to `high`."""
    return [_note(label) for label in apart(labels, low, high, height)]


def room(labels: Sequence[Label]) -> int:
    """Return how many letters the widest label beside the chart has."""
    beside = [label for label in labels if label.side == "right"]
    return max((width(line) for label in beside for line in label.lines), default=0)


def apart(labels: Sequence[Label], low: float, high: float, height: float) -> list[Label]:
    """Return the labels, those beside the chart moved apart, and those above it as well."""
    low, high = sorted((low, high))
    unit = (high - low) * LINE_PX / height
    beside = sorted((each for each in labels if each.side == "right"), key=lambda each: each.y)
    sizes = [len(each.lines) * unit for each in beside]
    places = _spread([min(max(each.y, low), high) for each in beside], sizes)
    _press(places, sizes, low, high)
    moved = [replace(label, y=place) for label, place in zip(beside, places, strict=True)]
    return moved + _stepped([each for each in labels if each.side != "right"], unit)


def high_enough(
    labels: Sequence[Label], low: float, high: float, height: float
) -> tuple[float, float]:
    """Return the ends of an axis with room for the labels above and below."""
    if low > high:
        return low, high
    unit = (high - low) * LINE_PX / height
    each = apart(labels, low, high, height)
    above = [label.y + 1.5 * unit for label in each if label.side.startswith("above")]
    below = [label.y - 1.5 * unit for label in each if label.side == "below"]
    return min([low, *below]), max([high, *above])


def _spread(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places nearest to the wanted, which rise, at which sizes do not overlap.

    Neighbours that would are made one block around the mean of what they want.
    """
    blocks: list[tuple[float, float, list[float]]] = []
    for want, size in zip(wanted, sizes, strict=True):
        block = (want, size, [size])
        while blocks and blocks[-1][0] + blocks[-1][1] / 2 > block[0] - block[1] / 2:
            middle, length, own = blocks.pop()
            whole = length + block[1]
            share = len(own) / (len(own) + len(block[2]))
            block = (middle * share + block[0] * (1 - share), whole, own + block[2])
        blocks.append(block)
    places = []
    for middle, length, own in blocks:
        edge = middle - length / 2
        for size in own:
            places.append(edge + size / 2)
            edge += size
    return places


def _press(places: list[float], sizes: Sequence[float], low: float, high: float) -> None:
    """Move places that reach beyond an end back in, and what is in their way with them."""
    for at in reversed(range(len(places))):
        places[at] = min(places[at], high - sizes[at] / 2)
        high = places[at] - sizes[at] / 2
    for at, size in enumerate(sizes):
        places[at] = max(places[at], low + size / 2)
        low = places[at] + size / 2


def _stepped(labels: Sequence[Label], unit: float) -> list[Label]:
    """Return labels above and below bars, each a line further out than one that is in its way."""
    found: list[Label] = []
    for label in sorted(labels, key=lambda each: each.y):
        way = -unit if label.side == "below" else unit
        while any(each.side != "right" and abs(each.y - label.y) < unit * 0.9 for each in found):
            label = replace(label, y=label.y + way)
        found.append(label)
    return found


def _note(label: Label) -> Note:
    across, up = _ANCHORS[label.side]
    return {
        "x": label.x,
        "y": label.y,
        "xanchor": across,
        "yanchor": up,
        "xshift": 6 if label.side == "right" else 0,
        "yshift": {"middle": 0, "bottom": 4, "top": -4}[up],
        "align": "left",
        "showarrow": False,
        "text": "<br>".join(label.lines),
        "font": {"size": _SIZE, "color": label.colour},
    }


def _colour(trace: Mapping[str, Any]) -> str:
    marker = trace.get("marker", {}).get("color")
    found = trace.get("line", {}).get("color") or marker
    return str(found if isinstance(found, str) else found[0])
