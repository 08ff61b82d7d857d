"""What reading a file noticed that a person must decide, or should know.

A finding never holds a value of anybody's: headings as redacted, counts, days and sheets' names.

- other_sheets (read, left): a workbook has more than one sheet that may be the list
- heading_not_read (heading, known): a heading that is not known is like one of a missing column
- years_of_last_century (column, rows, earliest, latest): years typed with two digits, as B.E.?
- days_far_off (column, rows, earliest, latest): days beyond the usual years of the column
- numbers_among_days (column, cells): a number that is no day, or one of another time
- month_first (column, rows): some days can only have the month first, too few to be sure
- half_converted (column, cells, texts): a spreadsheet has swapped day and month where it could
- title_of_another_day (said, list_on): the title above the headings or a sheet says another day
- title_of_another_month (month's first day, list_on): the same, of a month
- row_numbers (column, rows): people are numbered in the order of the rows, which other lists judge
- number_with_a_mark (column, rows): a number has a star, a bracket or a word beside it
- numbers_written_otherwise (column, rows): a space in a number, or small letters beside capitals
- named_as_another (word): the file's name or a folder's says old, copy, draft, form …
- word_not_known (column, word, rows, line): a word that nobody knows; "…" for one that may be
  somebody's own
- second_table (line): below the rows stand other headings, or a title that says who left
- read_month_first (column, rows): it was read with the month first, and nobody need be asked
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
