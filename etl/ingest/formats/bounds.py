"""How wide, how long and how broken a table may be: what goes beyond is no list of anybody's."""

from collections.abc import Iterable, Iterator

from etl.ingest.formats.record import Record
from i18n.messages import UserError, message

MOST_COLUMNS = 1_000
MOST_CELLS = 26 << 20
"""Of the block that a sheet is read as: 26 columns of as many rows as there can be."""
MOST_LETTERS = 1 << 20
"""Of a line of text, or of a cell."""
MOST_BROKEN = 1_000_000
"""Lines that are no rows, each of which is told."""


class OutOfBounds(UserError):
    """A table is wider, longer or more broken than any list."""


def refuse_wide(columns: int, file: str) -> None:
    """Raises OutOfBounds where a row has more columns than any list."""
    if columns > MOST_COLUMNS:
        raise OutOfBounds(message("readers.too_wide", file=file, most=MOST_COLUMNS))


def refuse_long(letters: int, file: str, line: int) -> None:
    """Raises OutOfBounds where a line or a cell is longer than anybody writes."""
    if letters >= MOST_LETTERS:
        raise OutOfBounds(message("readers.too_long", file=file, line=line, most=MOST_LETTERS))


def bounded(records: Iterable[Record], file: str) -> Iterator[Record]:
    """Yield the records; raises OutOfBounds once there are too many that are no rows."""
    broken = 0
    for record in records:
        if record.reason:
            broken += 1
            if broken > MOST_BROKEN:
                raise OutOfBounds(message("readers.too_broken", file=file, most=MOST_BROKEN))
        yield record
