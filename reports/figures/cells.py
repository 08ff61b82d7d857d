"""Turns a calendar's or table's cells into boxes between two colours."""

from collections.abc import Iterator

from reports.figures.axes import Axis
from reports.figures.parts import INK, Shape, Trace, box, text
from reports.figures.words import colour


def cells(trace: Trace, across: Axis, up: Axis) -> Iterator[Shape]:
    """Return the box of each cell that has a value, with its words."""
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
            yield box(edges[0], edges[1], _between(low, high, share))
            word = trace["text"][trace["y"].index(y)][trace["x"].index(x)] if trace["text"] else ""
            if word:
                yield text((across.at(x), up.at(y)), word, "middle", INK)


def _between(low: str, high: str, share: float) -> str:
    ends = [bytes.fromhex(colour(end)[1:]) for end in (low, high)]
    return "#" + bytes(round(a + (b - a) * share) for a, b in zip(*ends, strict=True)).hex()
