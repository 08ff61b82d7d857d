"""Find words of columns that nobody knows, and what was noticed of columns as they were read."""

from collections.abc import Iterator, Sequence

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.formats.parts import part_of
from etl.ingest.redacted_values import redact_words
from etl.ingest.sources import Source
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues

UNTOLD = "…"
"""What stands for a word that may be somebody's own."""


def find_noticed(table: Table, column_values: Sequence[ColumnValues]) -> Iterator[Finding]:
    """Yield what was noticed of columns while their texts were read, with how many rows say it."""
    for cells in column_values:
        if cells.noticed:
            name, rows = cells.noticed
            yield Finding(name, (table.plan.headings[cells.column.name], str(rows)))


def find_unknown_words(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
) -> Iterator[Finding]:
    """Yield each column of words in which some are not known, the most frequent one named."""
    for cells in column_values:
        if not cells.column.problem or not cells.reason:
            continue
        found = con.execute(
            f"""
            select {cells.raw}, count(*) as rows, min({table.line}), {cells.reason} as reason,
            from raw {cells.join} where ({cells.reason}) is not null
            group by all order by rows desc, 1
            """  # noqa: S608 - our names
        ).fetchall()
        texts = [each for *each, reason in found if reason == cells.column.problem]
        if texts:
            told = redact_words(source, cells.column, {text: rows for text, rows, _ in texts})
            _, line = part_of(min(line for *_, line in texts))
            word = next((text for text, *_ in texts if text in told), UNTOLD)
            rows = sum(rows for _, rows, _ in texts)
            heading = table.plan.headings[cells.column.name]
            yield Finding("word_not_known", (heading, word, str(rows), str(line)))
