"""Tell what a cell of known words means: its code, an empty cell, or a word nobody knows."""

import re
from collections.abc import Callable, Mapping

from etl.ingest.sources import Column
from etl.ingest.word_lists import plain, unit_words
from i18n.thai import compose

Value = tuple[object, str | None]
"""A value and a reason; at most one of them."""

_NOTHING = frozenset(" -–—_.,…·:;'\"()[]")
"""Signs of which a cell with nothing to say can be made."""

_BETWEEN = re.compile(r"[()\[\]{}<>/,;:|*=.–—-]+")


def word(column: Column) -> Callable[[str], Value]:
    """Return what tells the code of a word, by its beginning where more may stand behind it."""
    values = column.values or {}
    longest_first = sorted(values, key=len, reverse=True) if column.is_prefix else []

    def value_of(text: str) -> Value:
        said = plain(text)
        if column.is_prefix:
            said = next(
                (begin for begin in longest_first if begin and said.startswith(begin)), said
            )
        if not said and set(compose(text)) - _NOTHING:
            # A tick or a cross: something is said, and nobody knows what.
            return None, column.problem or None
        return (values[said], None) if said in values else (None, column.problem)

    return value_of


def scope(column: Column) -> Callable[[str], str | None]:
    """Return what tells the code of a word, or the text itself where it has none."""
    values = column.values or {}

    def value_of(text: str) -> str | None:
        return values.get(plain(text)) or compose(text) or None

    return value_of


def is_blank(column: Column, text: str) -> bool:
    """Whether a text is what an empty cell of this column says."""
    return bool(column.blank and only_of(dict.fromkeys(column.blank, "blank"), text))


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
