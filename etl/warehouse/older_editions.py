"""Adds the tables and columns that an edition made by an older version lacks.

Questions are written for today's edition. An older one is opened with a temporary view for each
table it lacks: of no rows, or of what its other tables tell. The edition itself is never changed.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import duckdb

from etl.warehouse.forecast_history import TABLES

_LISTED = ", listed_on date, file text, line bigint"

EMPTY = {
    name: ", ".join(f"{key} {kind}" for key, kind in each.items()) for name, each in TABLES.items()
} | {
    "doubts": "reason text, status text, found_on date, since_on date, until_on date",
    "election_flags": "election_id text, flag text",
    "marks": "marked_on date, label_th text, label_en text, source text",
    "reading_cards": "file text, kind text, list_on date, heading_line bigint, sheets text,"
    " left_sheets text",
    "reading_columns": "file text, position bigint, heading text, read_as_th text, read_as_en text,"
    " is_personal boolean, nearest text, earliest date, median date, latest date",
    "reading_words": "file text, position bigint, word text, rows bigint, means_th text,"
    " means_en text",
    "question_answers": "name text, answered_by text, answered_at timestamp",
    "load_findings": "file text, kind text, list_on date, sha256 text, name text, detail text",
    "events": "event_id text, kind text, held_on date, province_code text, amphoe_code text,"
    " registered bigint, attended bigint, joined bigint" + _LISTED,
    "event_flags": "event_id text, flag text",
    "committees": "province_code text, formed_on date, ended_on date, active_people bigint"
    + _LISTED,
    "committee_flags": "province_code text, formed_on date, flag text",
    "polls": "poll_id text, question text, question_key text, is_several boolean,"
    " opened_on date, closed_on date, scope_kind text, scope_code text" + _LISTED,
    "poll_choices": "poll_id text, choice_no bigint, choice text",
    "poll_answers": "poll_id text, choice_no bigint, answered_on date, province_code text,"
    " amphoe_code text, answers bigint",
    "poll_respondents": "poll_id text, answered_on date, province_code text, amphoe_code text,"
    " respondents bigint",
    "poll_flags": "poll_id text, flag text, rows bigint",
    "proposals": "proposal_id text, raised_on date, province_code text, amphoe_code text,"
    " topic text, supporters bigint, status text, supported_on date, debated_on date,"
    " adopted_on date, declined_on date, done_on date, answered_on date" + _LISTED,
    "proposal_flags": "proposal_id text, flag text",
    "population": "amphoe_code text, population bigint, as_of date, source text",
}
"""The columns of each public table that an older edition may lack, and then has no rows of."""

EMPTY_PRIVATE = {
    "candidates": "election_id text, candidate_no text, member_key uuid, name text,"
    " votes_online bigint, votes_onsite bigint, votes bigint, is_elected boolean, file text,"
    " line bigint",
    "terms": "term_id text, person_key uuid, is_checkable boolean, name text, amphoe_code text,"
    " province_code text, term_from date, term_to date, planned_to date, end_reason text,"
    " source text, election_id text, file text, line bigint",
    "term_findings": "term_id text, amphoe_code text, province_code text, reason text,"
    " status text, found_on date, since_on date, until_on date, decided_by text,"
    " decided_on date, note text",
    "event_details": "event_id text, venue text, organised_by text",
}
"""The same of private tables, which only an edition opened as private has."""

_MODELS = Path(__file__).parents[1] / "models" / "members"
_CALENDAR = """(
    select range::date as date
    from range(timestamp '1900-01-01', timestamp '2101-01-01', interval 1 day)
)"""
"""What stands for the build's own table of days."""

DERIVED: dict[str, tuple[str, str | Path]] = {
    # Before there were told days members were told on every day: they are told as by a build now.
    "told_days": ("lists", _MODELS / "told_days.sql"),
    "membership_told": ("lists", _MODELS / "membership_told.sql"),
    # Before there were checks nothing was verified away.
    "verified_spans": ("coverage_spans", "from coverage_spans"),
    # Before there were rules one number held for all days.
    "rules": (
        "edition",
        """
        select 'election_threshold' as name, null::date as applies_from,
            threshold::double as number, null::text as word, null::date as day,
            false as is_verified, '' as source, date '0001-01-01' as from_on,
            date '9999-12-31' as to_on,
        from edition where threshold > 0
        """,
    ),
}
"""What stands for a public table that older editions told otherwise: by which table, and how (a
query, or the file of the model that makes it now)."""

COLUMNS = {
    "registration_on": "null::date",
    "ballots_online": "null::bigint",
    "ballots_onsite": "null::bigint",
    "valid": "null::bigint",
    "spoiled": "null::bigint",
    "no_vote": "null::bigint",
    # Without a day of announcement, and not voted on yet, it counts as known on any day.
    "known_from": """
        coalesce(announced_on,
            case when status in ('closed', 'result_announced') then held_on end,
            date '0001-01-01')
        """,
    "coming_from": """
        case when status in ('announced', 'open', 'closed', 'result_announced') then known_from end
        """,
    "coming_to": """
        case when status in ('announced', 'open') then coalesce(held_on, date '9000-01-01')
            else held_on - 1 end
        """,
}
"""The columns of `elections` that an older edition may lack, and what stands for them."""

NOTHING_STANDS_FOR = ("ladder",)
"""Tables an older edition may lack whose absence a page says: no rows would be a wrong answer."""


def missing(con: duckdb.DuckDBPyConnection, *, private: bool = False) -> tuple[str, ...]:
    """Return the statements that create the views an opened edition needs, none for today's."""
    found = con.execute("select table_name, database_name from duckdb_tables()").fetchall()
    there = dict(found)
    empty = EMPTY | EMPTY_PRIVATE if private else EMPTY
    views = {name: _no_rows(columns) for name, columns in empty.items()} | {
        name: query if isinstance(query, str) else _of_model(query, there)
        for name, (source, query) in DERIVED.items()
        if source in there and name not in there
    }
    lacking = {name: query for name, query in views.items() if name not in there}
    if "elections" in there:
        elections = f"{there['elections']}.main.elections"
        columns = {name for name, *_ in con.execute(f"describe {elections}").fetchall()}
        more = [f"{text} as {name}" for name, text in COLUMNS.items() if name not in columns]
        if more:
            lacking["elections"] = f"select *, {', '.join(more)} from {elections}"  # noqa: S608
    return tuple(
        f"create or replace temp view {name} as {query}" for name, query in lacking.items()
    )


def complete(con: duckdb.DuckDBPyConnection, *, private: bool = False) -> None:
    """Create those views on the connection; a cursor of it has none of them."""
    for statement in missing(con, private=private):
        con.execute(statement)


def _of_model(path: Path, there: Mapping[str, str]) -> str:
    """Return a model's query as a view of an edition: of its own tables, whatever views there are.

    `there` has the database of each table.
    """
    query = path.read_text(encoding="utf-8").replace("calendar\n", f"{_CALENDAR} as calendar\n")
    return re.sub(
        r"\b(from|join) (\w+)",
        lambda read: f"{read[1]} {there[read[2]]}.main.{read[2]}" if read[2] in there else read[0],
        query.replace("cross join newest", "cross join edition as newest"),
    )


def _no_rows(columns: str) -> str:
    nulls = (column.split() for column in columns.split(", "))
    return f"select {', '.join(f'null::{kind} as {name}' for name, kind in nulls)} where false"
