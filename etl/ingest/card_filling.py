"""Fill a file's reading card while its rows lie in DuckDB: one count more of distinct values."""

from collections.abc import Sequence
from datetime import date

import duckdb

from disclosure_limit import SMALL
from etl.ingest.accounts.card import OTHER_WORDS, Card, ReadColumn, ReadWord
from etl.ingest.headings.plan import Beside
from etl.ingest.redaction import NEAR, is_near, looks_personal
from etl.ingest.sources import Column, Source
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues
from etl.ingest.values.distinct_texts import distinct_texts
from etl.ingest.word_lists import evidence_words, plain


def card_of(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
) -> Card:
    """Return the card of the file in `raw`, whose columns mean `column_values`."""
    by_position: dict[int, list[ColumnValues]] = {}
    in_file = [each for each in column_values if each.column.name in table.plan.selected]
    for each in in_file:
        by_position.setdefault(table.plan.selected[each.column.name], []).append(each)
    filled = _filled(con, list(by_position))
    read = [
        _read_column(con, source, table, cells, filled[position])
        for position, cells in sorted(by_position.items())
    ]
    beside = {each.position: each for each in table.plan.evidence}
    read += [_evidence(each) for each in beside.values()]
    unknown = [
        ReadColumn(heading, nearest=_nearest(source, heading)) for heading in table.plan.unknown
    ]
    personal = [ReadColumn(heading, is_personal=True) for heading in table.plan.personal]
    return Card(
        heading_line=table.heading_line,
        sheets=table.sheets,
        left_sheets=table.left_sheets,
        columns=(*read, *unknown, *personal),
    )


def _evidence(beside: Beside) -> ReadColumn:
    th, en = _pair(evidence_words(beside.says))
    return ReadColumn(beside.heading, means=(beside.column,), th=th, en=en)


def _filled(con: duckdb.DuckDBPyConnection, positions: Sequence[int]) -> dict[int, int]:
    counts = ", ".join(f"count(c{position})" for position in positions)
    row = con.execute(f"select {counts} from raw").fetchone() if positions else None  # noqa: S608
    return dict(zip(positions, row or (), strict=True))


def _read_column(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    cells: Sequence[ColumnValues],
    filled: int,
) -> ReadColumn:
    first = cells[0]
    return ReadColumn(
        heading=table.plan.headings[first.column.name],
        means=tuple(each.column.name for each in cells),
        th=_both(source, cells, 0),
        en=_both(source, cells, 1),
        filled=filled,
        days=_days(con, first) if first.column.type == "date" else (),
        words=_words(con, source, first) if first.column.type == "word" else (),
    )


def _days(con: duckdb.DuckDBPyConnection, cells: ColumnValues) -> tuple[str, ...]:
    days = con.execute(
        f"""
        with days as (
            select rows, {cells.value} as day
            from {distinct_texts(con, cells.raw)} {cells.join}
        ),
        counted as (
            select day, sum(rows) over (order by day) as so_far, sum(rows) over () as every
            from days where day is not null
        )
        select min(day), min(day) filter (2 * so_far >= every), max(day) from counted
        """  # noqa: S608 - our names
    ).fetchone()
    return tuple(day.isoformat() for day in days or () if isinstance(day, date))


def _words(
    con: duckdb.DuckDBPyConnection, source: Source, cells: ColumnValues
) -> tuple[ReadWord, ...]:
    counts = con.execute(
        f"select {cells.raw}::text, {cells.value}::text, rows"  # noqa: S608
        f" from {distinct_texts(con, cells.raw)} {cells.join}"
        f" where {cells.raw} is not null order by rows desc, 1"
    ).fetchall()
    words, others = [], 0
    for text, code, rows in counts:
        if _may_be_told(source, cells.column, text, rows):
            thai, _ = _pair(_words_for(cells.column, code))
            words.append(ReadWord(text, rows, code, thai, (code or "").replace("_", " ")))
        else:
            others += rows
    return (*words, *([ReadWord(OTHER_WORDS, others)] if others else []))


def _both(source: Source, cells: Sequence[ColumnValues], language: int) -> str:
    """Return what the columns of ours are called: by a plain word where two addresses share one."""
    columns = [each.column for each in cells]
    if len(columns) > 1:
        part = columns[0].name.rpartition("_")[2]
        return _pair([each for each, serves in source.either.items() if serves == part])[language]
    return _pair(columns[0].headings)[language]


def _pair(words: Sequence[str]) -> tuple[str, str]:
    """Return the first Thai and the first English word of a list that has both."""
    thai = next((word for word in words if not word.isascii()), "")
    english = next((word for word in words if word.isascii()), "")
    return thai or english, english or thai


def _words_for(column: Column, code: str | None) -> list[str]:
    return [word for word, each in (column.values or {}).items() if code and each == code]


def _may_be_told(source: Source, column: Column, text: str, rows: int) -> bool:
    known = column.values or {}
    if plain(text) in known:
        return True
    is_of_many = not source.has_names and not looks_personal(text)
    return is_of_many and (rows >= SMALL or is_near(plain(text), list(known)))


def _nearest(source: Source, heading: str) -> str | None:
    """Return the known heading that one not read is most like, as it is written."""
    from rapidfuzz import fuzz, process

    known = {plain(each): each for column in source.columns for each in column.headings}
    found = process.extractOne(plain(heading), list(known), scorer=fuzz.WRatio, score_cutoff=NEAR)
    return known[found[0]] if found else None
