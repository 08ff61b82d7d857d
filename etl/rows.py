"""Which rows of a file are used, which are there twice, and which cannot be used and why?

rows in = staged + duplicates + rejected: worked out three ways, and an error if they differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.meanings import Meanings, find_meanings
from etl.sources import Column, Source
from etl.tables import Table

_SQL_TYPES = {"date": "date", "count": "bigint"}


class RowsLost(Exception):
    """The rows of a file do not add up: a fault of this program, never of the file."""


@dataclass(frozen=True)
class Account:
    """rows_in = staged + duplicates + rejected. `worst` is the most frequent reject of a file
    without a usable row: (reason, column, first line)."""

    rows_in: int
    staged: int
    duplicates: int
    rejected: int
    worst: tuple[str, str, int] | None


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

    Needs the macro `member_key` of etl.keys on `con`. Raises RowsLost.
    """
    # From here on every row carries its line, and order costs time.
    con.execute("set preserve_insertion_order = false")
    meanings = find_meanings(con, table, source.columns, list_on)
    _create_rows(con, table, meanings)
    _create_problems(con, table, meanings)
    duplicates = _settle_repeats(con, source, table, meanings)
    staged = _write_rows(con, source, meanings, list_on, rows_path)
    rejected = _write_rejects(con, source, table, file, rejects_path)
    rows_in = table.rows + len(table.broken)
    if rows_in != staged + duplicates + rejected:
        raise RowsLost(f"{file}: {rows_in} in, {staged} + {duplicates} + {rejected} out")
    worst = None if staged else _worst(con)
    return Account(rows_in, staged, duplicates, rejected, worst)


def _create_rows(
    con: duckdb.DuckDBPyConnection, table: Table, meanings: Sequence[Meanings]
) -> None:
    values = ", ".join(f"{meaning.value} as {meaning.column.name}" for meaning in meanings)
    joins = _joins(meanings)
    con.execute(f"create view rows as select {table.line} as line, {values} from raw {joins}")  # noqa: S608


def _create_problems(
    con: duckdb.DuckDBPyConnection, table: Table, meanings: Sequence[Meanings]
) -> None:
    """The first thing wrong with each row, if there is any. The value is told so that it can be
    mended, but never that of the identity."""
    con.execute("create table problems (line bigint, column_name text, reason text, value text)")
    faulty = [meaning for meaning in meanings if meaning.reason]
    if faulty:
        cases = " ".join(
            f"when ({meaning.reason}) is not null then struct_pack("
            f"column_name := {_text(table.plan.headings[meaning.column.name])},"
            f" reason := {meaning.reason},"
            f" value := {'null' if meaning.column.type == 'id' else meaning.raw}::text)"
            for meaning in faulty
        )
        joins = _joins(faulty)
        con.execute(
            f"""
            insert into problems
            with judged as (
                select {table.line} as line, case {cases} end as problem from raw {joins}
            )
            select line, problem.column_name, problem.reason, problem.value
            from judged where problem is not null
            """  # noqa: S608 - our names; headings are quoted
        )
    con.execute("create table passed_over as select line from problems")


def _settle_repeats(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table, meanings: Sequence[Meanings]
) -> int:
    """Keep one row of each identity, note those that contradict it, return how many were the same.

    The kept one has the latest of the dates in `latest_by`, else comes later in the file.
    """
    own = next(meaning for meaning in meanings if meaning.column.name == source.identity)
    # By a hash, which is twice as fast; two identities with one hash only cost a second look.
    con.execute(
        f"""
        create table repeated as
        select hash({own.value}) as hashed from raw {own.join}
        group by all having count(*) > 1
        """  # noqa: S608 - names of sources.toml
    )
    if not _any(con, "repeated"):
        return 0
    names = [meaning.column.name for meaning in meanings]
    latest = [f"rows.{name}" for name in source.latest_by if name in names] or ["null::date"]
    con.execute(
        f"""
        create table versions as
        with candidates as (
            select
                rows.*,
                greatest({", ".join(latest)}) as latest_on,
                row_number() over same as copy_no,
                max(rows.line) over (partition by {", ".join(names)}) as last_line,
            from rows
            semi join repeated on hash(rows.{source.identity}) = repeated.hashed
            anti join passed_over on rows.line = passed_over.line
            window same as (partition by {", ".join(names)} order by rows.line)
        )
        select
            *,
            row_number() over (
                partition by {source.identity}, copy_no > 1
                order by latest_on desc nulls last, last_line desc
            ) as rank,
        from candidates
        """  # noqa: S608
    )
    _note_conflicts(con, source, table, meanings)
    (same,) = con.execute("select count(*) filter (copy_no > 1) from versions").fetchone() or (0,)
    con.execute("insert into passed_over select line from versions where copy_no > 1 or rank > 1")
    return int(same)


