"""Which amphoe is each shape of somebody's boundary file?

A code written in a file is a claim, a name another; where a shape lies is evidence. On the real
files measured, the amphoe that a shape overlaps best was right 928 times of 928 even where only a
third of the area agreed, while the codes were wrong in 1 to 13 rows. So overlap settles every
conflict, and each conflict is reported.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from etl.gazetteer import Amphoe, gazetteer, old_codes
from etl.place_names import amphoe_keys, cut_keys, key, khet_key, read_code

if TYPE_CHECKING:
    from shapely import Geometry

WHOLE_IOU = 0.3
"""Shared area over united area from which a shape is taken to draw a whole amphoe; the worst of
the 928 true pairs measured (an island) has 0.34, the best wrong one 0.21."""
INSIDE = 0.5
"""The share of a shape that must lie in an amphoe for the shape to be a piece of it."""
SAME_NAME = 85
"""Likeness (0-100) from which two spellings are one name: กรงปีนัง and กรงปินัง have 88."""
_COLUMNS = Path(__file__).parent / "boundary_columns.toml"


@dataclass(frozen=True)
class Conflict:
    """A code or a name that its shape contradicts; `amphoe_code` is what the shape says."""

    row: int
    written: str
    amphoe_code: str


@dataclass(frozen=True)
class Matched:
    """`pieces`: amphoe code → rows of the file (from 0) that draw it.

    `dropped` are the rows that draw no amphoe (lakes, another country). `codes_wrong` is None
    when the codes of the file are of another kind and were not used.
    """

    pieces: Mapping[str, tuple[int, ...]]
    codes_wrong: tuple[Conflict, ...] | None
    names_wrong: tuple[Conflict, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True)
class _Claim:
    """What a row says of itself."""

    code: str | None
    code_text: str
    names: tuple[str, ...]

    def agrees(self, code: str) -> bool:
        """Whether the row's code or one of its names says `code`."""
        return self.code == code or self.named(code)

    def named(self, code: str) -> bool:
        return any(_is_named(name, code) for name in self.names)


def match(
    texts: Sequence[Mapping[str, str]], shapes: np.ndarray, ours: Mapping[str, "Geometry"]
) -> Matched:
    """Decide every row. `shapes` and `ours` are in metres; `texts` has lower-case columns."""
    claims = _claims(texts)
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
        elif claim.code is not None and claim.named(claim.code):
            beyond.append((row, claim.code))
        else:
            dropped.append(row)
    for row, code in beyond:  # an islet that we do not draw follows the amphoe that has a place
        pieces.get(code, dropped).append(row)
    return Matched(
        pieces={code: tuple(rows) for code, rows in sorted(pieces.items())},
        codes_wrong=_wrong_codes(pieces, claims),
        names_wrong=_wrong_names(pieces, claims),
        dropped=tuple(sorted(dropped)),
    )


def name_of(text: Mapping[str, str]) -> str:
    """What a row calls itself, in Thai where it can, else its code or nothing."""
    for field in ("name_th", "name_en", "code"):
        if written := _value(text, field):
            return written
    return ""


def _claims(texts: Sequence[Mapping[str, str]]) -> list[_Claim]:
    known = _known()
    claims = []
    for text in texts:
        written = _value(text, "code")
        code = read_code(_with_province(written, _value(text, "province_code")))
        if code is not None and code not in known:
            code = old_codes().get(code)
        names = tuple(filter(None, (_value(text, "name_th"), _value(text, "name_en"))))
        claims.append(_Claim(code, written, names))
    return claims


def _with_province(code: str, province_code: str) -> str:
    """GISTDA numbers the amphoe inside each province: "01" in province "10" is 1001."""
    digits = province_code.removesuffix(".0")[-2:]
    short = code.removesuffix(".0")
    if short.isdecimal() and len(short) <= 2 and digits.isdecimal():
        return digits + short.zfill(2)
    return code


def _overlaps(
    shapes: np.ndarray, ours: Mapping[str, "Geometry"]
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """For each shape, by amphoe code: shared over united area, and the share that lies inside."""
    import shapely

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
    pieces: Mapping[str, Sequence[int]], claims: Sequence[_Claim]
) -> tuple[Conflict, ...] | None:
    """The codes that are wrong, or None when most are: then they are codes of another kind."""
    drawn = [(row, code) for code, rows in pieces.items() for row in rows]
    coded = [(row, code) for row, code in drawn if claims[row].code_text]
    wrong = [(row, code) for row, code in coded if claims[row].code != code]
    if len(wrong) > len(coded) / 2:
        return None
    return tuple(Conflict(row, claims[row].code_text, code) for row, code in sorted(wrong))


def _wrong_names(
    pieces: Mapping[str, Sequence[int]], claims: Sequence[_Claim]
) -> tuple[Conflict, ...]:
    wrong = [
        Conflict(row, ", ".join(names), code)
        for code, rows in pieces.items()
        for row in rows
        if (names := [name for name in claims[row].names if not _is_named(name, code)])
    ]
    return tuple(sorted(wrong, key=lambda conflict: conflict.row))


def _is_named(name: str, code: str) -> bool:
    """Whether `name` is a spelling of this amphoe's Thai or English name, perhaps cut short."""
    place = _known()[code]
    keys = {*amphoe_keys(name), khet_key(name) or ""} - {""}
    ours = (key(place.amphoe_th), key(place.amphoe_en))
    if keys & set(ours):
        return True
    if keys & _names_in(place.province_code):
        return False  # the whole name of a neighbour is not a spelling of this one
    if any(ours[0].startswith(cut) for cut in cut_keys(name)):
        return True
    return any(fuzz.ratio(one, our) >= SAME_NAME for one in keys for our in ours)


@cache
def _known() -> dict[str, Amphoe]:
    return {place.amphoe_code: place for place in gazetteer()}


@cache
def _names_in(province_code: str) -> frozenset[str]:
    return frozenset(
        key(name)
        for place in gazetteer()
        if place.province_code == province_code
        for name in (place.amphoe_th, place.amphoe_en)
    )


def _value(text: Mapping[str, str], field: str) -> str:
    return next((text[column] for column in _columns()[field] if text.get(column)), "")


@cache
def _columns() -> dict[str, list[str]]:
    with _COLUMNS.open("rb") as file:
        return tomllib.load(file)
