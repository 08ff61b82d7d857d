"""Tell which columns the headings that are not known may be, for a person to say."""

import re
from collections.abc import Iterator, Mapping, Sequence

from etl.ingest.redaction import is_near
from etl.ingest.sources import Column, Source
from etl.ingest.word_lists import plain

_JOINED = re.compile(r"[_-]|(?<=[a-z])(?=[A-Z])")
"""Where the words of a heading are joined that a program wrote."""
_LONG_ENOUGH = 5
"""Letters of a known heading by whose beginning another is told to be like it."""


def near(
    source: Source, unknown: Sequence[tuple[str, str]], selected: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Yield the unknown headings that may be columns the file was not found to have.

    Each of `unknown` is a heading and how it may be told. Only of columns that change what is
    counted: a word, a day, a number.
    """
    missing = [
        column
        for column in source.columns
        if column.type in ("word", "date", "count") and column.name not in selected
    ]
    for heading, redacted in unknown:
        like = next((known for column in missing if (known := _like(column, heading))), None)
        if like:
            yield redacted, like


def _like(column: Column, heading: str) -> str | None:
    """Return the column's heading that another is nearly, begins with, or speaks of."""
    word, spaced = plain(heading), f" {_JOINED.sub(' ', heading).casefold()}"
    if any(told in (spaced if told.isascii() else word) for told in column.telling):
        return column.headings[0]
    for known in column.headings:
        begins = len(plain(known)) >= _LONG_ENOUGH and word.startswith(plain(known))
        if begins or is_near(word, [plain(known)]):
            return known
    return None
