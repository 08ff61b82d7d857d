"""Redact a file's first line and name, and find the known text that another is like.

A cell that slipped sideways, or a file without headings, can hold anybody's name or number where a
word or a heading belongs. So a text is told by what it is, not by what it is not: near to a word
that is known, or said alike by at least SMALL rows: that is a habit of the system, not
somebody's own.
"""

import re
from collections.abc import Iterable
from functools import cache

from etl.ingest.sources import Source, known_words, sources
from etl.ingest.word_lists import date_words, person_words, plain, words
from i18n.thai import arabic_digits

NEAR = 75.0
"""How like a known word a text must be, 0-100: a letter or two amiss, no more."""

_DIGITS = re.compile(r"\d+")
_DIGITS_OF_A_PERSON = 5
_PARTED = re.compile(
    r"(?<!\d)(?:0\d{1,2}[-_. ]\d{3}[-_. ]\d{4}|\d[-_. ]\d{4}[-_. ]\d{5}[-_. ]\d{2}[-_. ]\d)(?!\d)"
)


def is_near(text: str, words: Iterable[str], at_least: float = NEAR) -> bool:
    """Whether `text` is as good as one of `words`, all in the form they are compared in."""
    from rapidfuzz import fuzz, process

    return process.extractOne(text, words, scorer=fuzz.ratio, score_cutoff=at_least) is not None


def looks_personal(text: str) -> bool:
    """Whether a heading or a file's name holds a number, an address or a title of somebody's."""
    digits = sum(letter.isdecimal() for letter in text)
    titled = any(
        part.rstrip(".") == title if title.isascii() else part.startswith(title)
        for part in text.casefold().split()
        for title in person_words()
    )
    return "@" in text or digits >= _DIGITS_OF_A_PERSON or titled


def is_plain_name(name: str) -> bool:
    """Whether a sheet's name, or that of a file in an archive, is made of nobody's words."""
    left = _DIGITS.sub("", plain(name))
    # A single letter tells sheets apart, and nobody.
    return any(len(_without(left, known)) <= 1 for known in (_sheet_words(), _all_words()))


def _without(text: str, words_taken: Iterable[str]) -> str:
    for word in words_taken:
        text = text.replace(word, "")
    return text


def without_places(text: str) -> str:
    """Return a text in lower case without the names of provinces and amphoe in it."""
    return _without(text, _place_words())


@cache
def _all_words() -> list[str]:
    return sorted({*_sheet_words(), *_place_words()}, key=len, reverse=True)


@cache
def _sheet_words() -> list[str]:
    lists = [words("sheets", "plain"), words("sheets", "others"), date_words().months]
    lists += [words("hints", "tails"), *(source.files for source in sources().values())]
    states = [column.values or {} for each in sources().values() for column in each.columns]
    return _longest_first(word for each in (*lists, *states) for word in each)


@cache
def _place_words() -> list[str]:
    import geothai

    names: list[str] = []
    for province in geothai.provinces():
        names += (province.name_th, province.name_en)
        for district in geothai.districts(province.code):
            names += (district.name_th, district.name_en)
    return _longest_first(names)


def _longest_first(names: Iterable[str]) -> list[str]:
    bare = {_DIGITS.sub("", plain(name)) for name in names}
    return sorted(bare - {""}, key=len, reverse=True)


def redact_line(source: Source, line: str) -> str:
    """Return a first line as it may be told: whole if it is headings and nothing else."""
    left = plain(line)
    for word in sorted(known_words(source), key=len, reverse=True):
        left = left.replace(word, "")
    return "…" if left else line


def number_in_name(name: str) -> bool:
    """Whether a file's name holds a telephone, a citizen number or an e-mail address."""
    digits = arabic_digits(name)
    numbers = [
        *re.findall(r"\d+", digits),
        *(re.sub(r"\D", "", n) for n in _PARTED.findall(digits)),
    ]
    return bool(re.search(r"\S@\S+\.\w", name)) or any(map(_is_of_a_person, numbers))


def _is_of_a_person(number: str) -> bool:
    if len(number) == 13:
        weighed = sum(int(digit) * (13 - at) for at, digit in enumerate(number[:12]))
        return (11 - weighed % 11) % 10 == int(number[12])
    return re.fullmatch(r"0[689]\d{8}", number) is not None
