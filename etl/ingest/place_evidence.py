"""Work out which amphoe the evidence of each row allows, once for every distinct texts together.

Code, tambon and postcode are looked at here, in their own columns or within a place's cell, and end
here: what is staged are the codes of the amphoe that they allow together.
"""

from collections.abc import Sequence

import duckdb

from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Column
from etl.ingest.values.column_values import ColumnValues
from etl.ingest.values.distinct_texts import distinct_texts
from etl.places import evidence
from etl.places.cells import without_house

_ARE_CODES = 0.5
"""The share of a column's numbers that are codes from which they are taken for codes at all."""


def evidence_values(
    con: duckdb.DuckDBPyConnection, plan: Plan, column: Column
) -> ColumnValues | None:
    """Return the values of a column of evidence; None where the file has none."""
    beside = [each for each in plan.evidence if each.column == column.name]
    says = {
        each.position: each.says
        for each in beside
        if each.says != "amphoe_code" or _are_codes(con, each.position)
    }
    prefix = column.name.removesuffix("evidence")
    for part in ("province", "amphoe"):
        position = plan.selected.get(f"{prefix}{part}")
        if position is not None and _says_more(con, position):
            says[position] = "cell"
    if not says:
        return None
    positions = sorted(says)
    cells = [f"c{position}" for position in positions]
    rows = con.execute(f"select distinct {', '.join(cells)} from raw").fetchall()  # noqa: S608
    kinds = [says[position] for position in positions]
    allowed = [_allowed(kinds, row) for row in rows]
    if not any(allowed):
        return None
    name = f"means_{column.name}"
    types = ", ".join(f"{cell} text" for cell in cells)
    con.execute(f"create table {name} ({types}, value text)")
    marks = ", ".join("unnest(?::text[])" for _ in (*cells, "value"))
    texts = [list(each) for each in zip(*rows, strict=True)]
    con.execute(f"insert into {name} select {marks}", [*texts, allowed])
    same = " and ".join(f"raw.{cell} is not distinct from {name}.{cell}" for cell in cells)
    return ColumnValues(column, "null", f"{name}.value", None, f"left join {name} on {same}")


def _allowed(kinds: Sequence[str], row: Sequence[str | None]) -> str | None:
    told: dict[str, list[str]] = {"amphoe_code": [], "tambon": [], "postcode": []}
    for kind, text in zip(kinds, row, strict=True):
        if text is None:
            continue
        if kind == "cell":
            _, tambon, postcodes = without_house(text)
            told["tambon"] += tambon
            told["postcode"] += postcodes
        else:
            told[kind].append(text)
    return evidence.as_text(
        evidence.allowed_by(told["amphoe_code"], told["tambon"], told["postcode"])
    )


def _are_codes(con: duckdb.DuckDBPyConnection, position: int) -> bool:
    texts = [
        text
        for (text,) in con.execute(f"select distinct c{position} from raw").fetchall()  # noqa: S608
        if text is not None and text.strip()
    ]
    known = sum(evidence.allowed_by([text]) is not None for text in texts)
    ours = sum(evidence.is_code_of_place(text) for text in texts)
    return known > 0 and ours >= _ARE_CODES * len(texts)


def _says_more(con: duckdb.DuckDBPyConnection, position: int) -> bool:
    """Whether a cell of a place says a tambon or a postcode beside it."""
    texts = con.execute(
        f"select c{position} from {distinct_texts(con, f'raw.c{position}')}"  # noqa: S608
    ).fetchall()
    return any(any(without_house(text)[1:]) for (text,) in texts if text is not None)
