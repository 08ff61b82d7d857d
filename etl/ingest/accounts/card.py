"""The reading card: what each column of a file was read as, from which day to which, and its words.

A person sees on it in ten seconds that joined dates begin in 1966, or that a column of states was
not read. It holds no value of anybody's: headings as redacted, days, and words that are known, like
a known one or said by many.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

OTHER_WORDS = "…"
"""What stands for words that may be somebody's own."""


@dataclass(frozen=True)
class ReadWord:
    """A word of a column: how many rows say it, and the code it was read as, if any, with the
    Thai and the English word for that."""

    text: str
    rows: int
    means: str | None = None
    th: str = ""
    en: str = ""


@dataclass(frozen=True)
class ReadColumn:
    """A column of a file. `means` are the columns of ours it serves, none of one not read, `th` and
    `en` the headings these are known by;
    `nearest` is the known heading that one not read is most like; `days` are the earliest, the
    median and the latest, as text; `filled` counts the rows with anything in it."""

    heading: str
    means: tuple[str, ...] = ()
    th: str = ""
    en: str = ""
    is_personal: bool = False
    nearest: str | None = None
    filled: int | None = None
    days: tuple[str, ...] = ()
    words: tuple[ReadWord, ...] = ()


@dataclass(frozen=True)
class Card:
    """What a file was taken for: the sheets that were read and those left, the line of its
    headings, its columns in the order read, unknown, personal."""

    heading_line: int = 1
    sheets: tuple[str, ...] = ()
    left_sheets: tuple[str, ...] = ()
    columns: tuple[ReadColumn, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """Return the card as JSON has it."""
        return asdict(self)


def restored(facts: Mapping[str, Any] | None) -> Card | None:
    """Return the card that JSON has kept; None for a file read before there were cards."""
    if facts is None:
        return None
    columns = tuple(
        ReadColumn(
            **{
                **column,
                "means": tuple(column["means"]),
                "days": tuple(column["days"]),
                "words": tuple(ReadWord(**word) for word in column["words"]),
            }
        )
        for column in facts["columns"]
    )
    return Card(
        heading_line=facts["heading_line"],
        sheets=tuple(facts["sheets"]),
        left_sheets=tuple(facts["left_sheets"]),
        columns=columns,
    )
