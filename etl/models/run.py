"""Makes the tables of an edition from staged exports, one SQL file a table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from disclosure_limit import SMALL
from etl.ingest.formats.parts import LINES
from etl.ingest.sources import member_states
from etl.ingest.word_lists import choice_words
from etl.lists.load import create_table
from etl.models import participation_tables, reading_tables
from etl.personal_data.file_permissions import files_open_to_others
from etl.settings import SettingError, Settings
from etl.warehouse.forecast_history import TABLES
from i18n.messages import message

_SQL = Path(__file__).parent
_NO_TABLES = ("checks", "questions")
"""Folders of queries that are asked of the tables, once all are there."""

PUBLIC = (
    "edition",
    "provinces",
    "amphoe",
    "amphoe_neighbours",
    "region_names",
    "lists",
    "told_days",
    "membership_daily",
    "membership_told",
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
    "marks",
    "gap_weights",
    "population",
    "loads",
    "load_findings",
    "rejects",
    "unplaced",
    "checks",
    "question_answers",
    *participation_tables.PUBLIC,
    *reading_tables.TABLES,
    *TABLES,
)
"""What pages may open: aggregates, reference tables and the record of the build."""

PRIVATE = ("candidates", "terms", "term_findings", *participation_tables.PRIVATE)
"""Those who stood for office, by name, and free text that may name somebody, for officers and
organisers only. Nobody asks for a member's own changes, so that no edition has them."""


@dataclass(frozen=True)
class Check:
    """What one check found; `found` counts the cases that break it."""

    name: str
    is_fatal: bool
    passed: bool
    found: int
    detail: str | None


def create_settings(con: duckdb.DuckDBPyConnection, settings: Settings, built_on: date) -> None:
    """Create what the models ask beside exports and lists: the party's rules and words.

    `build_settings` (one row), `member_states`, and `choice_words`.
    """
    create_table(
        con,
        "build_settings",
        {
            "address": "text",
            "grace_days": "integer",
            "drop_pct": "integer",
            "built_on": "date",
            "few": "integer",
            "exposed_files": "bigint",
            "part_lines": "bigint",
        },
        [
            (
                settings.address,
                settings.grace_days,
                settings.drop_pct,
                built_on,
                SMALL,
                len(files_open_to_others(settings)),
                LINES,
            )
        ],
    )
    unknown = set(settings.member_states) - set(member_states())
    if unknown:
        name, value = "PAKTHONG_MEMBER_STATES", ", ".join(sorted(unknown))
        raise SettingError(message("settings.not_understood", name=name, value=value))
    create_table(
        con, "member_states", {"state": "text"}, [(state,) for state in settings.member_states]
    )
    create_table(con, "choice_words", {"word": "text"}, [(word,) for word in choice_words()])


def run(con: duckdb.DuckDBPyConnection, on_progress: Callable[[float], None]) -> None:
    """Run every model in the order of what it reads; each file becomes the table of its name.

    Rows that only the models could find wrong are then among the rejects too.
    """
    files = model_files()
    for number, path in enumerate(files):
        on_progress(number / len(files))
        con.execute(f"create table {path.stem} as {path.read_text(encoding='utf-8')}")
    con.execute(participation_tables.INSERT_REJECTS)


def model_files() -> list[Path]:
    """Return the models' files in the order they run."""
    files = {
        path.stem: path
        for path in sorted(_SQL.glob("*/*.sql"))
        if path.parent.name not in _NO_TABLES
    }
    needs = {name: sorted(_reads(path) & files.keys() - {name}) for name, path in files.items()}
    return [files[name] for name in TopologicalSorter(needs).static_order()]


def _reads(path: Path) -> set[str]:
    """Return what a model reads: the names after `from` and `join` that are not its own steps."""
    query = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
    steps = set(re.findall(r"(?m)^(\w+) as (?:(?:not )?materialized )?\(", query))
    return set(re.findall(r"\b(?:from|join)\s+(\w+)", query)) - steps


def check(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """Run every file of `checks/` into the table `checks`; return what each found."""
    found = " union all ".join(
        f"from ({path.read_text(encoding='utf-8')})"
        for path in sorted((_SQL / "checks").glob("*.sql"))
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
