"""Find the headings among the first rows of a table, in one row or in two."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.ingest.headings.words import is_known
from etl.ingest.sources import Source

TITLE_LINES = 20
"""How many lines may stand above the headings."""


class Found(NamedTuple):
    """The headings of a table: their last line, their texts, and how many of them are known."""

    line: int
    texts: list[str]
    known: int


def find_headings(source: Source, rows: Iterable[tuple[int, Sequence[str]]]) -> Found | None:
    """Find the headings among the first rows of a table, each with its line.

    It is the row with most headings that are known, or two rows of which more are known together
    than of either; with none known the first. None without a row.
    """
    best: Found | None = None
    above: Found | None = None
    for line, texts in rows:
        here = Found(line, list(texts), count_known(source, texts))
        found = [here]
        if above is not None and above.line == line - 1:
            both = _in_two_rows(source, above.texts, here.texts)
            together = Found(line, both, count_known(source, both))
            if together.known > max(above.known, here.known):
                found.insert(0, together)
        for each in found:
            if best is None or each.known > best.known:
                best = each
        above = here
    return best


def count_known(source: Source, row: Sequence[str]) -> int:
    """Return how many cells of `row` are headings of `source`: 0 for a title or a row of data."""
    return sum(is_known(source, cell) for cell in row if cell)


def _in_two_rows(source: Source, above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the headings that a row of groups and a row of names under it make together.

    A group is written once, over the first of its columns; of the ways to say both the first that
    is known is taken.
    """
    headings, group = [], ""
    for position in range(max(len(above), len(below))):
        name = below[position] if position < len(below) else ""
        over = above[position] if position < len(above) else ""
        group = over or (group if name else "")
        ways = (
            (f"{name} ({group})", f"{group} {name}", name) if name and group else (name or group,)
        )
        headings.append(next((way for way in ways if is_known(source, way)), ways[0]))
    return headings
