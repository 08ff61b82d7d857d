"""Read a list that the party keeps by hand: its rows, numbers and days.

Each list is a CSV with a heading row. A cell that cannot be read stops the build with the file,
the line and the reason, because a mistyped target is worse than none.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from etl.ingest.named_days import FIRST_BUDDHIST_YEAR
from i18n.dates import BUDDHIST_YEARS
from i18n.messages import Message, UserError, message
from i18n.thai import small_text

METRICS = ("members", "amphoe_covered")
"""What a target or a published total may be of."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years the calendar of an edition has: a day outside them is a slip of the hand."""

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WHOLE = re.compile(r"\d{1,3}(,\d{3}){1,2}|\d{1,9}")


class BadList(UserError):
    """A list the party keeps by hand has a row that means nothing."""


def bad_list(path: Path, line: int, why: Message | str) -> BadList:
    """Return the refusal of a line of a list, to be raised."""
    return BadList(message("build.bad_list", file=path.name, line=line, why=why))


def read_lines(path: Path, required: Iterable[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the number and the trimmed cells of every line that is not blank; none without a file.

    Raises BadList for a missing heading, and for a line with more cells than the headings: one
    comma too many shifts every cell behind it.
    """
    if not path.exists():
        return
    reader = csv.DictReader(io.StringIO(small_text(path.read_bytes(), "replace")))
    missing = [column for column in required if column not in (reader.fieldnames or [])]
    if missing:
        raise bad_list(path, 1, message("build.list_headings", columns=", ".join(missing)))
    try:
        for row in reader:
            beyond = [text for text in row.pop(None, []) if text.strip()]
            cells = {name: (text or "").strip() for name, text in row.items()}
            if beyond:
                raise bad_list(path, reader.line_num, message("build.list_commas", text=beyond[0]))
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise bad_list(path, reader.line_num, str(error)) from error


def day(text: str) -> date:
    """Read 2566-12-31 or 2023-12-31: from 2400 on a year is of the Buddhist era.

    Raises ValueError for another shape, a day no calendar has, or one no list can mean.
    """
    shape = _DAY.fullmatch(text)
    if not shape:
        raise ValueError(text)
    year, month, day_of_month = (int(part) for part in shape.groups())
    if year >= FIRST_BUDDHIST_YEAR:
        year -= BUDDHIST_YEARS
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, day_of_month)


def count(text: str) -> int:
    """Read a whole number of up to nine digits, with or without its commas.

    Raises ValueError for another.
    """
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text.replace(",", ""))


def metric(text: str) -> str:
    """Return the name of a metric; raises ValueError for one that is not known."""
    if text not in METRICS:
        raise ValueError(text)
    return text
