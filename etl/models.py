"""How do staged exports become the tables of an edition? By running `sql/`, one file a model."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl import taking_part
from etl.exposed import exposed
from etl.place_likeness import is_like_a_province, is_like_an_amphoe
from etl.places import Matcher, read_aliases
from etl.readers import Load
from etl.record import TABLES
from etl.reference import create_table
from etl.sentences import say
from etl.settings import SettingRefused, Settings
from etl.sources import member_states
from etl.tellable import FEW

_SQL = Path(__file__).parent / "sql"

PUBLIC = (
    "edition",
    "provinces",
    "amphoe",
    "amphoe_neighbours",
    "region_names",
    "lists",
    "membership_daily",
    "membership_monthly",
    "rules",
    "elections",
    "election_flags",
    "coverage_spans",
    "verified_spans",
    "ladder",
    "doubts",
    "targets",
    "published_totals",
    "gap_weights",
    "loads",
    "rejects",
    "unplaced",
    "checks",
    *taking_part.PUBLIC,
    *TABLES,
)
"""What pages may open: aggregates, reference tables and the record of the build."""

PRIVATE = ("candidates", "terms", "term_findings", *taking_part.PRIVATE)
"""Those who stood for office, by name, and free text that may name somebody, for officers and
organisers only. Nobody asks for a member's own changes, so that no edition has them."""

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
    **{kind: taking_part.empty(kind) for kind in taking_part.KINDS},
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
    **dict.fromkeys(taking_part.KINDS, ""),
}

_REJECTS = {
    "file": "text",
    "kind": "text",
    "line": "bigint",
    "column_name": "text",
    "reason": "text",
    "value": "text",
}


@dataclass(frozen=True)
class Check:
    """What one check found; `found` counts the cases that break it."""

    name: str
    is_fatal: bool
    passed: bool
    found: int
    detail: str | None


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


def create_settings(
    con: duckdb.DuckDBPyConnection, settings: Settings, built_on: date, accept_drop: bool
) -> None:
    """Create `build_settings` (one row) and `member_states`: the party's rules, for the models."""
    create_table(
        con,
        "build_settings",
        {
            "address": "text",
            "grace_days": "integer",
            "drop_pct": "integer",
            "accept_drop": "boolean",
            "built_on": "date",
            "few": "integer",
            "exposed_files": "bigint",
        },
        [
            (
                settings.address,
                settings.grace_days,
                settings.drop_pct,
                accept_drop,
                built_on,
                FEW,
                len(exposed(settings)),
            )
        ],
    )
    unknown = set(settings.member_states) - set(member_states())
    if unknown:
        name, value = "PAKTHONG_MEMBER_STATES", ", ".join(sorted(unknown))
        raise SettingRefused(say("settings.not_understood", name=name, value=value))
    create_table(
        con, "member_states", {"state": "text"}, [(state,) for state in settings.member_states]
    )


def create_places(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Match every distinct text once and create `all_places` and one view a kind.

    A text is matched as of the day it was told, because an old name can since have become the
    name of another amphoe. Of one that was not placed it is said whether it may be shown.
    """
    matcher = Matcher(read_aliases(settings.own_list("place_aliases.csv")))
    address = settings.address
    asked = con.execute(
        f"""
        select distinct
            'members' as kind, list_on as told_on,
            {address}_province as province_text, {address}_amphoe as amphoe_text,
        from staged_members
        union all
        select distinct 'elections', coalesce(held_on, listed_on), province, amphoe
        from staged_elections
        union all
        select distinct 'representatives', coalesce(term_from, listed_on), province, amphoe
        from staged_representatives
        union all
        {taking_part.asked_places()}
        """  # noqa: S608
    ).fetchall()
    create_table(
        con,
        "all_places",
        {"kind": "text", "told_on": "date"}
        | dict.fromkeys(
            ("province_text", "amphoe_text", "amphoe_code", "province_code", "how", "reason"),
            "text",
        )
        | dict.fromkeys(("is_province_told", "is_amphoe_told"), "boolean"),
        [(*text, *_placed(matcher, *text[1:])) for text in asked],
    )
    for kind in ("members", "elections", "representatives", *taking_part.PLACES):
        noun = kind.removesuffix("s")
        con.execute(f"create view {noun}_places as from all_places where kind = '{kind}'")


def _placed(
    matcher: Matcher, told_on: date | None, province: str | None, amphoe: str | None
) -> tuple[str | bool | None, ...]:
    placed = matcher.place(province, amphoe, on=told_on)
    told: tuple[bool | None, bool | None] = (None, None)
    if placed.amphoe_code is None:
        is_named = placed.province_code is not None or is_like_a_province(province)
        told = is_named, is_like_an_amphoe(amphoe, placed.province_code)
    return placed.amphoe_code, placed.province_code, placed.how, placed.reason, *told


def run(con: duckdb.DuckDBPyConnection, on_model: Callable[[str], None]) -> None:
    """Run every `sql/NN_name.sql` in order; each becomes the table `name`.

    Rows that only the models could find wrong are then among the rejects too.
    """
    for path in model_files():
        name = path.stem.split("_", 1)[1]
        on_model(name)
        con.execute(f"create table {name} as {path.read_text(encoding='utf-8')}")
    con.execute(taking_part.KEPT_OUT)


def model_files() -> list[Path]:
    """Return the models' files in the order they run."""
    return sorted(path for path in _SQL.iterdir() if re.match(r"\d\d_.*\.sql$", path.name))


def check(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """Run every `sql/checks_of_NOUN.sql` into the table `checks`; return what each found."""
    found = " union all ".join(
        f"from ({path.read_text(encoding='utf-8')})"
        for path in sorted(_SQL.glob("checks_of_*.sql"))
    )
    con.execute(
        f"""
        create table checks as
        select name, is_fatal, coalesce(found, 0) = 0 as passed,
            coalesce(found, 0)::bigint as found, detail,
        from ({found}) order by is_fatal desc, name
        """  # noqa: S608
    )
    rows = con.execute("select name, is_fatal, passed, found, detail from checks").fetchall()
    return [Check(*row) for row in rows]


def create_edition(
    con: duckdb.DuckDBPyConnection, facts: dict[str, str | int | bool | date | None]
) -> None:
    """Create `edition`, one row: what this edition is and what it was made from.

    `threshold` is the rule `election_threshold` in force on its newest day; 0 if there is none.
    """
    kinds: dict[type, str] = {str: "text", int: "bigint", bool: "boolean", date: "date"}
    columns = {name: kinds.get(type(value), "timestamp") for name, value in facts.items()}
    create_table(con, "stamped", columns, [tuple(facts.values())])
    con.execute(
        """
        create table edition as
        select stamped.*, coalesce(rules.number, 0)::bigint as threshold, newest.*
        from stamped cross join newest
        left join rules on name = 'election_threshold' and newest_on between from_on and to_on
        """
    )


def _parquet(paths: Iterable[Path | None]) -> str:
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}])"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
