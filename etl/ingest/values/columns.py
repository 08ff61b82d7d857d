"""Find what every column of a file means, each by the type of its column."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from etl.ingest.cells import numbers, texts, words
from etl.ingest.cells.nobody import EMPTY, nobody
from etl.ingest.cells.remarks import read_remarks
from etl.ingest.sources import Column
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues
from etl.ingest.values.days import day_values, last_day, read_days
from etl.ingest.values.distinct_texts import distinct_texts
from etl.ingest.values.meanings import text_values, values_or_reasons
from etl.ingest.values.month_first import orders_of
from i18n.thai import compose

_TEXTS: Mapping[str, Callable[[str], str | None]] = {
    "name": texts.name,
    "text": texts.free_text,
    "answer": texts.answer,
    "choices": texts.choices,
}
"""What is kept of a text, by its column's type."""


def find_values(
    con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Column], list_on: date | None
) -> list[ColumnValues]:
    """Work out the meanings of every text in the columns that the file has."""
    present = [column for column in columns if column.name in table.plan.selected]
    days = _cells_of_days(table, present)
    orders = orders_of(con, days)
    dates = read_days(con, days, list_on, orders)
    found: list[ColumnValues] = []
    places: dict[str, ColumnValues] = {}
    said = frozenset(word for column in columns for word in column.values or {} if word)
    for column in present:
        raw = f"raw.c{table.plan.selected[column.name]}"
        match column.type:
            case "date":
                found.append(day_values(con, column, raw, dates, list_on, orders.get(raw)))
            case "id":
                found.append(_identities(con, column, raw, said))
            case "place":
                # One address can serve as both; it is looked at once.
                if raw not in places:
                    among = distinct_texts(con, raw)
                    places[raw] = text_values(con, column, raw, texts.place, among=among)
                found.append(replace(places[raw], column=column))
            case "scope":
                found.append(text_values(con, column, raw, words.scope(column)))
            case "word":
                word, among = words.word(column), distinct_texts(con, raw)
                found.append(values_or_reasons(con, column, raw, word, "text", among=among))
            case "count":
                found.append(values_or_reasons(con, column, raw, numbers.count(column), "bigint"))
            case "remark":
                found.append(_remarks(con, column, raw, last_day(list_on)))
            case kind if kind in _TEXTS:
                found.append(text_values(con, column, raw, _TEXTS[kind]))
    return found + [_nobody(con, column, found) for column in columns if column.type == "nobody"]


def _cells_of_days(table: Table, columns: Iterable[Column]) -> list[str]:
    selected = {table.plan.selected[column.name] for column in columns if column.type == "date"}
    return [f"raw.c{position}" for position in sorted(selected)]


def _nobody(
    con: duckdb.DuckDBPyConnection, column: Column, others: Sequence[ColumnValues]
) -> ColumnValues:
    """Whether a row is nobody, and what it is: told by its names, together.

    One with no name at all is nobody only without a member's number, and if none of its cells holds
    what it should not: else it has slipped sideways.
    """
    names = ", ".join(each.raw for each in others if each.column.type == "name")
    raw = f"concat_ws(' ', {names})"
    cells = text_values(con, column, raw, lambda text: nobody(column, text))
    code = f"{cells.value}::text"
    if not column.empty:
        return replace(cells, value=f"nullif({code}, '{EMPTY}')")
    somebodys = [
        *(f"regexp_matches({each.raw}, '[0-9๐-๙]')" for each in others if each.column.keyed),
        *(f"({each.reason}) <> 'missing_value'" for each in others if each.reason),
    ]
    is_somebodys = " or ".join(f"coalesce({each}, false)" for each in somebodys) or "false"
    empty = f"case when not ({is_somebodys}) then '{column.empty}' end"
    return replace(cells, value=f"case when {code} = '{EMPTY}' then {empty} else {code} end")


def _remarks(con: duckdb.DuckDBPyConnection, column: Column, raw: str, last: date) -> ColumnValues:
    distinct = con.execute(f"select distinct {raw} from raw where {raw} is not null")  # noqa: S608
    meanings = read_remarks(con, column, [text for (text,) in distinct.fetchall()], last)
    return text_values(con, column, raw, meanings.get)


def _identities(
    con: duckdb.DuckDBPyConnection, column: Column, raw: str, words_said: Collection[str]
) -> ColumnValues:
    """Numbers of plain ASCII with a digit mean themselves; only the others are looked at one by
    one: "-" or an empty text would be one person's number in every row that has it.

    Where a few have something beside them ("P1 (…)", "P1*") it is no part of the number, and that
    is noticed; where most have, it is how the file writes its numbers.
    """
    odd, name = f"regexp_matches({raw}, '{numbers.ODD_NUMBERS}')", f"odd_{column.name}"
    con.execute(
        f"create table {name} as"  # noqa: S608 - our names
        f" select {raw}, count(*) as rows from raw where {odd} group by all"
    )
    among = f"{name} as raw"
    counts = con.execute(f"from {name}").fetchall()
    beside = {text: number for text, _ in counts if (number := numbers.marked(text, words_said))}
    rows = sum(rows for text, rows in counts if text in beside)
    if not rows or rows * 2 > _filled(con, raw):
        cells = text_values(con, column, raw, numbers.identity, only=odd, among=among)
        return replace(cells, noticed=_written_otherwise(con, raw, counts))
    cells = text_values(
        con, column, raw, lambda text: numbers.identity(beside.get(text, text)), odd, among
    )
    return replace(cells, noticed=("number_with_a_mark", rows))


def _written_otherwise(
    con: duckdb.DuckDBPyConnection, raw: str, odd: Sequence[tuple[str, int]]
) -> tuple[str, int] | None:
    """Return how many numbers are written otherwise than most, with a space in them or in small
    letters where others have capitals: whoever has one may be in another list with the other."""
    spaced = sum(rows for text, rows in odd if text and " " in compose(text))
    small, capital, both = con.execute(
        f"""
        select
            count(*) filter ({raw} = lower({raw}) and {raw} <> upper({raw})),
            count(*) filter ({raw} = upper({raw}) and {raw} <> lower({raw})),
            count(*) filter ({raw} <> upper({raw}) and {raw} <> lower({raw})),
        from raw
        """  # noqa: S608
    ).fetchone() or (0, 0, 0)
    fewer = 0 if both else min(small, capital)
    if spaced * 2 <= _filled(con, raw) and spaced + fewer:
        return "numbers_written_otherwise", spaced + fewer
    return ("numbers_written_otherwise", fewer) if fewer else None


def _filled(con: duckdb.DuckDBPyConnection, raw: str) -> int:
    (rows,) = con.execute(f"select count({raw}) from raw").fetchone() or (0,)  # noqa: S608
    return int(rows)
