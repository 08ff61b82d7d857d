"""Read the number of a cell: somebody's own, as it is compared, or how many there are."""

import re
from collections.abc import Callable, Collection

from etl.ingest.cells.words import Value, is_blank
from etl.ingest.sources import Column
from etl.ingest.word_lists import blank_words, plain, unit_words
from i18n.thai import arabic_digits, compose

ODD_NUMBERS = r"[^!-~]|^[^0-9]*$|^[=#'']|\.0$|[*(\[{]"
"""What a number looks like that does not simply mean itself."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_MARKED = re.compile(
    r"^(?P<before>[*†‡]+ ?|[(\[{][^)\]}]*[)\]}] ?|[^\d\s]+ )?"
    r"(?P<number>[^\s()\[\]{}*†‡]*\d[^\s()\[\]{}*†‡]*?)"
    r"(?P<behind> ?[(\[{*†‡].*| [^\d\s].*|[ก-๛]{3,}.*)?$"
)
"""A number with a sign, a bracket or words beside it."""

_WRAPPED = re.compile(r"^=\"([^\"]*)\"$|^'([^']+)$|^([0-9]+)\.0$")
"""How spreadsheets keep leading zeros, and what they make of a number of a column of numbers."""


def identity(text: str) -> str | None:
    """Return somebody's or something's number as it is compared; None where nobody has one."""
    number = arabic_digits(compose(text)).translate(_DASHES)
    number = _WRAPPED.sub(r"\1\2\3", number)
    return None if number.casefold() in blank_words() else number


def marked(text: str, words: Collection[str]) -> str | None:
    """Return the number in a cell that says something beside it: a footnote's star, a bracket, a
    word behind it, or one of `words`, plain, before it. None where there is nothing beside it."""
    found = _MARKED.match(arabic_digits(compose(text)))
    if not found:
        return None
    before = (found["before"] or "").strip()
    is_word = before and before[0].isalpha()
    if is_word and plain(before) not in words:
        return None
    return found["number"] if before or found["behind"] else None


def count(column: Column) -> Callable[[str], Value]:
    """Return what reads a whole number, with its thousands parted or not."""

    def value_of(text: str) -> Value:
        bare = arabic_digits(compose(text)).casefold()
        if bare in blank_words() or is_blank(column, text):
            return None, None
        number = bare.replace(",", "").replace(" ", "")
        number = next(
            (number.removesuffix(unit) for unit in unit_words() if number.endswith(unit)), number
        ).removesuffix(".0")
        if number.isascii() and number.isdecimal() and len(number) < 16:
            return int(number), None
        return None, "not_a_number"

    return value_of
