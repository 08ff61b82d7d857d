"""Reduce the written forms of a province's or an amphoe's name to one.

Pure functions: a text as somebody typed it → the keys to look it up by, best first. The whole
name is always tried before anything is cut from it, so สนามชัยเขต keeps its end and เมืองปาน its
beginning. `etl.places.spelling` is tried after all of them.
"""

import re
from collections.abc import Iterator
from functools import cache

from etl.places import words
from i18n.thai import arabic_digits, compose

CUT_AT = 16
"""Characters that a DBF field of 50 bytes leaves of a Thai name in UTF-8."""

_MARKS = re.compile(r"[\s.'’‘`ʼ\-‐‑–_ฯ]")
_HALVES = re.compile("\u0e4d|เเ")
_BEFORE = {label: re.compile(rf"^{words.before(label)}\s*") for label in words.labels()}
_AFTER = {
    label: re.compile(rf"\s*\b{words.after(label)}$") for label in ("province", "amphoe", "tambon")
}
# เมือง is Mueang to the Royal Society; people also write it in these ways.
_MUEANG = re.compile(r"^(?:muang|meuang|meung|mueng|muaeng)")
_CODE = re.compile(r"(?:th)?([1-9]\d{3})(?:\d\d)?(?:\.0+)?")
_PROVINCE_CODE = re.compile(r"(?:th-?)?([1-9]\d)(?:\.0+)?")
_POSTCODE = re.compile(r"([1-9]\d{4})(?:\.0+)?")


def is_blank(text: str | None) -> bool:
    """Whether nothing was written: empty, spaces, or only marks such as "-"."""
    return text is None or not any(letter.isalnum() for letter in text)


def is_unknown(text: str | None) -> bool:
    """Whether nothing was written, or a word that says that nobody knows."""
    return text is None or is_blank(text) or key(text) in _unknown()


def is_nowhere(text: str | None) -> bool:
    """Whether nothing was written, or a word for no place, or for none in this country."""
    return is_unknown(text) or key(text or "") in _abroad()


def key(text: str) -> str:
    """The form two names are compared in: composed, lower case, without spaces and marks."""
    return _squeeze(compose(text).lower())


def _squeeze(composed: str) -> str:
    bare = _MARKS.sub("", composed)
    if _HALVES.search(bare):
        bare = compose(bare)  # a space or a mark stood between the halves of a vowel
    return _MUEANG.sub("mueang", bare)


def province_keys(text: str) -> Iterator[str]:
    """The keys a province may be found by: the whole text, then without จังหวัด, จ., Province."""
    yield from _keys(text, "province")


def amphoe_keys(text: str) -> Iterator[str]:
    """The keys an amphoe may be found by: the whole text, then without District, then without
    อำเภอ, อ., กิ่งอำเภอ, Amphoe …

    The words of a khet are not cut here: they mean Bangkok (see `khet_key`).
    """
    yield from _keys(text, "amphoe")


def tambon_key(text: str) -> str:
    """The key a tambon is found by: without ตำบล, แขวง, ต., Tambon, Subdistrict."""
    return [*_keys(text, "tambon")][-1]


def _keys(text: str, label: str) -> Iterator[str]:
    whole = compose(text).lower()
    yield _squeeze(whole)
    bare = _AFTER[label].sub("", whole)
    yield _squeeze(bare)
    yield _squeeze(_BEFORE[label].sub("", bare))


def khet_key(text: str) -> str | None:
    """The key of a text that says it is a khet (เขต…, Khet …), or None when it does not."""
    whole = _AFTER["amphoe"].sub("", compose(text).lower())
    bare = _BEFORE["khet"].sub("", whole)
    return _squeeze(bare) if bare != whole else None


def cut_keys(text: str) -> Iterator[str]:
    """The keys of a text that may have been cut after `CUT_AT` characters, prefix in or out.

    The length is taken as written and as composed, because a split sara am counts twice. A
    prefix alone leaves nothing to go by and gives no key.
    """
    whole = compose(text).lower()
    bare = _BEFORE["khet"].sub("", _BEFORE["amphoe"].sub("", whole))
    if CUT_AT in {len(text.strip()), len(whole), len(bare)}:
        yield from filter(None, dict.fromkeys((_squeeze(whole), _squeeze(bare))))


def read_code(text: str | None) -> str | None:
    """The 4-digit DOPA code in "1001", "TH1001", "1001.0" or "TH100101"; None when it is none.

    Shorter numbers are a table's own numbering more often than the last two digits of a code
    (Thailand Post numbers its amphoe from 1), so they are left alone. No zero is ever lost at
    the front: codes begin with 10 to 96.
    """
    return _number(_CODE, text)


def read_province_code(text: str | None) -> str | None:
    """The 2-digit code in "50", "TH-50" or "50.0"; None when it is none."""
    return _number(_PROVINCE_CODE, text)


def read_postcode(text: str | None) -> str | None:
    """The five digits of a postcode; None when it is none."""
    return _number(_POSTCODE, text)


def _number(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = None if text is None else pattern.fullmatch(arabic_digits(compose(text)).lower())
    return found[1] if found else None


@cache
def _unknown() -> frozenset[str]:
    return frozenset(map(key, words.unknown()))


@cache
def _abroad() -> frozenset[str]:
    return frozenset(map(key, words.abroad()))
