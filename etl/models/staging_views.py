"""Creates one view over the staged files of each kind, also of a kind that nobody exports."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from etl.ingest.sources import sources
from etl.ingest.stage import Load
from etl.ingest.tallies import EXTRA
from etl.lists.load import create_table
from etl.models import participation_tables, reading_tables

_TYPES = {"date": "date", "count": "bigint"}
_PARTS_OF_NAMES = ("first_name", "last_name")


def _empty(kind: str) -> str:
    """Return a query of no rows with the columns of a kind, as its view has them."""
    source = sources()[kind]
    columns = {source.list_date: "date", "line": "bigint"}
    for column in source.columns:
        if column.keyed:
            columns[column.keyed] = "uuid"
        elif not column.is_transient and column.name not in _PARTS_OF_NAMES:
            columns[column.name] = _TYPES.get(column.type, "text")
    columns |= EXTRA if source.counts else {}
    columns["file"] = "text"
    nulls = ", ".join(f"null::{type_name} as {name}" for name, type_name in columns.items())
    return f"select {nulls} where false"


# 32 hexadecimal digits are a number of 128 bits: half the size, and compared in one step.
_KEY = "member_key::uuid as member_key"
_NAMED = (
    f"exclude (first_name, last_name) replace ({_KEY},"
    " case when contains(name, coalesce(first_name, ''))"
    " and contains(name, coalesce(last_name, '')) then name"
    " else nullif(concat_ws(' ', coalesce(first_name, name), coalesce(last_name, name)), '') end"
    " as name)"
)
_KEYS = {
    "members": f"replace ({_KEY})",
    "elections": "",
    "candidates": _NAMED,
    "representatives": _NAMED.replace(
        " as name)", " as name, coalesce(end_reason, status) as end_reason)"
    ),
    **dict.fromkeys(participation_tables.KINDS, ""),
}

EMPTY = {kind: _empty(kind) for kind in _KEYS}
"""A query of no rows with the columns of each kind of export: what an absent kind is."""

_REJECTS = {
    "file": "text",
    "kind": "text",
    "line": "bigint",
    "column_name": "text",
    "reason": "text",
    "value": "text",
}

_FINDINGS = {
    "file": "text",
    "kind": "text",
    "list_on": "date",
    "sha256": "text",
    "name": "text",
    "detail": "text",
}


def create_staged(con: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
    """Create `loads`, what was noticed of each, `rejects` and one view a kind of staged rows."""
    create_table(
        con,
        "loads",
        dict.fromkeys(("file", "kind", "sha256", "status", "encoding"), "text")
        | {"list_on": "date"}
        | dict.fromkeys(
            (
                "bytes",
                "rows_in",
                "staged",
                "duplicates",
                "rejected",
                "forgotten",
                "nobody",
            ),
            "bigint",
        )
        | dict.fromkeys(
            ("unknown_headings", "personal_headings", "problem_th", "problem_en"), "text"
        ),
        [
            (
                *(load.file, load.kind, load.sha256, load.status, load.encoding),
                load.list_on,
                *(
                    load.bytes,
                    load.rows_in,
                    load.staged,
                    load.duplicates,
                    load.rejected,
                    load.forgotten,
                    load.nobody,
                ),
                ", ".join(load.unknown_headings),
                ", ".join(load.personal_headings),
                load.problem.th if load.problem else None,
                load.problem.en if load.problem else None,
            )
            for load in loads
        ],
    )
    used = [load for load in loads if load.status in ("loaded", "unchanged")]
    hashes = [(load.file, load.rows_hash) for load in used]
    create_table(con, "row_hashes", {"file": "text", "rows_hash": "ubigint"}, hashes)
    create_table(
        con,
        "load_findings",
        _FINDINGS,
        [
            (load.file, load.kind, load.list_on, load.sha256, finding.name, finding.text)
            for load in used
            for finding in load.findings
        ],
    )
    reading_tables.create_reading_tables(con, used)
    for kind, empty in EMPTY.items():
        parts = [
            f"select * {_KEYS[kind]}, {_text(load.file)} as file"  # noqa: S608
            f" from {_parquet([load.staged_path])}"
            for load in used
            if load.kind == kind and load.staged_path
        ]
        con.execute(f"create view staged_{kind} as " + " union all by name ".join([empty, *parts]))
    create_table(con, "rejects", _REJECTS, [])
    files = [load.rejects_path for load in used if load.rejects_path]
    if files:
        con.execute(
            f"insert into rejects by name select {', '.join(_REJECTS)}"  # noqa: S608
            f" from {_parquet(files)} order by file, line"
        )


def _parquet(paths: Iterable[Path | None]) -> str:
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}])"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
