"""Decides whether a text that was not placed is like a place's name, and so may be shown.

A name of somebody typed into a place's cell is like none. Near is a letter or two amiss, held
against the amphoe of the province that the row names, or against all where it names none.
"""

from functools import cache

from etl.ingest.redaction import is_near, looks_personal
from etl.ingest.sources import nowhere_words, plain
from etl.places import names
from etl.places.gazetteer import gazetteer, provinces


def is_like_a_province(text: str | None) -> bool:
    """Whether a province's text may be shown."""
    if text is None or names.is_blank(text) or plain(text) in nowhere_words():
        return True
    return not looks_personal(text) and any(
        is_near(key, _province_names()) for key in names.province_keys(text)
    )


def is_like_an_amphoe(text: str | None, province_code: str | None) -> bool:
    """Whether an amphoe's text may be shown, as it stands in a row of that province."""
    if text is None or names.is_blank(text) or plain(text) in nowhere_words():
        return True
    if looks_personal(text):
        return False
    keys = [*names.amphoe_keys(text), names.khet_key(text) or ""]
    if any(key in _every_name() for key in keys):
        return True
    # The last two are what is left without อำเภอ or เขต; the longer forms are only further off.
    return any(is_near(key, _amphoe_names(province_code)) for key in set(keys[-2:]) if key)


@cache
def _province_names() -> tuple[str, ...]:
    return tuple(
        names.key(name) for each in provinces() for name in (each.province_th, each.province_en)
    )


@cache
def _every_name() -> frozenset[str]:
    return frozenset(_amphoe_names(None))


@cache
def _amphoe_names(province_code: str | None) -> tuple[str, ...]:
    return tuple(
        names.key(name)
        for amphoe in gazetteer()
        if province_code in (None, amphoe.province_code)
        for name in (amphoe.amphoe_th, amphoe.amphoe_en)
    )
