"""What reading a file noticed that a person must decide, or should know.

A finding never holds a value of anybody's: headings as redacted, counts, days and sheets' names.
"""

from collections.abc import Iterable
from dataclasses import dataclass

PARTS = "|"
"""What stands between the parts of a detail where it is one text."""


@dataclass(frozen=True)
class Finding:
    """`name` is what was found; `detail` what the sentence about it names, in its order."""

    name: str
    detail: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The detail as one text; a part never holds the sign between two."""
        return PARTS.join(part.replace(PARTS, "/") for part in self.detail)


def as_lists(findings: Iterable[Finding]) -> list[list[str]]:
    """Return findings as the account of a file keeps them."""
    return [[finding.name, *finding.detail] for finding in findings]


def restored(lines: Iterable[list[str]]) -> tuple[Finding, ...]:
    """Return the findings that an account has kept."""
    return tuple(Finding(name, tuple(detail)) for name, *detail in lines)
