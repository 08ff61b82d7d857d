"""Creates one view over the staged files of each kind, also of a kind that nobody exports."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from etl.ingest.stage import Load
from etl.lists.load import create_table
from etl.models import participation_tables

EMPTY = {
    "members": (
        "select null::uuid as member_key, null::date as list_on, null::bigint as line,"
        " null::text as current_province, null::text as current_amphoe,"
        " null::text as registered_province, null::text as registered_amphoe,"
        " null::text as member_type, null::text as state, null::date as applied_on,"
        " null::date as approved_on, null::date as expires_on, null::date as left_on,"
        " null::text as file where false"
    ),
    "elections": (
        "select null::text as election_id, null::date as listed_on, null::bigint as line,"
        " null::text as province, null::text as amphoe, null::date as held_on,"
        " null::text as status, null::text as channel, null::date as announced_on,"
        " null::date as registration_on, null::date as result_on, null::date as term_from,"
        " null::date as term_to, null::bigint as eligible, null::bigint as ballots,"
        " null::bigint as ballots_online, null::bigint as ballots_onsite, null::bigint as valid,"
        " null::bigint as spoiled, null::bigint as no_vote, null::bigint as candidates,"
        " null::bigint as elected, null::text as file where false"
    ),
    "candidates": (
        "select null::text as election_id, null::date as listed_on, null::bigint as line,"
        " null::text as candidate_no, null::uuid as member_key, null::text as name,"
        " null::bigint as votes_online, null::bigint as votes_onsite, null::bigint as votes,"
        " null::text as is_elected, null::text as file where false"
    ),
    "representatives": (
        "select null::uuid as member_key, null::date as listed_on, null::bigint as line,"
        " null::text as name, null::text as province, null::text as amphoe,"
        " null::date as term_from, null::date as term_to, null::date as ended_on,"
        " null::text as end_reason, null::text as election_id, null::text as file where false"
    ),
    **{kind: participation_tables.empty(kind) for kind in participation_tables.KINDS},
}
"""A query of no rows with the columns of each kind of export: what an absent kind is."""

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
    "representatives": _NAMED,
    **dict.fromkeys(participation_tables.KINDS, ""),
}

_REJECTS = {
    "file": "text",
    "kind": "text",
    "line": "bigint",
    "column_name": "text",
    "reason": "text",
    "value": "text",
}


def create_staged(con: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
    """Create `loads`, `rejects` and one view a kind over the staged files."""
    create_table(
        con,
        "loads",
        dict.fromkeys(("file", "kind", "sha256", "status", "encoding"), "text")
        | {"list_on": "date"}
        | dict.fromkeys(
            ("bytes", "rows_in", "staged", "duplicates", "rejected", "forgotten"), "bigint"
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


def create_served(con: duckdb.DuckDBPyConnection, files: Sequence[str]) -> None:
    """Create `served_files`: the hashes of what the edition that serves was built from."""
    create_table(con, "served_files", {"sha256": "text"}, [(sha256,) for sha256 in files])


def _parquet(paths: Iterable[Path | None]) -> str:
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}])"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
