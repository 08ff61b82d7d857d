"""Refuse a file in which a spreadsheet has rounded the numbers that tell people apart."""

import duckdb

from etl.ingest.formats.refusals import MangledNumbers
from etl.ingest.sources import Source
from etl.ingest.tables import Table
from i18n.messages import message

_SCIENTIFIC = r"^[0-9](?:[.,][0-9]+)?[eE][+]?[0-9]{2}$"
_LONG = r"^[0-9]{16,}$"
_ROUNDED = r"^[0-9]{15}0+$"
_FEW = 3


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
