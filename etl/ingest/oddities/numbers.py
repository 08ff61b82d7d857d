"""Look at the numbers that tell people apart: those that a spreadsheet has rounded are refused, and
those that only count the rows are found."""

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.formats.refusals import MangledNumbers
from etl.ingest.sources import Source
from etl.ingest.tables import Table
from i18n.messages import message

_SCIENTIFIC = r"^[0-9](?:[.,][0-9]+)?[eE][+]?[0-9]{2}$"
_LONG = r"^[0-9]{16,}$"
_ROUNDED = r"^[0-9]{15}0+$"
_FEW = 3
_MANY = 10
"""Of fewer rows, numbers like theirs are chance."""


def refuse_mangled(con: duckdb.DuckDBPyConnection, source: Source, table: Table, file: str) -> None:
    """Look through the numbers of `raw` once; raises MangledNumbers."""
    for column in source.columns:
        if column.type != "id" or column.name not in table.plan.selected:
            continue
        cell = f"c{table.plan.selected[column.name]}"
        scientific, line, long, rounded = con.execute(
            f"""
            select
                count(*) filter (regexp_matches({cell}, $scientific)),
                min({table.line}) filter (regexp_matches({cell}, $scientific)),
                count(*) filter (regexp_matches({cell}, $long)),
                count(*) filter (regexp_matches({cell}, $rounded)),
            from raw where length({cell}) >= 16 or contains({cell}, 'E') or contains({cell}, 'e')
            """,  # noqa: S608 - our names
            {"scientific": _SCIENTIFIC, "long": _LONG, "rounded": _ROUNDED},
        ).fetchone() or (0, 0, 0, 0)
        if scientific:
            raise MangledNumbers(
                message("readers.scientific_numbers", file=file, rows=scientific, line=line)
            )
        if long >= _FEW and rounded == long:
            raise MangledNumbers(message("readers.rounded_numbers", file=file, line="…"))


def find_row_numbers(con: duckdb.DuckDBPyConnection, source: Source, table: Table) -> list[Finding]:
    """Return what is found where people's own numbers are 1, 2, 3 … in the order of the rows.

    A party of which nobody ever left may number its members so; only other lists can tell.
    """
    column = next((each for each in source.columns if each.keyed and each.is_required), None)
    if column is None or column.name not in table.plan.selected:
        return []
    cell = f"c{table.plan.selected[column.name]}"
    number = f"case when not starts_with({cell}, '0') then try_cast({cell} as bigint) end"
    ends = con.execute(
        f"select count({number}), min({number}), max({number}), count(*) from raw"  # noqa: S608
    ).fetchone() or (0, 0, 0, 0)
    rows = ends[3]
    if rows < _MANY or ends != (rows, 1, rows, rows):
        return []
    (others,) = con.execute(
        f"""
        select count(*) filter (number <> place) from (
            select {number} as number, row_number() over (order by {table.line}) as place from raw
        )
        """  # noqa: S608
    ).fetchone() or (rows,)
    heading = table.plan.headings[column.name]
    return [] if others else [Finding("row_numbers", (heading, str(rows)))]
