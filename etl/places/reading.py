"""Read the provinces and amphoe out of a cell in which more is written than one name.

Every word must be accounted for: a province, an amphoe, a tambon, a number. Only beside a house
may words be left over, and only where the amphoe says that it is one. Nothing is decided here: each
reading goes to `etl.places.matcher`, and readings that differ place nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from etl.places import evidence, words
from etl.places.cells import Part, may_leave_over, parts
from etl.places.known_names import KnownNames

_MOST_WORDS = 10
_MOST_WAYS = 200
_LONGEST_NAME = 6
"""Words of a name: Phra Nakhon Si Ayutthaya has four, with เมือง and a space too many six."""

Chunk = tuple[str, str]
"""What a run of words is ("province", "amphoe", "khet", "tambon", "postcode", "code"), and it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the cells: what each run of words is."""

    chunks: tuple[Chunk, ...]

    def texts(self, *kinds: str) -> tuple[str, ...]:
        """Return what is of these kinds."""
        return tuple(text for kind, text in self.chunks if kind in kinds)

    @property
    def allowed(self) -> evidence.Allowed:
        """What the words beside the names allow."""
        return evidence.allowed_by(self.texts("code"), self.texts("tambon"), self.texts("postcode"))


def readings(cells: Sequence[str], known: KnownNames) -> Iterator[Reading]:
    """Yield every way to read the cells together in which an amphoe is named."""
    pieces = tuple(part for cell in cells for part in parts(cell))
    says_amphoe = any(part.label in ("amphoe", "khet") and part.text for part in pieces)
    leaves_over = says_amphoe and may_leave_over(pieces)
    options = [[*_ways(part, known)] for part in pieces]
    for part, ways in zip(pieces, options, strict=True):
        if not ways and leaves_over and part.label in ("", "number"):
            ways.append(())
    if prod(map(len, options)) > _MOST_WAYS:
        return
    for way in product(*options):
        reading = Reading(tuple(chunk for chunks in way for chunk in chunks))
        if reading.texts("amphoe", "khet"):
            yield reading


def _ways(part: Part, known: KnownNames) -> Iterator[tuple[Chunk, ...]]:
    run = tuple(re.split(r"\s+", part.text.strip())) if part.text else ()
    match part.label:
        case "house" | "constituency":
            yield ()
        case "postcode":
            yield (("postcode", part.text),)
        case "number":
            if evidence.is_code(part.text):
                yield (("code", part.text),)
        case "tambon":
            yield from _tambon_first(run, known)
        case "" if _is_only_tambon(part.text, known):
            yield (("tambon", part.text),)
        case _ if len(run) <= _MOST_WORDS:
            yield from _chunks(run, known, part.label)


def _is_only_tambon(text: str, known: KnownNames) -> bool:
    is_other = known.is_amphoe(text) or known.is_province(text)
    return not is_other and evidence.is_tambon(text)


def _tambon_first(run: Sequence[str], known: KnownNames) -> Iterator[tuple[Chunk, ...]]:
    """The longest beginning that a tambon is called is one, where names follow; else the whole is:
    of Tambon Nai Mueang, Mueang is no amphoe."""
    for end in range(len(run) - 1, 0, -1):
        text = " ".join(run[:end])
        if evidence.is_tambon(" ".join(run)) or not evidence.is_tambon(text):
            continue
        if rest := [*_chunks(run[end:], known, "")]:
            yield from ((("tambon", text), *chunks) for chunks in rest)
            return
    yield (("tambon", " ".join(run)),)


def _chunks(run: Sequence[str], known: KnownNames, label: str) -> Iterator[tuple[Chunk, ...]]:
    """Yield every way to part words into names, of which the first is what `label` says."""
    if not run:
        yield ()
        return
    for end in range(min(len(run), _LONGEST_NAME), 0, -1):
        text = " ".join(run[:end])
        kinds = [*_kinds(text, known, label)]
        if kinds:
            for rest in _chunks(run[end:], known, ""):
                yield from (((kind, text), *rest) for kind in kinds)


def _kinds(text: str, known: KnownNames, label: str) -> Iterator[str]:
    is_province = label in ("", "province") and known.is_province(text)
    is_amphoe = label in ("", "amphoe", "khet") and known.is_amphoe(text)
    if is_province:
        yield "province"
    if is_amphoe:
        yield label or "amphoe"
    if not label and text in words.beside():
        yield "beside"
    if not label and _is_only_tambon(text, known):
        yield "tambon"