def _note_conflicts(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table, meanings: Sequence[Meanings]
) -> None:
    """Say of each row that contradicts the kept one in which column it does, and how."""
    cases = " ".join(
        f"when other.{column.name} is distinct from kept.{column.name} then struct_pack("
        f"column_name := {_text(table.plan.headings[column.name])},"
        f" value := other.{column.name}::text)"
        for column in (meaning.column for meaning in meanings)
        if column.name != source.identity
    )
    if not cases:
        return
    con.execute(
        f"""
        insert into problems
        with compared as (
            select other.line, case {cases} end as difference
            from versions as other
            join versions as kept using ({source.identity})
            where other.copy_no = 1 and other.rank > 1 and kept.copy_no = 1 and kept.rank = 1
        )
        select line, difference.column_name, 'conflicting_duplicate', difference.value
        from compared
        """  # noqa: S608
    )


def _write_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    meanings: Sequence[Meanings],
    list_on: date | None,
    path: Path,
) -> int:
    present = {meaning.column.name for meaning in meanings}
    columns = ", ".join(
        _staged(source, column, column.name in present) for column in source.columns[1:]
    )
    identity = source.identity
    if source.staged_identity == "member_key":
        identity = f"member_key({identity})"
    list_value = f"date '{list_on}'" if list_on else "null::date"
    but = "anti join passed_over using (line)" if _any(con, "passed_over") else ""
    (staged,) = con.execute(
        f"""
        copy (
            select
                {identity} as {source.staged_identity},
                {list_value} as {source.list_date},
                line,
                {columns},
            from rows {but}
        ) to {_text(str(path))} (format parquet, compression snappy)
        """  # noqa: S608
    ).fetchone() or (0,)
    return int(staged)


def _staged(source: Source, column: Column, is_present: bool) -> str:
    if is_present:
        return column.name
    return f"null::{_SQL_TYPES.get(column.type, 'text')} as {column.name}"


def _write_rejects(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table, file: str, path: Path
) -> int:
    if table.broken:
        lines, reasons = zip(*table.broken, strict=True)
        con.execute(
            "insert into problems by name"
            " select unnest($lines) as line, unnest($reasons) as reason",
            {"lines": lines, "reasons": reasons},
        )
    (rejected,) = con.execute(
        f"""
        copy (
            select
                {_text(file)} as file, {_text(source.kind)} as kind,
                line, column_name, reason, value,
            from problems
            order by line
        ) to {_text(str(path))} (format parquet)
        """  # noqa: S608
    ).fetchone() or (0,)
    return int(rejected)


def _worst(con: duckdb.DuckDBPyConnection) -> tuple[str, str, int] | None:
    worst = con.execute(
        "select reason, coalesce(min(column_name), '—'), min(line) from problems"
        " group by reason order by count(*) desc, reason limit 1"
    ).fetchone()
    return None if worst is None else (worst[0], worst[1], worst[2])


def _joins(meanings: Sequence[Meanings]) -> str:
    return " ".join(dict.fromkeys(meaning.join for meaning in meanings))


def _any(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"select 1 from {table} limit 1").fetchone() is not None  # noqa: S608


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
