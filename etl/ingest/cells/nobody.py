"""Tells a name that is nobody's: a vacancy, a total, a vote for none of those who stood."""

import re
from collections.abc import Iterator
from functools import cache

from etl.ingest.cells.words import only_of
from etl.ingest.sources import Column
from etl.ingest.word_lists import person_words, plain

EMPTY = "empty"
"""There is no name at all."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")


def nobody(column: Column, text: str) -> str | None:
    """Return what a name that is nobody's stands for, as the words of `column` say; else None.

    A name is nobody's if every part of it is such a word ("ว่าง (รอเลือกตั้ง)"), if it begins as no
    name does, has in it what no name has, or says in brackets that it does not count ("… (ถอนตัว)").
    Numbers and what they count say nothing.
    """
    words, name = column.values or {}, plain(text)
    if not name or name in _titles():
        return EMPTY
    begun = (code for word, code in (column.begins or {}).items() if name.startswith(word))
    held = (code for word, code in (column.holds or {}).items() if word in name)
    return (
        next(begun, None)
        or next(held, None)
        or only_of(words, text)
        or _tail(column, text)
        or next((words[bare] for bare in _untitled(name) if bare in words), None)
    )


def _untitled(name: str) -> Iterator[str]:
    """Yield a name without the title before it: nobody's is what is left of "นายว่าง"."""
    yield from (name.removeprefix(title) for title in _titles() if name.startswith(title))


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(plain, person_words()))


def _tail(column: Column, text: str) -> str | None:
    tail = _BRACKETS.search(text)
    return (column.tails or {}).get(plain(tail[1])) if tail else None
