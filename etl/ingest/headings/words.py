"""Tell what a heading means: as it is written, or but for a hint, a number before it, a unit.

"1. สถานะ (ปัจจุบัน)*", "วันที่สมัคร (วว/ดด/ปปปป)" and "จังหวัด / Province" mean what "สถานะ",
"วันที่สมัคร" and "จังหวัด" do. The whole text is looked for first, so that a hint never takes
away what tells two columns apart.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from etl.ingest.sources import Source
from etl.ingest.word_lists import plain, plain_words, unit_words

_NUMBERED = re.compile(r"^\W*(?:\d{1,2}|[๐-๙]{1,2})\s*[.):\]\-]\s*(?=\D)")
# A whole line that is not parted yet is no heading, and would be asked of word by word.
_LONGEST = 250
_APART = re.compile(r"[/()\[\]{}:;,|\n\r]+|\s[-–—]\s")


class Meaning(NamedTuple):
    """What a heading is: `part` says in which of a source's lists `name` is."""

    part: str
    name: str


def meaning(source: Source, text: str) -> Meaning | None:
    """Return what a heading is of `source`; None for one that is not known."""
    if len(text) > _LONGEST:
        return None
    bare = _NUMBERED.sub("", text)
    for word in (plain(text), plain(bare)):
        if found := _known(source, word):
            return found
    return _without_hints(source, bare) or _together(source, bare)


def is_known(source: Source, text: str) -> bool:
    """Whether a text is a heading of `source`, read or not."""
    return bool(text) and meaning(source, text) is not None


def _known(source: Source, word: str) -> Meaning | None:
    if word in source.ignored:
        return Meaning("ignored", word)
    if word in source.headings:
        return Meaning("column", source.headings[word])
    if word in source.either:
        return Meaning("either", source.either[word])
    if word in source.evidence:
        return Meaning("evidence", word)
    return Meaning("personal", word) if word in source.personal else None


def _without_hints(source: Source, text: str) -> Meaning | None:
    """Take hints from the end of a heading, one by one, until the rest is known."""
    found = _at_the_end(source, plain(text))
    tokens = text.split()
    for last in range(len(tokens) - 1, 0, -1):
        rest = _at_the_end(source, plain(" ".join(tokens[:last])))
        hint = plain("".join(tokens[last:]))
        if rest and (
            hint in plain_words("hints", "tails") or _is_hint(source, tokens[last:], rest)
        ):
            return rest
    return found


def _at_the_end(source: Source, word: str) -> Meaning | None:
    if found := _known(source, word):
        return found
    longest_first = _tails()
    if not word.endswith(longest_first):
        return None
    for tail in longest_first:
        if word.endswith(tail) and (found := _known(source, word.removesuffix(tail))):
            return found
    return None


@cache
def _tails() -> tuple[str, ...]:
    return tuple(sorted(plain_words("hints", "tails"), key=len, reverse=True))


def _together(source: Source, text: str) -> Meaning | None:
    """Read a heading in parts that say the same: two languages, or a name and its hints."""
    parts = [part.strip() for part in _APART.split(text) if plain(part)]
    found = [_known(source, plain(part)) or _without_hints(source, part) for part in parts]
    meanings = {each for each in found if each and each.part != "either"} or set(
        filter(None, found)
    )
    if len(meanings) != 1:
        return None
    (only,) = meanings
    others = [part for part, each in zip(parts, found, strict=True) if each is None]
    return only if all(_is_hint(source, part.split(), only) for part in others) else None


def _is_hint(source: Source, tokens: Sequence[str], of: Meaning) -> bool:
    """Whether words beside a heading say only how its cells are written."""
    whole, words = plain("".join(tokens)), [word for word in map(plain, tokens) if word]
    examples = tuple(plain_words("hints", "examples"))
    said = next((at for at, word in enumerate(words) if word.startswith(examples)), len(words))
    known = set(_hints(source, of))
    return whole in known or all(word in known or word.isdecimal() for word in words[:said])


def _hints(source: Source, of: Meaning) -> Iterator[str]:
    yield from plain_words("hints")
    yield from plain_words("hints", "tails")
    if of.part != "column":
        return
    column = source.column(of.name)
    yield from column.values or ()
    if column.type == "date":
        yield from plain_words("hints", "dates")
    elif column.type == "count":
        yield from map(plain, unit_words())
