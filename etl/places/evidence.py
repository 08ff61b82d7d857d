"""Say which amphoe a row's own code, tambon and postcode allow.

Evidence never places a row: it chooses between the amphoe that a name can mean, and refuses the
one that it contradicts. What it is made of is kept nowhere: of a row's code, tambon and postcode
only the codes of the amphoe that all of them allow.
"""

from collections.abc import Callable, Iterable
from functools import cache

from etl.places import names
from etl.places.gazetteer import gazetteer, old_codes, tambons

Allowed = frozenset[str] | None
"""The codes of the amphoe that evidence allows; None where there is none. A code that is nobody's
allows no amphoe and stands for itself."""

_NOBODYS = "-"
_NOBODY = frozenset({_NOBODYS})

KINDS = ("amphoe_code", "tambon", "postcode")
"""What an export can tell beside the names, the surest first."""


def allowed_by(
    codes: Iterable[str | None] = (),
    tambon_texts: Iterable[str | None] = (),
    postcodes: Iterable[str | None] = (),
) -> Allowed:
    """Return the amphoe that a row's texts allow together.

    A code and a tambon that exclude each other allow nobody. A postcode is a post office's, and
    people write the next one's: it narrows what the others allow, and is not heard against them.
    """
    sure = both(_all(codes, _of_code), _all(tambon_texts, _of_tambon))
    office = _all(postcodes, _of_postcode)
    if sure is None or office is None:
        return office if sure is None else sure
    return sure & office or sure


def both(one: Allowed, other: Allowed) -> Allowed:
    """Return what two pieces of evidence allow together."""
    if one is None or other is None:
        return one if other is None else other
    return one & other or _NOBODY


def as_text(allowed: Allowed) -> str | None:
    """Return evidence as it is staged: the codes, sorted."""
    return None if allowed is None else " ".join(sorted(allowed))


def from_text(text: str | None) -> Allowed:
    """Return the evidence of a staged text."""
    return None if text is None else frozenset(text.split())


def _all(texts: Iterable[str | None], meaning: Callable[[str], Allowed]) -> Allowed:
    allowed: Allowed = None
    for text in texts:
        if text is not None and not names.is_blank(text):
            allowed = both(allowed, meaning(text))
    return allowed


def _of_code(text: str) -> Allowed:
    """Today's code of the amphoe; one that DOPA dropped and nobody took over says nothing."""
    written = names.read_code(text)
    code = None if written is None else old_codes().get(written, written)
    return None if code is None else frozenset({code})


def _of_tambon(text: str) -> Allowed:
    return _tambons().get(names.tambon_key(text))


def _of_postcode(text: str) -> Allowed:
    code = names.read_postcode(text)
    return None if code is None else _postcodes().get(code)


@cache
def _tambons() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tambon in tambons():
        for name in (tambon.tambon_th, tambon.tambon_en):
            found.setdefault(names.tambon_key(name), set()).add(tambon.amphoe_code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _tambon_codes() -> dict[str, frozenset[str]]:
    return {tambon.tambon_code: frozenset({tambon.amphoe_code}) for tambon in tambons()}


@cache
def _postcodes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tambon in tambons():
        for code in tambon.postcodes:
            found.setdefault(code, set()).add(tambon.amphoe_code)
    return {code: frozenset(codes) for code, codes in found.items()}


def is_tambon(text: str) -> bool:
    """Whether a tambon has this name."""
    return names.tambon_key(text) in _tambons()


def is_code(text: str) -> bool:
    """Whether this is the code of an amphoe or a tambon."""
    return text in _amphoe_codes() or text in _tambon_codes()


def is_code_of_place(text: str) -> bool:
    """Whether a text, however it is written, is an amphoe's code of today or of before."""
    code = names.read_code(text)
    return code is not None and (code in _amphoe_codes() or code in old_codes())


def tambon_inside(key: str, province_code: str) -> frozenset[str]:
    """Return the amphoe of a province that have a tambon of this name."""
    return frozenset(c for c in _tambons().get(key, ()) if c.startswith(province_code))


@cache
def _amphoe_codes() -> frozenset[str]:
    return frozenset(amphoe.amphoe_code for amphoe in gazetteer())
