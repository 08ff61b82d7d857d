"""How does the party get a list of representatives in doubt to decide on? As its own list, on.

`representative_reviews.csv` is kept by hand, so what it says already is handed back as it stands,
and only rows to fill in are added: the id of a term, and nothing about a person.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

COLUMNS = ("term_id", "decision", "decided_by", "decided_on", "note")


def prefilled(kept: Path, term_ids: Sequence[str]) -> bytes:
    """Return the list with a row for each term to decide, as CSV in UTF-8 with BOM.

    Every row of the file `kept` (there may be none) stays as it is, save those with a term_id and
    nothing else: nobody filled them in. A term with a row that lacks only its decision gets no
    second one.
    """
    rows = [row for row in _read(kept) if any(cell.strip() for cell in row)]
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
