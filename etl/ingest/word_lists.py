"""The words that exports are read by: the lists of `sources*.toml`, read once.

Matching is by `plain`: sara am composed, lower case, spaces and punctuation gone, so that
"เขต / อำเภอ", "เขต/อําเภอ" (sara am as two characters) and "เขตอำเภอ" are one heading.
"""

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from i18n.thai import compose

_FILE = Path(__file__).with_name("sources.toml")
_TAKING_PART = Path(__file__).with_name("sources_participation.toml")


@dataclass(frozen=True)
class DateWords:
    """The words of dates: months 1-12 by every spelling, and words that say nothing more."""

    months: Mapping[str, int]
    noise: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return `text` as headings and words are compared: letters, marks and digits only."""
    return "".join(
        letter
        for letter in compose(text).casefold()
        if unicodedata.category(letter)[0] not in "PZSC"
    )


@cache
def table() -> dict[str, Any]:
    """Return everything that the files of words say."""
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (_FILE, _TAKING_PART)]
    return tables[0] | tables[1]


@cache
def date_words() -> DateWords:
    """Return the words of dates."""
    told = table()["dates"]
    return DateWords(
        months={
            word: number for number, words in enumerate(told["months"], start=1) for word in words
        },
        # The longest first, or the era's full stop would be left behind.
        noise=tuple(sorted(told["noise"], key=len, reverse=True)),
    )


@cache
def blank_words() -> frozenset[str]:
    """Return what a system writes in a cell of a date or a number when it has nothing to say."""
    return frozenset({"", *table()["blank"]["words"]})


@cache
def words(section: str, name: str = "words") -> tuple[str, ...]:
    """Return a list of words that every kind of export is read by, as it is written."""
    return tuple(table()[section][name])


@cache
def plain_words(section: str, name: str = "words") -> frozenset[str]:
    """Return such a list as headings and words are compared."""
    return frozenset(plain(word) for word in words(section, name))


def is_beside(name: str) -> bool:
    """Tell whether a file of this name lies beside exports and is none: litter, a note."""
    bare = name.casefold()
    return bare in {word.casefold() for word in words("beside", "names")} or any(
        fnmatchcase(bare, pattern.casefold()) for pattern in words("beside", "litter")
    )


@cache
def person_words() -> tuple[str, ...]:
    """Return the titles before people's names: a text with one is somebody's."""
    return tuple(word.casefold() for word in table()["telling"]["titles"])


@cache
def unit_words() -> tuple[str, ...]:
    """Return what may stand behind a number."""
    return tuple(table()["telling"]["units"])


@cache
def choice_words() -> tuple[str, ...]:
    """Return what may stand before the number of a choice, as `plain` makes it."""
    return tuple(plain(word) for word in table()["before_a_choice"]["words"])


def evidence_words(says: str) -> tuple[str, ...]:
    """Return the headings of one piece of evidence."""
    return tuple(table()["evidence"][says])


@cache
def fingerprint(kind: str) -> str:
    """Return a hash of the words that a kind is read by: other words, other reading."""
    words = _FILE.read_bytes()
    if kind not in tomllib.loads(words.decode()):
        words += _TAKING_PART.read_bytes()
    return hashlib.sha256(words).hexdigest()
