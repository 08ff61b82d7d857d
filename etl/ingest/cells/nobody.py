"""Tells a name that is nobody's: a vacancy, a total, a vote for none of those who stood."""

from etl.ingest.cells.words import only_of
from etl.ingest.sources import Column, plain

EMPTY = "empty"
"""There is no name at all."""


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
