"""Find what is wrong with the rows of a file, and write those that cannot be used."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from etl.ingest.formats.parts import LINES
from etl.ingest.redacted_values import redact_sql, unless_personal
from etl.ingest.sources import Source
from etl.ingest.sql import quoted_text
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues, joins_of


def create_problems(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
) -> None:
    """The first thing wrong with each row, if there is any.

    The value is told so that it can be mended, but never an identity's. With two things wrong the
    cells have probably slipped sideways, and a value could be a name or a number of somebody's:
    it is not told, nor is one that looks like a telephone, a citizen number or an address. What is
    told of a single fault is for `etl.ingest.redacted_values` to say.
    """
    con.execute("create table problems (line bigint, column_name text, reason text, value text)")
    nobody = next((each for each in column_values if each.column.type == "nobody"), None)
    faulty = [_unless_nobody(each, nobody) for each in column_values if each.reason]
    if faulty:
        cases = " ".join(
            f"when ({each.reason}) is not null then struct_pack("
            f"column_name := {quoted_text(table.plan.headings[each.column.name])},"
            f" reason := {each.reason},"
            f" value := {redact_sql(con, source, each)}::text)"
            for each in faulty
        )
        faults = " + ".join(f"(({each.reason}) is not null)::integer" for each in faulty)
        joins = joins_of([*faulty, *([nobody] if nobody else [])])
        con.execute(
            f"""
            insert into problems
            with judged as (
                select {table.line} as line, case {cases} end as problem, {faults} as faults,
                from raw {joins}
            )
            select
                line,
                problem.column_name,
                problem.reason,
                case when faults = 1 then problem.value end,
            from judged where problem is not null
            """  # noqa: S608 - our names; headings are quoted
        )
    con.execute("create table passed_over as select line from problems")


def _unless_nobody(each: ColumnValues, nobody: ColumnValues | None) -> ColumnValues:
    """What is wrong with a row that is nobody is wrong with nobody."""
    if nobody is None:
        return each
    return replace(each, reason=f"case when {nobody.value} is null then {each.reason} end")


def write_rejects(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table, file: str, path: Path
) -> int:
    """Write the rows of `problems` and the lines that are no rows; return how many."""
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
                {quoted_text(file)} as file, {quoted_text(source.kind)} as kind,
                line % {LINES} as line,
                {_column_told(table)} as column_name, reason,
                {unless_personal("value")} as value,
            from problems
            order by problems.line
        ) to {quoted_text(str(path))} (format parquet)
        """  # noqa: S608
    ).fetchone() or (0,)
    return int(rejected)


def _column_told(table: Table) -> str:
    """Return SQL for a column's heading, behind its sheet if the file has several that are read."""
    if len(table.sheets) < 2:
        return "column_name"
    sheets = ", ".join(map(quoted_text, table.sheets))
    return f"concat([{sheets}][1 + line // {LINES}], '!', column_name)"


def worst_of(con: duckdb.DuckDBPyConnection) -> tuple[str, str, int, str | None] | None:
    """Return the most frequent problem: its reason, a column, the first line, and what stands there
    most often of what may be told."""
    worst = con.execute(
        "select reason, coalesce(min(column_name), '—'), min(line),"  # noqa: S608
        f" mode({unless_personal('value')}) filter (where value is not null)"
        " from problems group by reason order by count(*) desc, reason limit 1"
    ).fetchone()
    return None if worst is None else (worst[0], worst[1], worst[2], worst[3])
