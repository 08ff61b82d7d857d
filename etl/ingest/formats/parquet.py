"""Read the rows of a Parquet file as text."""

from pathlib import Path

import duckdb

from etl.ingest.formats.bounds import refuse_wide
from etl.ingest.formats.refusals import Damaged
from etl.ingest.headings.matching import match
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source
from etl.ingest.sql import exact_path, quoted_name
from i18n.messages import message


def fill_from_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, file: str, source: Source
) -> tuple[Plan, int]:
    """Fill `raw` from a Parquet file; return what was read of it and how many rows.

    Raises a UserError that names the file when it is damaged or its headings are wrong.
    """
    name = {"path": exact_path(path)}
    try:
        columns = con.execute("describe select * from read_parquet($path)", name).fetchall()
        refuse_wide(len(columns), file)
        plan = match(source, [column[0] for column in columns], file)
        texts = [
            f"{_as_text(quoted_name(columns[position][0]), columns[position][1])} as c{position}"
            for position in plan.positions
        ]
        con.execute(
            f"""
            create or replace table raw as
            select file_row_number + 1 as line, {", ".join(texts)},
            from read_parquet($path, file_row_number = true)
            """,  # noqa: S608 - names are quoted
            name,
        )
    except duckdb.Error as error:
        if _is_the_disk(error):
            raise
        raise Damaged(message("readers.damaged", file=file)) from error
    (rows,) = con.execute("select count(*) from raw").fetchone() or (0,)
    return plan, int(rows)


def _is_the_disk(error: duckdb.Error) -> bool:
    """A damaged Parquet file shows in a dozen ways; no room left shows in these."""
    return isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error)


def _as_text(name: str, type_name: str) -> str:
    if type_name in ("DOUBLE", "FLOAT"):
        # An identity column with one empty cell becomes numbers with ".0" in many tools.
        return f"case when {name} = floor({name}) then {name}::bigint::text else {name}::text end"
    if type_name == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(make_timestamp(epoch_us({name})), '%Y-%m-%dT%H:%M:%SZ')"
    if type_name == "BLOB":
        return f"try(decode({name}))"
    return f"{name}::text"
