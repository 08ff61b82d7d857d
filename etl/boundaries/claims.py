"""Read what a row of a boundary file says of itself: its code and names."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from etl.places.gazetteer import Amphoe, gazetteer, old_codes
from etl.places.names import amphoe_keys, cut_keys, is_blank, key, khet_key, read_code

SAME_NAME = 85
"""Likeness (0-100) from which two spellings are one name: กรงปีนัง and กรงปินัง have 88."""
_COLUMNS = Path(__file__).parent / "columns.toml"


@dataclass(frozen=True)
class Claim:
    """What a row says of itself."""

    code: str | None
    code_text: str
    names: tuple[str, ...]

    def names_against(self, code: str) -> list[str]:
        """The row's names that are not this amphoe's."""
        return [name for name in self.names if not _is_name_of(name, code)]

    def agrees(self, code: str) -> bool:
        """Whether the row's code or one of its names says `code`."""
        return self.code == code or self.has_name_of(code)

    def has_name_of(self, code: str) -> bool:
        """Whether one of the row's names is a spelling of this amphoe's."""
        return any(_is_name_of(name, code) for name in self.names)


def name_of(text: Mapping[str, str]) -> str:
    """What a row calls itself, in Thai where it can, else its code or nothing."""
    for field in ("name_th", "name_en", "code"):
        if value := _value(text, field):
            return value
    return ""


def read_claims(texts: Sequence[Mapping[str, str]]) -> list[Claim]:
    """One claim a row, from rows with lower-case columns; a code DOPA dropped becomes today's."""
    amphoe = _amphoe_by_code()
    claims = []
    for text in texts:
        code_text = _value(text, "code")
        code = read_code(_with_province(code_text, _value(text, "province_code")))
        if code is not None and code not in amphoe:
            code = old_codes().get(code)
        names = tuple(filter(None, (_value(text, "name_th"), _value(text, "name_en"))))
        claims.append(Claim(code, code_text, names))
    return claims


def _with_province(code: str, province_code: str) -> str:
    """GISTDA numbers the amphoe inside each province: "01" in province "10" is 1001."""
    digits = province_code.removesuffix(".0")[-2:]
    short = code.removesuffix(".0")
    if short.isdecimal() and len(short) <= 2 and digits.isdecimal():
        return digits + short.zfill(2)
    return code


def _is_name_of(name: str, code: str) -> bool:
    """Whether `name` is a spelling of this amphoe's Thai or English name, perhaps cut short."""
    place = _amphoe_by_code()[code]
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
def _amphoe_by_code() -> dict[str, Amphoe]:
    return {place.amphoe_code: place for place in gazetteer()}


@cache
def _names_in(province_code: str) -> frozenset[str]:
    return frozenset(
        key(name)
        for place in gazetteer()
        if place.province_code == province_code
        for name in (place.amphoe_th, place.amphoe_en)
    )


def unreadable(texts: Sequence[Mapping[str, str]]) -> int:
    """How many rows have a name of nothing but signs: "?????" where letters were lost."""
    columns = [*_columns()["name_th"], *_columns()["name_en"]]
    return sum(
        any("?" in text.get(column, "") and is_blank(text[column]) for column in columns)
        for text in texts
    )


def _value(text: Mapping[str, str], field: str) -> str:
    values = (text.get(column, "") for column in _columns()[field])
    return next((value for value in values if not is_blank(value)), "")


@cache
def _columns() -> dict[str, list[str]]:
    with _COLUMNS.open("rb") as file:
        return tomllib.load(file)
