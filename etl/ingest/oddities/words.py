"""Find words of columns that nobody knows, and what was noticed of columns as they were read."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import duckdb

from disclosure_limit import SMALL
from etl.ingest.accounts.findings import Finding
from etl.ingest.formats.parts import part_of
from etl.ingest.sources import Source
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues

_DIRT = 100

UNTOLD = "…"
"""What stands for a word that may be somebody's own."""


def find_noticed(table: Table, column_values: Sequence[ColumnValues]) -> Iterator[Finding]:
    """Yield what was noticed of columns while their texts were read, with how many rows say it."""
    for cells in column_values:
        if cells.noticed:
            name, rows = cells.noticed
            yield Finding(name, (table.plan.headings[cells.column.name], str(rows)))


def find_unknown_words(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table
) -> Iterator[Finding]:
    """Yield each column of words in which some are not known, by the `problems` of the rows; the
    most frequent word that may be told is named."""
    told = con.execute(
        "select column_name, value, count(*) as rows, min(line) from problems"
        " where reason in (select unnest($reasons)) group by 1, 2 order by 1, rows desc, 2",
        {"reasons": [column.problem for column in source.columns if column.problem]},
    ).fetchall()
    for heading, group in groupby(told, key=itemgetter(0)):
        texts = [(word, rows, line) for _, word, rows, line in group]
        word, said = next(((word, rows) for word, rows, _ in texts if word), (UNTOLD, 0))
        every = sum(rows for _, rows, _ in texts)
        # Of a list of people a row in a hundred may be dirt, that of no word of the system's.
        if source.has_names or said >= SMALL or every * _DIRT > table.rows:
            _, line = part_of(min(line for *_, line in texts))
            yield Finding("word_not_known", (heading, word, str(every), str(line)))
