"""Match a file's columns to ours; name the personal and the unknown ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from etl.ingest.heading_words import is_known, meaning
from etl.ingest.letters import is_twice_encoded
from etl.ingest.redaction import is_near, redact_headings
from etl.ingest.sources import Column, Source, plain
from i18n.messages import UserError, message
from i18n.thai import compose

TITLE_LINES = 20
"""How many lines may stand above the headings."""

_LONG_ENOUGH = 5
"""Letters of a known heading by whose beginning another is told to be like it."""


class HeadingMissing(UserError):
    """A heading that the file must have is not there."""


class BrokenLetters(UserError):
    """The letters of the headings were encoded twice: nothing of the file can be read."""


class HeadingTwice(UserError):
    """Two headings are the same, or mean the same column."""


@dataclass(frozen=True)
class Beside:
    """A column of the file that is evidence for our column of that name: what it tells, where."""

    column: str
    says: str
    position: int
    heading: str


@dataclass(frozen=True)
class Plan:
    """What to read of a file. `selected` maps our column to the position of the file's (0 first);
    two of ours may share one of the file's. `headings` are the file's own, by our column. `near`
    are headings that are not known, each with the known one that it may mean; `evidence` are the
    columns that are looked at and not kept."""

    width: int
    selected: dict[str, int]
    headings: dict[str, str]
    unknown: tuple[str, ...]
    personal: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Beside, ...] = ()

    @property
    def uses(self) -> dict[str, int]:
        """The position of every column that is read, by what it is read for."""
        beside = enumerate(self.evidence)
        return self.selected | {f"{e.column} {e.says} {n}": e.position for n, e in beside}

    @property
    def positions(self) -> list[int]:
        """The file's columns that are read, each once, in the file's order."""
        return sorted(set(self.uses.values()))


def count_known(source: Source, row: Sequence[str]) -> int:
    """Return how many cells of `row` are headings of `source`: 0 for a title or a row of data."""
    return sum(is_known(source, cell) for cell in row if cell)


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
            both = in_two_rows(source, above.texts, here.texts)
            together = Found(line, both, count_known(source, both))
            if together.known > max(above.known, here.known):
                found.insert(0, together)
        for each in found:
            if best is None or each.known > best.known:
                best = each
        above = here
    return best


def in_two_rows(source: Source, above: Sequence[str], below: Sequence[str]) -> list[str]:
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


def match(source: Source, row: Sequence[str], file: str) -> Plan:
    """Say what each heading of `row` is; an unknown one that may be no heading goes as #3.

    Raises HeadingTwice or HeadingMissing, with a sentence that names them.
    """
    names = [compose(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    if not count_known(source, names):
        if any(map(is_twice_encoded, names)):
            raise BrokenLetters(message("readers.letters_broken", file=file))
        # A first row of data: somebody's, so it is not repeated in a sentence.
        names = []
    redacted = redact_headings(source, names)
    _refuse_duplicates(names, redacted, file)
    selected: dict[str, int] = {}
    either: dict[str, int] = {}
    unknown: list[str] = []
    personal: list[str] = []
    beside: list[tuple[int, str, str]] = []
    for position, name in enumerate(names):
        match meaning(source, name):
            case ("column", ours):
                _take(selected, ours, position, redacted, file)
            case ("either", part):
                _take(either, part, position, redacted, file)
            case ("evidence", word):
                beside.append((position, *source.evidence[word]))
            case ("personal", _):
                personal.append(name)
            case None:
                unknown.append(redacted[position])
            case _:
                pass  # somebody has said that it is not to be read
    near = _near(source, unknown, selected)
    for part in _share(source, selected, either):
        unknown.append(names[either[part]])
    evidence = _evidence(source, selected, either, beside, names)
    used = {*selected.values(), *(each.position for each in evidence)}
    personal += [names[position] for position, *_ in beside if position not in used]
    _refuse_missing(source, selected, redacted, file)
    return Plan(
        width=len(row),
        selected=selected,
        headings={each.column: each.heading for each in reversed(evidence)}
        | {ours: names[position] for ours, position in selected.items()},
        unknown=tuple(unknown),
        personal=tuple(personal),
        near=tuple(near),
        evidence=tuple(evidence),
    )


def _near(
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


def _take(
    positions: dict[str, int], ours: str, position: int, names: Sequence[str], file: str
) -> None:
    if ours in positions:
        raise HeadingTwice(
            message(
                "readers.heading_twice",
                file=file,
                first=names[positions[ours]],
                second=names[position],
            )
        )
    positions[ours] = position


def _refuse_duplicates(names: Sequence[str], redacted: Sequence[str], file: str) -> None:
    first_heading: dict[str, str] = {}
    for name, heading in zip(names, redacted, strict=True):
        word = plain(name)
        if word and word in first_heading:
            raise HeadingTwice(
                message(
                    "readers.heading_twice", file=file, first=first_heading[word], second=heading
                )
            )
        first_heading[word] = heading


def _share(source: Source, selected: dict[str, int], either: dict[str, int]) -> list[str]:
    """Give the plain headings (อำเภอ, จังหวัด) to an address; return those nobody needs.

    With a plain amphoe the plain headings are an address of their own: that of each address
    the file has no heading for. A plain province alone completes the amphoe that lacks one.
    """
    absent = [
        address
        for address in source.serves
        if not any(f"{address}_{part}" in selected for part in ("province", "amphoe"))
    ]
    incomplete = [
        address
        for address in source.serves
        if f"{address}_amphoe" in selected and f"{address}_province" not in selected
    ]
    needy = absent if "amphoe" in either else incomplete or absent
    for part, position in either.items():
        for address in needy:
            selected[f"{address}_{part}"] = position
    return [] if needy else list(either)


def _evidence(
    source: Source,
    selected: dict[str, int],
    either: dict[str, int],
    beside: Sequence[tuple[int, str, str]],
    names: Sequence[str],
) -> list[Beside]:
    """Say of which address each column of evidence is; a plain one is of the plain amphoe's, or of
    the only address there is. An address column is the amphoe's where there is none."""
    found: list[Beside] = []
    for position, whose, says in beside:
        for address in [whose] if whose or not source.serves else _plain(source, selected, either):
            prefix = f"{address}_" if address else ""
            if says == "address":
                if source.serves:
                    selected.setdefault(f"{prefix}amphoe", position)
            else:
                found.append(Beside(f"{prefix}evidence", says, position, names[position]))
    return found


