"""Refuse a file whose headings cannot be read: one is missing, two are the same, letters broken."""

from collections.abc import Sequence

from etl.ingest.letters import is_twice_encoded
from etl.ingest.sources import Source
from etl.ingest.word_lists import plain
from i18n.messages import UserError, message


class HeadingMissing(UserError):
    """A heading that the file must have is not there."""


class BrokenLetters(UserError):
    """The letters of the headings were encoded twice: nothing of the file can be read."""


class HeadingTwice(UserError):
    """Two headings are the same, or mean the same column."""


def twice(file: str, first: str, second: str) -> HeadingTwice:
    """Return what refuses a file with two headings for one column."""
    return HeadingTwice(message("readers.heading_twice", file=file, first=first, second=second))


def refuse_broken_letters(names: Sequence[str], file: str) -> None:
    """Raises BrokenLetters where no heading is known because of how they were encoded."""
    if any(map(is_twice_encoded, names)):
        raise BrokenLetters(message("readers.letters_broken", file=file))


def refuse_duplicates(names: Sequence[str], redacted: Sequence[str], file: str) -> None:
    """Raises HeadingTwice where two headings are the same, of which `redacted` may be told."""
    first_heading: dict[str, str] = {}
    for name, heading in zip(names, redacted, strict=True):
        word = plain(name)
        if word and word in first_heading:
            raise twice(file, first_heading[word], heading)
        first_heading[word] = heading


def refuse_missing(
    source: Source, selected: dict[str, int], names: Sequence[str], file: str
) -> None:
    """Raises HeadingMissing where a column that must be there was not found."""
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
