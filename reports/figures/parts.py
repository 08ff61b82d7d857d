"""Makes the shapes that every kind of trace is drawn with: boxes and words, in their colours."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.figures.colours import readable
from reports.figures.words import colour, plain

Shape = dict[str, Any]
Trace = Mapping[str, Any]
INK, QUIET = "#1f1b16", "#8b929c"


def box(across: Sequence[float], up: Sequence[float], ink: str) -> Shape:
    """Return a filled box from corner to corner."""
    return {"kind": "box", "from": [across[0], up[0]], "to": [across[1], up[1]], "colour": ink}


def text(at: tuple[float, float], words: object, side: str, ink: str) -> Shape:
    """Return words on a side of a point, dark enough to be read."""
    return {
        "kind": "text",
        "at": at,
        "label": plain(words),
        "side": side,
        "colour": readable(colour(ink)[:7]),
    }


def each(given: Any, at: int, otherwise: Any) -> Any:  # noqa: ANN401
    """Return what is given for the mark at a place: for all one, for each its own, or none."""
    if given is None:
        return otherwise
    if isinstance(given, str) or not isinstance(given, Sequence):
        return given
    return given[at]
