"""Tell a cell that holds no value: an error of a spreadsheet, letters that were lost or broken."""

from functools import cache

from etl.ingest.word_lists import words

_LOST = "???"
_ERRORS_BEGIN = ("#", "E", "e", "L", "l")


def unreadable(text: str) -> str | None:
    """Return why a cell says nothing: error_cell, letters_lost, letters_broken; None if it may."""
    if text[:1] in _ERRORS_BEGIN and _is_error(text.strip()):
        return "error_cell"
    if _LOST in text:
        return "letters_lost"
    return "letters_broken" if is_twice_encoded(text) else None


def is_twice_encoded(text: str) -> bool:
    """Whether most letters are what Thai ones become when they are encoded a second time."""
    if text.isascii():
        return False
    found = sum(text.count(sign) * len(sign) for sign in words("broken_letters", "signs"))
    letters = sum(not letter.isascii() for letter in text)
    return found > _LEAST and found >= letters / 2


_LEAST = 3


def _is_error(text: str) -> bool:
    return text.casefold() in _errors() or not text.strip("#")


@cache
def _errors() -> frozenset[str]:
    return frozenset(word.casefold() for word in words("errors"))
