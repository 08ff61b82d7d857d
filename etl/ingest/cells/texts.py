"""Keep of a cell's text what is nobody's: a place, a name, what was chosen, what was written."""

import re

from etl.ingest.word_lists import blank_words
from etl.places.cells import without_house
from i18n.thai import compose

_REACHED_BY = re.compile(r"@|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}")
"""Nine digits or an at sign: a telephone, a citizen number, an e-mail address."""

_SOMEBODYS = re.compile(r"\S*@\S*|[0-9๐-๙](?:[^0-9๐-๙]{0,3}[0-9๐-๙]){8,}")
_NUMBERED = re.compile(r"^\(?\d{1,2}\s?[.)](?!\d)")


def place(text: str) -> str | None:
    """A place as it is written, but for a telephone, a citizen number, an e-mail address or a house
    in it: those are somebody's and are not even staged."""
    kept, _, _ = without_house(compose(_SOMEBODYS.sub("•", text)))
    return kept or None


def free_text(text: str) -> str | None:
    """A free text, but for what is somebody's."""
    return compose(_SOMEBODYS.sub("•", text)) or None


def choices(text: str) -> str | None:
    """The choices of a poll, one a line; they are parted by line breaks (which may have become
    form feeds), | or ;, or by commas if by none of these. "1." or "1)" before one is not a part
    of it."""
    parts = [text]
    for sign in ("\n", "\f", "|", ";", ","):
        if sign in text.strip():
            parts = text.split(sign)
            break
    found = [compose(_NUMBERED.sub("", compose(part))) for part in parts]
    return "\n".join(part for part in found if part) or None


def answer(text: str) -> str | None:
    """What somebody chose. Where they could write, they can have written how to reach them."""
    return "•" if _REACHED_BY.search(text) else compose(text) or None


def name(text: str) -> str | None:
    """The name as it is written; None where there is nobody's."""
    written = compose(text)
    return None if written.casefold() in blank_words() else written
