"""Keep one row where a file has somebody twice, and report the others."""

from collections.abc import Callable, Sequence

import duckdb

from etl.ingest.sources import Column, Source
from etl.ingest.sql import any_row, quoted_text
from etl.ingest.tables import Table
from etl.ingest.values.column_values import ColumnValues, joins_of

Group = tuple[tuple[str, ...], ...]
"""Choices of columns, as in `Source.identity`."""


def settle_duplicates(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    column_values: Sequence[ColumnValues],
) -> int:
    """Keep one row of each identity, note those that contradict it, return how many were the same.

    The kept one has the latest of the dates in `latest_by`, else comes later in the file.
    """
    groups = _groups(source, column_values)
    by_name = {each.column.name: each for each in column_values}
    used = [name for group in groups for choice in group for name in choice]
    joins = joins_of(by_name[name] for name in used)
    values = ", ".join(_first(group, lambda name: by_name[name].value) for group in groups)
    own = [_first(group, lambda name: f"rows.{name}") for group in groups]
    identity = ", ".join(own)
    # By a hash, which is twice as fast; two identities with one hash only cost a second look.
    con.execute(
        f"""
        create table repeated as
        select hash({values}) as hashed from raw {joins}
        group by all having count(*) > 1
        """  # noqa: S608 - names of sources.toml
    )
    if not any_row(con, "repeated"):
        return 0
    names = [each.column.name for each in column_values]
    parts = [f"identity_{n}" for n in range(len(groups))]
    identities = ", ".join(f"{value} as {part}" for value, part in zip(own, parts, strict=True))
    latest = [f"rows.{name}" for name in source.latest_by if name in names] or ["null::date"]
    con.execute(
        f"""
        create table versions as
        with candidates as (
            select
                rows.*,
                {identities},
                greatest({", ".join(latest)}) as latest_on,
                row_number() over same as copy_no,
                max(rows.line) over (partition by {", ".join(names)}) as last_line,
            from rows
            semi join repeated on hash({identity}) = repeated.hashed
            anti join passed_over on rows.line = passed_over.line
            window same as (partition by {", ".join(names)} order by rows.line)
        )
        select
            *,
            row_number() over (
                partition by {", ".join(parts)}, copy_no > 1
                order by latest_on desc nulls last, last_line desc
            ) as rank,
        from candidates
        """  # noqa: S608
    )
    _note_conflicts(con, table, column_values, groups)
    (same,) = con.execute("select count(*) filter (copy_no > 1) from versions").fetchone() or (0,)
    con.execute("insert into passed_over select line from versions where copy_no > 1 or rank > 1")
    return int(same)


def _note_conflicts(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    column_values: Sequence[ColumnValues],
    groups: Sequence[Group],
) -> None:
    """Say of each row that contradicts the kept one in which column it does, and how."""
    cases = " ".join(
        f"when other.{column.name} is distinct from winner.{column.name} then struct_pack("
        f"column_name := {quoted_text(table.plan.headings[column.name])},"
        f" value := {_other_value(column)})"
        for column in (each.column for each in column_values)
        if ((column.name,),) not in groups and column.name in table.plan.headings
    )
    if not cases:
        return
    same = " and ".join(
        f"other.identity_{n} is not distinct from winner.identity_{n}" for n in range(len(groups))
    )
    con.execute(
        f"""
        insert into problems
        with compared as (
            select other.line, case {cases} end as difference
            from versions as other
            join versions as winner on {same}
            where other.copy_no = 1 and other.rank > 1 and winner.copy_no = 1 and winner.rank = 1
        )
        select line, difference.column_name, 'conflicting_duplicate', difference.value
        from compared
        """  # noqa: S608
    )


def _other_value(column: Column) -> str:
    """Return the other row's value as it may be told: no name and no number of anybody.

    Nor a place, which is whatever was typed there: a row that slipped has a name in it.
    """
    is_anybodys = column.type in (
        *("id", "name", "place", "text", "answer", "choices", "evidence", "remark"),
    )
    return "null" if is_anybodys else f"other.{column.name}::text"


def _groups(source: Source, column_values: Sequence[ColumnValues]) -> list[Group]:
    """Return the columns that tell rows of this file apart; those it does not have are left out."""
    present = {each.column.name for each in column_values}
    groups = []
    for group in source.identity:
        choices = (tuple(name for name in choice if name in present) for choice in group)
        groups.append(tuple(choice for choice in choices if choice))
    return [group for group in groups if group]


def _first(group: Group, value: Callable[[str], str]) -> str:
    """Return SQL for the first choice of a group that a row has, given that of a column."""
    choices = [
        value(choice[0]) if len(choice) == 1 else f"concat_ws(' ', {', '.join(map(value, choice))})"
        for choice in group
    ]
    return choices[0] if len(choices) == 1 else f"coalesce({', '.join(choices)})"
