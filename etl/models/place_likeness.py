"""Decides whether a text that was not placed is like a place's name, and so may be shown.

A name of somebody typed into a place's cell is like none. Near is a letter or two amiss, held
against the amphoe of the province that the row names, or against all where it names none. A text
of nothing but the names and words of places, and digits, is shown whatever it says.
"""

import re
from functools import cache

from etl.ingest.redaction import is_near, looks_personal
from etl.places import names, words
from etl.places.cells import Part, parts
from etl.places.evidence import is_tambon, tambon_inside
from etl.places.gazetteer import gazetteer, provinces

_NUMBERS = ("number", "postcode", "constituency")
_SOMEBODYS = re.compile(
    r"[^ ]*@[^ ]*|(?P<khet>(?:เขต|khet)\S*\s*)?(?P<digits>[0-9๐-๙][0-9๐-๙ .-]*)"
)
_SHORT = 2
"""Digits of a constituency; a longer number may be somebody's."""


def is_like_a_province(text: str | None) -> bool:
    """Whether a province's text may be shown."""
    return _is_like(text, _province_names(), None)


def is_like_an_amphoe(text: str | None, province_code: str | None) -> bool:
    """Whether an amphoe's text may be shown, as it stands in a row of that province."""
    return _is_like(text, _amphoe_names(province_code), province_code)


def mask(text: str | None) -> str | None:
    """Return a text that may be shown, but for addresses and numbers in it: no place has a digit
    in its name, and a telephone or a citizen number has many."""
    return None if text is None else _SOMEBODYS.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = found["digits"]
    if found["khet"] and digits and len(re.sub(r"\D", "", digits)) <= _SHORT:
        return found[0]
    space = " " if digits and digits.endswith(" ") else ""
    return f"{found['khet'] or ''}•{space}"


def _is_like(text: str | None, near: tuple[str, ...], province_code: str | None) -> bool:
    if text is None or names.is_nowhere(text):
        return True
    if "@" in text:
        return False
    pieces = [part for part in parts(text) if part.label not in _NUMBERS and part.text]
    # Tambon are called as people are: one counts where it says that it is one, stands beside
    # another name, or is of the row's own province.
    is_beside = any(_is_whole_name(part.text) for part in pieces)
    return all(
        _is_of_places(part)
        or (is_tambon(part.text) and (is_beside or part.label == "tambon"))
        or (province_code and tambon_inside(names.tambon_key(part.text), province_code))
        or _is_near(part.text, near)
        for part in pieces
    )


def _is_near(text: str, near: tuple[str, ...]) -> bool:
    if looks_personal(text):
        return False
    # The last two are what is left without อำเภอ, จังหวัด or เขต; the longer are only further off.
    keys = {*names.province_keys(text), [*names.amphoe_keys(text)][-1], names.khet_key(text) or ""}
    return any(is_near(key, near) for key in keys - {""})


def _is_of_places(part: Part) -> bool:
    """Whether a piece is nothing but names of places and words of what they are."""
    if part.label == "house":
        return part.text.replace("/", "").isdecimal()
    key = names.key(part.text)
    reached = {0}
    for start in range(len(key)):
        if start in reached:
            reached |= {
                start + length
                for length in _lengths()
                if key[start : start + length] in _words_of_places()
            }
    return len(key) in reached


def _is_whole_name(text: str) -> bool:
    return names.key(text) in {*_amphoe_names(None), *_province_names()}


@cache
def _words_of_places() -> frozenset[str]:
    return frozenset(
        {
            *_amphoe_names(None),
            *_province_names(),
            *map(names.key, (*words.kinds(), *words.abroad())),
            *"0123456789",
        }
    )


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _words_of_places()}))


@cache
def _province_names() -> tuple[str, ...]:
    return tuple(
        names.key(name) for each in provinces() for name in (each.province_th, each.province_en)
    )


@cache
def _amphoe_names(province_code: str | None) -> tuple[str, ...]:
    return tuple(
        names.key(name)
        for amphoe in gazetteer()
        if province_code in (None, amphoe.province_code)
        for name in (amphoe.amphoe_th, amphoe.amphoe_en)
    )
