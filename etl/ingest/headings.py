"""Match a file's columns to ours; name the personal and the unknown ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.ingest.redaction import redact_headings
from etl.ingest.sources import Source, known_words, plain
from i18n.messages import UserError, message
from i18n.thai import compose


class HeadingMissing(UserError):
    """A heading that the file must have is not there."""


class HeadingTwice(UserError):
    """Two headings are the same, or mean the same column."""


@dataclass(frozen=True)
class Plan:
    """What to read of a file. `selected` maps our column to the position of the file's (0 first);
    two of ours may share one of the file's. `headings` are the file's own, by our column."""

    width: int
    selected: dict[str, int]
    headings: dict[str, str]
    unknown: tuple[str, ...]
    personal: tuple[str, ...]

    @property
    def positions(self) -> list[int]:
        """The file's columns that are read, each once, in the file's order."""
        return sorted(set(self.selected.values()))


def count_known(source: Source, row: Sequence[str]) -> int:
    """Return how many cells of `row` are headings of `source`: 0 for a title or a row of data."""
    words = known_words(source)
    return sum(word in words for word in map(plain, row) if word)


def match(source: Source, row: Sequence[str], file: str) -> Plan:
    """Say what each heading of `row` is; an unknown one that may be no heading goes as #3.

    Raises HeadingTwice or HeadingMissing, with a sentence that names them.
    """
    names = [compose(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    if not count_known(source, names):
        # A first row of data: somebody's, so it is not repeated in a sentence.
        names = []
    redacted = redact_headings(source, names)
    _refuse_duplicates(names, redacted, file)
    selected: dict[str, int] = {}
    either: dict[str, int] = {}
    unknown: list[str] = []
    personal: list[str] = []
    for position, name in enumerate(names):
        word = plain(name)
        if word in source.headings:
            _take(selected, source.headings[word], position, redacted, file)
        elif word in source.either:
            _take(either, source.either[word], position, redacted, file)
        elif word in source.personal:
            personal.append(name)
        else:
            unknown.append(redacted[position])
    for part in _share(source, selected, either):
        unknown.append(names[either[part]])
    _refuse_missing(source, selected, redacted, file)
    return Plan(
        width=len(row),
        selected=selected,
        headings={ours: names[position] for ours, position in selected.items()},
        unknown=tuple(unknown),
        personal=tuple(personal),
    )


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
