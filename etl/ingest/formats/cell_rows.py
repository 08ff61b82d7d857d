"""Make parts of a file from tables whose rows were read whole, cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from etl.ingest.formats.parts import Part
from etl.ingest.formats.record import Record
from etl.ingest.formats.refusals import NotAWorkbook
from etl.ingest.headings.lines import TITLE_LINES, find_headings
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source
from i18n.messages import message

Row = tuple[int, list[str]]
"""A line and its cells."""


def parts_of_rows(
    sheets: dict[str, list[Row]],
    source: Source,
    file: str,
    encoding: str,
    hidden: Iterable[str] = (),
) -> list[Part]:
    """Return tables by name as parts of their file, their headings found.

    Raises NotAWorkbook where there is none.
    """
    if not sheets:
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))
    parts = []
    for name, rows in sheets.items():
        head = list(islice(rows, TITLE_LINES))
        found = find_headings(source, head)
        line, headings = (found.line, found.texts) if found else (1, [])
        titles = tuple(" ".join(cells) for at, cells in head if at < line)
        parts.append(
            Part(
                name,
                line,
                headings,
                titles,
                encoding,
                partial(_records, rows, line),
                name in hidden,
            )
        )
    return parts


def _records(
    rows: Sequence[Row], headings: int, plan: Plan, positions: Sequence[int]
) -> Iterator[Record]:
    for line, cells in rows:
        if line <= headings or not any(cells):
            continue
        if any(cells[plan.width :]):
            yield Record(line, (), "wrong_number_of_columns")
        else:
            yield Record(line, [cells[at] if at < len(cells) else "" for at in positions])
