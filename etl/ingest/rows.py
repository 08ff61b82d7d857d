"""Split a file's rows into used, duplicate and rejected, with the reason.

rows in = staged + duplicates + rejected + forgotten + nobody: worked out each its own way, and an
error if they differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.ingest.accounts.card import Card
from etl.ingest.accounts.findings import Finding
from etl.ingest.card_filling import card_of
from etl.ingest.duplicates import settle_duplicates
from etl.ingest.oddities.days import find_in_days
from etl.ingest.oddities.nobody import pass_over_nobody
from etl.ingest.oddities.numbers import find_row_numbers, refuse_mangled
from etl.ingest.oddities.words import find_noticed, find_unknown_words
from etl.ingest.place_evidence import evidence_values
from etl.ingest.problems import create_problems, worst_of, write_rejects
from etl.ingest.sources import Column, Source
from etl.ingest.sql import any_row, quoted_text
from etl.ingest.tables import Table
from etl.ingest.tallies import COUNT_COLUMNS, count_people, has_people, settle_people
from etl.ingest.values.column_values import ColumnValues, joins_of
from etl.ingest.values.columns import find_values

_SQL_TYPES = {"date": "date", "count": "bigint"}


class RowsLost(Exception):
    """The rows of a file do not add up: a fault of this program, never of the file."""


@dataclass(frozen=True)
class Account:
    """rows_in = staged + duplicates + rejected + forgotten + nobody. `worst` is the
    most frequent reject of a file without a usable row: (reason, column, first line, a value that
    may be told). `card` says how it was read; files with the same rows in any order have the same
    `rows_hash`."""

    rows_in: int
    staged: int
    duplicates: int
    rejected: int
    forgotten: int
    nobody: int
    worst: tuple[str, str, int, str | None] | None
    card: Card
    findings: tuple[Finding, ...]
    rows_hash: int


def stage_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    file: str,
    list_on: date | None,
    rows_path: Path,
    rejects_path: Path,
) -> Account:
    """Type the rows of `raw` and write those used to `rows_path`, the others to `rejects_path`.

    Needs the macro `member_key` of etl.keys and the table `forgotten` of etl.forgotten on `con`:
    rows of people in it are not written. Raises RowsLost.
    """
    # From here on every row carries its line, and order costs time.
    con.execute("set preserve_insertion_order = false")
    refuse_mangled(con, source, table, file)
    rows_in = table.rows + len(table.broken)
    table, nobody, notes = pass_over_nobody(con, source, table, list_on)
    column_values = find_values(con, table, source.columns, list_on)
    findings = [
        *notes,
        *find_row_numbers(con, source, table),
        *find_in_days(con, table, column_values, list_on),
        *find_noticed(table, column_values),
    ]
    evidence = (c for c in source.columns if c.type == "evidence")
    column_values += [e for c in evidence if (e := evidence_values(con, table.plan, c))]
    card = card_of(con, source, table, column_values)
    _create_rows(con, table, column_values)
    create_problems(con, source, table, column_values)
    findings += find_unknown_words(con, source, table)
    forgotten = 0
    if has_people(source, column_values):
        duplicates = settle_people(con, source, table, column_values)
        staged = count_people(con, source, table, column_values, list_on, rows_path)
    else:
        duplicates = settle_duplicates(con, source, table, column_values)
        forgotten = _count_forgotten(con, source, column_values)
        staged = _write_rows(con, source, column_values, list_on, rows_path)
    rejected = write_rejects(con, source, table, file, rejects_path)
    out = (staged, duplicates, rejected, forgotten, nobody)
    if rows_in != sum(out):
        raise RowsLost(f"{file}: {rows_in} in, {' + '.join(map(str, out))} out")
    worst = None if staged + forgotten else worst_of(con)
    rows_hash = _hash_of(con, source, rows_path)
    return Account(rows_in, *out, worst, card, tuple(findings), rows_hash)


def _hash_of(con: duckdb.DuckDBPyConnection, source: Source, rows: Path) -> int:
    """Return what rows that say the same on another day, from another line on, share."""
    path = {"path": str(rows)}
    told = con.execute("select * from read_parquet($path) limit 0", path).description or []
    names = [name for name, *_ in told if name not in ("line", source.list_date)]
    (found,) = con.execute(
        f"select bit_xor(hash({', '.join(names)})) from read_parquet($path)",  # noqa: S608
        path,
    ).fetchone() or (None,)
    return int(found or 0)


def _create_rows(
    con: duckdb.DuckDBPyConnection, table: Table, column_values: Sequence[ColumnValues]
) -> None:
    values = ", ".join(f"{each.value} as {each.column.name}" for each in column_values)
    joins = joins_of(column_values)
    con.execute(f"create view rows as select {table.line} as line, {values} from raw {joins}")  # noqa: S608


def _key_column(source: Source, column_values: Sequence[ColumnValues]) -> str | None:
    """Return the column of the members' own numbers, when the file has it."""
    named = (each.column for each in column_values if each.column.keyed)
    return next((column.name for column in named), None)


def _count_forgotten(
    con: duckdb.DuckDBPyConnection, source: Source, column_values: Sequence[ColumnValues]
) -> int:
    """Pass over the rows of people who asked to be forgotten; return how many they are.

    Where names are read the row stays, and says nobody's.
    """
    number = _key_column(source, column_values)
    if number is None or source.has_names or not any_row(con, "forgotten"):
        return 0
    (rows,) = con.execute(
        f"""
        insert into passed_over
        select line from rows anti join passed_over using (line)
        where member_key({number}) in (from forgotten)
        """  # noqa: S608 - names of sources.toml
    ).fetchone() or (0,)
    return int(rows)


def _write_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    column_values: Sequence[ColumnValues],
    list_on: date | None,
    path: Path,
) -> int:
    present = {each.column.name for each in column_values}
    number = _key_column(source, column_values) if any_row(con, "forgotten") else None
    is_theirs = f"coalesce(member_key({number}) in (from forgotten), false)" if number else None
    stored_columns = [
        column
        for column in source.columns
        if not column.is_transient and (column.type != "evidence" or column.name in present)
    ]
    columns = ", ".join(
        _staged_column(column, column.name in present, is_theirs) for column in stored_columns
    )
    if source.counts:
        columns += f", {COUNT_COLUMNS}"
    list_value = f"date '{list_on}'" if list_on else "null::date"
    but = "anti join passed_over using (line)" if any_row(con, "passed_over") else ""
    (staged,) = con.execute(
        f"""
        copy (
            select
                {list_value} as {source.list_date},
                line,
                {columns},
            from rows {but}
        ) to {quoted_text(str(path))} (format parquet, compression snappy)
        """  # noqa: S608
    ).fetchone() or (0,)
    return int(staged)


def _staged_column(column: Column, is_present: bool, is_theirs: str | None) -> str:
    if not is_present:
        value = f"null::{_SQL_TYPES.get(column.type, 'text')}"
    elif column.keyed:
        # The key of no number is null, as the number is.
        value = f"member_key({column.name})"
    else:
        value = column.name
    if is_theirs and is_present and (column.keyed or column.type == "name"):
        value = f"case when not {is_theirs} then {value} end"
    return f"{value} as {column.keyed or column.name}"
