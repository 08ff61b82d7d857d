"""Creates the tables of reading cards: what each file of the edition was taken for."""

from collections.abc import Sequence

import duckdb

from etl.ingest.stage import Load
from etl.lists.load import create_table

TABLES = {
    "reading_cards": {
        "file": "text",
        "kind": "text",
        "list_on": "date",
        "heading_line": "bigint",
        "sheets": "text",
        "left_sheets": "text",
    },
    "reading_columns": {
        "file": "text",
        "position": "bigint",
        "heading": "text",
        "read_as_th": "text",
        "read_as_en": "text",
        "is_personal": "boolean",
        "nearest": "text",
        "earliest": "date",
        "median": "date",
        "latest": "date",
    },
    "reading_words": {
        "file": "text",
        "position": "bigint",
        "word": "text",
        "rows": "bigint",
        "means_th": "text",
        "means_en": "text",
    },
}
"""Their columns: one row a file, a column of a file, a word of such a column."""


def create_reading_tables(con: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
    """Create `TABLES` from the cards of the files that are used."""
    cards = [(load, load.card) for load in loads if load.card]
    columns = [
        (load.file, position, column)
        for load, card in cards
        for position, column in enumerate(card.columns, start=1)
    ]
    rows = {
        "reading_cards": [
            (
                load.file,
                load.kind,
                load.list_on,
                card.heading_line,
                ", ".join(card.sheets),
                ", ".join(card.left_sheets),
            )
            for load, card in cards
        ],
        "reading_columns": [
            (
                file,
                position,
                column.heading,
                column.th or None,
                column.en or None,
                column.is_personal,
                column.nearest,
                *(column.days or (None, None, None)),
            )
            for file, position, column in columns
        ],
        "reading_words": [
            (file, position, word.text, word.rows, word.th or None, word.en or None)
            for file, position, column in columns
            for word in column.words
        ],
    }
    for name, kinds in TABLES.items():
        create_table(con, name, kinds, rows[name])