def _plain(source: Source, selected: dict[str, int], either: dict[str, int]) -> list[str]:
    """Return the addresses that plain headings are of: none where it cannot be told."""
    shared = [
        address
        for address in source.serves
        if any(selected.get(f"{address}_{part}") == position for part, position in either.items())
    ]
    there = [a for a in source.serves if f"{a}_amphoe" in selected or f"{a}_province" in selected]
    if shared or len(there) == 1:
        return shared or there
    return [] if there else list(source.serves)


def _refuse_missing(
    source: Source, selected: dict[str, int], names: Sequence[str], file: str
) -> None:
    missing = [
        column.headings[0]
        for column in source.columns
        if column.is_required and column.name not in selected
    ]
    if source.any_of and not any(name in selected for name in source.any_of):
        missing.append(" / ".join(_any_of(source)))
    if missing:
        raise HeadingMissing(
            message(
                "readers.heading_missing",
                file=file,
                missing=", ".join(missing),
                found=", ".join(name for name in names if name) or "—",
            )
        )


def _any_of(source: Source) -> list[str]:
    """Return a heading of each column of which one must be there: the plain ones, if there are."""
    if not source.either:
        return [source.column(name).headings[0] for name in source.any_of]
    return [
        next(heading for heading, part in source.either.items() if part == address_part)
        for address_part in ("province", "amphoe")
    ]
