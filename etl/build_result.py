"""Holds what a build found, and refuses one whose fatal checks failed."""

from dataclasses import dataclass, field
from datetime import date

import duckdb

from etl.ingest import stage
from etl.models import run
from etl.questions.cases import Case, find_cases
from i18n.messages import Message, UserError, message


class NotPublished(UserError):
    """The build stopped before publishing; the edition that served before still serves.

    `result` is what had been found by then, where it got so far.
    """

    def __init__(self, sentence: Message, result: "BuildResult | None" = None) -> None:
        super().__init__(sentence)
        self.result = result


@dataclass
class BuildResult:
    """What a build found and did. `edition` is the one that serves afterwards, if any does;
    `damaged` the one published before, where it was found damaged.

    `cases` are all that a person must judge, gravest first; `questions` those of them that nobody
    had answered before.
    """

    loads: list[stage.Load]
    edition: str | None = None
    damaged: str | None = None
    is_published: bool = False
    is_unchanged: bool = False
    newest_on: date | None = None
    members: int = 0
    covered: int = 0
    checks: list[run.Check] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    questions: list[Case] = field(default_factory=list)
    rejects: list[tuple[str, str, str | None, int, int]] = field(default_factory=list)
    unplaced: list[tuple[str | None, str | None, str, int]] = field(default_factory=list)


FIGURES = """
    select
        newest_on,
        (select coalesce(sum(net_yearly + net_lifetime + net_untyped), 0)::bigint
            from membership_daily where date <= newest_on),
        (select count(distinct amphoe_code) from coverage_spans
            where newest_on between covered_from and coalesce(covered_to, newest_on)),
    from newest
"""
"""The newest day, and the members and amphoe covered on it."""


def read_tables(con: duckdb.DuckDBPyConnection, result: BuildResult) -> None:
    """Read the draft's figures, checks, cases, rejects and unplaced texts into the result."""
    result.cases = find_cases(con)
    result.checks = run.check(con)
    result.newest_on, result.members, result.covered = _row(con, FIGURES)
    result.rejects = con.execute(
        "select file, reason, column_name, count(*), min(line) from rejects"
        " group by all order by all"
    ).fetchall()
    result.unplaced = con.execute(
        "select province_text, amphoe_text, reason, sum(rows)::bigint from unplaced"
        " group by all order by 4 desc, 1, 2"
    ).fetchall()


def refuse_if_broken(result: BuildResult) -> None:
    """Raise NotPublished when a fatal check failed, or there is no day to describe."""
    broken = [check.name for check in result.checks if check.is_fatal and not check.passed]
    if broken:
        raise NotPublished(message("build.failed_checks", checks=", ".join(sorted(broken))), result)
    if result.newest_on is None:
        raise NotPublished(message("build.no_dates"))


def _row(con: duckdb.DuckDBPyConnection, query: str) -> tuple:  # type: ignore[type-arg]
    row = con.execute(query).fetchone()
    if row is None:
        raise LookupError(query)
    return row
