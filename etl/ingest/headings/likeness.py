"""Tell which columns the headings that are not known may be, for a person to say."""

from collections.abc import Iterator, Mapping, Sequence

from etl.ingest.redaction import is_near
from etl.ingest.sources import Column, Source, plain

_LONG_ENOUGH = 5
"""Letters of a known heading by whose beginning another is told to be like it."""


def near(
    source: Source, unknown: Sequence[str], selected: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Yield the unknown headings that may be columns the file was not found to have.

    Only of columns that change what is counted: a word, a day, a number.
    """
    missing = [
        column
        for column in source.columns
        if column.type in ("word", "date", "count") and column.name not in selected
    ]
    for heading in unknown:
        like = next((known for column in missing if (known := _like(column, plain(heading)))), None)
        if like:
            yield heading, like


def _like(column: Column, word: str) -> str | None:
    """Return the column's heading that a word is nearly, or begins with."""
    for known in column.headings:
        begins = len(plain(known)) >= _LONG_ENOUGH and word.startswith(plain(known))
        if begins or is_near(word, [plain(known)]):
            return known
    return None
