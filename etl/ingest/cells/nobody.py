"""Tells a name that is nobody's: a vacancy, a total, a vote for none of those who stood."""

import re
from collections.abc import Mapping

from etl.ingest.sources import Column, plain, unit_words
from i18n.thai import compose

EMPTY = "empty"
"""There is no name at all."""

_BETWEEN = re.compile(r"[()\[\]{}<>/,;:|*=.–—-]+")


def nobody(column: Column, text: str) -> str | None:
    """Return what a name that is nobody's stands for, as the words of `column` say; else None.

    A name is nobody's if every part of it is such a word ("ว่าง (รอเลือกตั้ง)"), or if it begins as
    no name does. Numbers and what they count say nothing.
    """
    words, name = column.values or {}, plain(text)
    if not name:
        return EMPTY
    begun = (code for word, code in (column.begins or {}).items() if name.startswith(word))
    return next(begun, None) or only_of(words, text)


def only_of(words: Mapping[str, str | None], text: str) -> str | None:
    """Return what a text means that is made of `words` alone, by the first of them; else None."""
    if code := words.get(plain(text)):
        return code
    parts = [
        part
        for phrase in _BETWEEN.split(compose(text))
        for part in ([phrase] if plain(phrase) in words else phrase.split())
    ]
    codes = [words.get(each) for each in map(plain, parts) if each and not _is_count(each)]
    return codes[0] if codes and all(codes) else None


def _is_count(part: str) -> bool:
    return part.isdecimal() or part in unit_words()
