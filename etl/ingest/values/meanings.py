"""Give each text of a column its value: once for every distinct text, never by row.

A meaning is a table (raw text, value, reason): the value, or why there is none. A column whose
texts all mean themselves needs no table.
"""

from collections.abc import Callable

import duckdb

from etl.ingest.cells.words import Value
from etl.ingest.letters import unreadable
from etl.ingest.sources import Column
from etl.ingest.values.column_values import ColumnValues, or_missing

_MANY = 60_000
"""Different texts in a column above which numbering them is no gain."""


def text_values(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    value_of: Callable[[str], str | None],
    only: str | None = None,
    among: str = "raw",
) -> ColumnValues:
    """Read a column whose texts are never wrong; of those that are not `only`, SQL, none is looked
    at: they mean themselves."""
    return values_or_reasons(
        con, column, raw, lambda text: (value_of(text), None), "text", only, among
    )


def values_or_reasons(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    value_of: Callable[[str], Value],
    type_name: str,
    only: str | None = None,
    among: str = "raw",
) -> ColumnValues:
    """Read a column of which a text can be wrong: `value_of` gives its value or says why.

    Its texts are looked for `among` rows, or what has each of them.
    """
    where = f" where {only}" if only else ""
    texts = [
        text
        for (text,) in con.execute(f"select distinct {raw} from {among}{where}").fetchall()  # noqa: S608
        if text is not None
    ]
    broken = {text: why for text in texts if (why := unreadable(text))}
    rows = [
        (text, None, broken[text]) if text in broken else (text, *value_of(text)) for text in texts
    ]
    cast = ""
    if type_name == "text" and not only and len(rows) <= _MANY:
        # Numbered texts: writing and comparing a million of them is a matter of small integers.
        type_name = f"texts_{column.name}"
        values = sorted({str(value) for _, value, _ in rows if value is not None})
        con.execute(f"create type {type_name} as enum (select unnest($values))", {"values": values})
        cast = f"::{type_name}"
    if type_name != "bigint" and all(text == value for text, value, _ in rows):
        return ColumnValues(column, raw, raw + cast, or_missing(con, column, raw, raw, None), "")
    name = f"means_{column.name}"
    con.execute(f"create table {name} (raw text, value {type_name}, reason text)")
    if rows:  # a column may have no text in any row
        raws, values_read, reasons = zip(*rows, strict=True)
        con.execute(
            f"insert into {name} select unnest($raws), unnest($means), unnest($reasons)",
            {"raws": raws, "means": values_read, "reasons": reasons},
        )
    value = f"{name}.value"
    if only:
        value = f"case when {name}.raw is null then {raw} else {value} end"
    reason = f"{name}.reason" if any(why for _, _, why in rows) else None
    join = f"left join {name} on {raw} = {name}.raw"
    return ColumnValues(column, raw, value, or_missing(con, column, raw, value, reason, name), join)
