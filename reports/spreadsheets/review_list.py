"""The party's list of representatives in doubt, handed back with a row for each to decide.

`representative_reviews.csv` is edited by hand, so its own rows are handed back as they stand, and
only rows to fill in are added: the id of a term, and nothing about a person.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

COLUMNS = ("term_id", "decision", "decided_by", "decided_on", "note")


def prefill(own_list: Path, term_ids: Sequence[str]) -> bytes:
    """Return the list with a row for each term to decide, as CSV in UTF-8 with BOM.

    Every row of the file `own_list` (there may be none) stays, save those with a term_id alone:
    nobody filled them in. A term with a row that lacks only its decision gets no second one.
    """
    rows = [row for row in _read(own_list) if any(cell.strip() for cell in row)]
    heading = rows[0] if rows else []
    heading = [*heading, *(name for name in COLUMNS if name not in heading)]
    term, decision = heading.index("term_id"), heading.index("decision")
    filled = [
        row for row in rows[1:] if any(cell.strip() for at, cell in enumerate(row) if at != term)
    ]
    begun = {_cell(row, term) for row in filled if not _cell(row, decision)}
    blank = [
        [term_id if at == term else "" for at in range(len(heading))]
        for term_id in dict.fromkeys(term_ids)
        if term_id not in begun
    ]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([heading, *filled, *blank])
    return out.getvalue().encode("utf-8-sig")


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _read(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # the CP874 that a Thai Excel saves
        text = content.decode("cp874", errors="replace")
    return list(csv.reader(io.StringIO(text, newline="")))
