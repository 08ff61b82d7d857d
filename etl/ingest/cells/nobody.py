"""Tells a name that is nobody's: a vacancy, a total, a vote for none of those who stood."""

import re

from etl.ingest.sources import Column, plain, unit_words
from i18n.thai import compose

EMPTY = "empty"
"""There is no name at all."""

_BETWEEN = re.compile(r"[()\[\]{}<>/,;:|*=.–—-]+")


def nobody(column: Column, text: str) -> str | None:
    """Return what a name that is nobody's stands for, as the words of `column` say; else None.

    A name is nobody's only if every part of it is such a word: "ว่าง (รอเลือกตั้ง)". Numbers and
    what they count say nothing.
    """
    words = column.values or {}
    if code := words.get(plain(text)):
        return code
    phrases = [phrase for phrase in _BETWEEN.split(compose(text)) if plain(phrase)]
    if not phrases:
        return EMPTY
    parts = [
        part
        for phrase in phrases
        for part in ([phrase] if plain(phrase) in words else phrase.split())
    ]
    codes = [words.get(plain(part)) for part in parts if not _is_count(plain(part))]
    return codes[0] if codes and all(codes) else None


def _is_count(part: str) -> bool:
    return part.isdecimal() or part in unit_words()
