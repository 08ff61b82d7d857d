"""When a file has somebody twice, which row is kept, and what is said of the others?"""

from collections.abc import Sequence

import duckdb

from etl.meanings import Meanings
from etl.sources import Source
from etl.tables import Table, any_row, quoted_text


def settle_repeats(
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
    if not any_row(con, "repeated"):
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
        f"column_name := {quoted_text(table.plan.headings[column.name])},"
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
