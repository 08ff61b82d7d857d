"""Match each shape of a boundary file to its amphoe.

A code written in a file is a claim, a name another; where a shape lies is evidence. On the real
files measured, the amphoe that a shape overlaps best was right 928 times of 928 even where only a
third of the area agreed, while the codes were wrong in 1 to 13 rows. So overlap settles every
conflict, and each conflict is reported.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from etl.boundaries.claims import Claim, read_claims

WHOLE_IOU = 0.3
"""Shared area over united area from which a shape is taken to draw a whole amphoe; the worst of
the 928 true pairs measured (an island) has 0.34, the best wrong one 0.21."""
INSIDE = 0.5
"""The share of a shape that must lie in an amphoe for the shape to be a piece of it."""


@dataclass(frozen=True)
class Conflict:
    """A code or a name that its shape contradicts; `amphoe_code` is what the shape says."""

    row: int
    written: str
    amphoe_code: str


@dataclass(frozen=True)
class Matching:
    """`pieces`: amphoe code → rows of the file (from 0) that draw it.

    `dropped` are the rows that draw no amphoe (lakes, another country). `codes_wrong` is None
    when the codes of the file are of another kind and were not used.
    """

    pieces: Mapping[str, tuple[int, ...]]
    codes_wrong: tuple[Conflict, ...] | None
    names_wrong: tuple[Conflict, ...]
    dropped: tuple[int, ...]


def match(
    texts: Sequence[Mapping[str, str]], shapes: np.ndarray, ours: Mapping[str, Geometry]
) -> Matching:
    """Decide every row. `shapes` and `ours` are in metres; `texts` has lower-case columns."""
    claims = read_claims(texts)
    iou, inside = _overlaps(shapes, ours)
    whole = _wholes(iou)
    pieces: dict[str, list[int]] = defaultdict(list)
    beyond: list[tuple[int, str]] = []
    dropped: list[int] = []
    for row, claim in enumerate(claims):
        most = max(inside[row], key=lambda code: inside[row][code], default=None)
        if row in whole:
            pieces[whole[row]].append(row)
        elif most is not None and inside[row][most] >= INSIDE:
            (pieces[most] if claim.agrees(most) else dropped).append(row)
        elif claim.code is not None and claim.has_name_of(claim.code):
            beyond.append((row, claim.code))
        else:
            dropped.append(row)
    for row, code in beyond:  # an islet that we do not draw follows the amphoe that has a place
        pieces.get(code, dropped).append(row)
    return Matching(
        pieces={code: tuple(rows) for code, rows in sorted(pieces.items())},
        codes_wrong=_wrong_codes(pieces, claims),
        names_wrong=_wrong_names(pieces, claims),
        dropped=tuple(sorted(dropped)),
    )


def _overlaps(
    shapes: np.ndarray, ours: Mapping[str, Geometry]
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """For each shape, by amphoe code: shared over united area, and the share that lies inside."""
    codes, polygons = list(ours), np.array(list(ours.values()), dtype=object)
    rows, columns = shapely.STRtree(polygons).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[rows], polygons[columns]))
    area, our_area = shapely.area(shapes)[rows], shapely.area(polygons)[columns]
    iou: list[dict[str, float]] = [{} for _ in shapes]
    inside: list[dict[str, float]] = [{} for _ in shapes]
    for row, column, both, one, other in zip(rows, columns, shared, area, our_area, strict=True):
        if both > 0:
            iou[row][codes[column]] = both / (one + other - both)
            inside[row][codes[column]] = both / one
    return iou, inside


def _wholes(iou: Sequence[Mapping[str, float]]) -> dict[int, str]:
    """Row → the amphoe it draws as a whole: no other comes near, no row does it better."""
    best: dict[str, tuple[float, int]] = {}
    for row, overlap in enumerate(iou):
        ranked = sorted(((share, code) for code, share in overlap.items()), reverse=True)[:2]
        if not ranked or ranked[0][0] < WHOLE_IOU:
            continue
        if len(ranked) == 2 and ranked[1][0] > ranked[0][0] / 2:
            continue
        share, code = ranked[0]
        best[code] = max(best.get(code, (0.0, -1)), (share, row))
    return {row: code for code, (_, row) in best.items()}


def _wrong_codes(
    pieces: Mapping[str, Sequence[int]], claims: Sequence[Claim]
) -> tuple[Conflict, ...] | None:
    """The codes that are wrong, or None when most are: then they are codes of another kind."""
    pairs = [(row, code) for code, rows in pieces.items() for row in rows]
    coded = [(row, code) for row, code in pairs if claims[row].code_text]
    wrong = [(row, code) for row, code in coded if claims[row].code != code]
    if len(wrong) > len(coded) / 2:
        return None
    return tuple(Conflict(row, claims[row].code_text, code) for row, code in sorted(wrong))


def _wrong_names(
    pieces: Mapping[str, Sequence[int]], claims: Sequence[Claim]
) -> tuple[Conflict, ...]:
    wrong = [
        Conflict(row, ", ".join(names), code)
        for code, rows in pieces.items()
        for row in rows
        if (names := claims[row].names_against(code))
    ]
    return tuple(sorted(wrong, key=lambda conflict: conflict.row))
