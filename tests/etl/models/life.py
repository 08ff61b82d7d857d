"""What does a test need to ask about representatives' lives? The models of terms and steps alone.

The real SQL files run on small tables made by hand, in a moment: a whole build takes seconds, and
a test that looks for its own counter-examples needs hundreds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import duckdb

from etl.lists.load import Value, create_table
from etl.lists.reviews import COLUMNS as REVIEWS
from etl.lists.rules import COLUMNS as RULES
from etl.models import run, staging_views
from etl.warehouse import archive
from tests.party import Con

RUN = (
    "rules",
    "result_lines",
    "candidates",
    "outcomes",
    "undecided_elections",
    "elections",
    "terms",
    "list_findings",
    "term_findings",
    "covered",
    "coverage_spans",
    "verified_spans",
    "member_steps",
    "spans_ending",
    "election_waits",
    "ladder",
    "election_flags",
    "doubts",
)
PROVINCES = {"5001": "50", "5002": "50", "5101": "51"}
FIRST = date(2023, 1, 1)


def key(number: int) -> UUID:
    """The key of the member of that number."""
    return UUID(int=number)


@dataclass
class Life:
    """What the exports say. Members' lists are by day: number → (amphoe, reason if not active)."""

    register: list[Mapping[str, Value]] = field(default_factory=list)
    elections: list[Mapping[str, Value]] = field(default_factory=list)
    candidates: list[Mapping[str, Value]] = field(default_factory=list)
    lists: dict[date, dict[int, tuple[str, str | None]]] = field(default_factory=dict)
    rules: list[tuple[Value, ...]] = field(default_factory=list)
    reviews: list[tuple[Value, ...]] = field(default_factory=list)
    newest_on: date = date(2023, 12, 31)

    def serve(self, number: int | None, amphoe: str, term_from: date, **told: Value) -> None:
        """Put a term in the register; without a number the person has a name only."""
        row: dict[str, Value] = {
            "member_key": None if number is None else str(key(number)),
            "name": f"คนที่ {number} สมมติวงศ์" if number is not None else "ไร้เลข สมมติวงศ์",
            "province": PROVINCES.get(amphoe, ""),
            "amphoe": amphoe,
            "term_from": term_from,
        }
        self.register.append({**row, **told})

    def elect(self, number: str, amphoe: str, held_on: date, **told: Value) -> None:
        """Put an election in the elections' export: with a result unless told otherwise."""
        row: dict[str, Value] = {
            "election_id": number,
            "province": PROVINCES.get(amphoe, ""),
            "amphoe": amphoe,
            "held_on": held_on,
            "status": "result_announced",
            "listed_on": self.newest_on,
        }
        self.elections.append({**row, **told})

    def rule(self, name: str, number: float, since: date = FIRST) -> None:
        """Set a rule that is a number."""
        self.rules.append((name, since, number, None, None, True, "x"))

    def work_out(self) -> Con:
        """Return a connection with the tables that the models make of it."""
        con = duckdb.connect()
        create_table(con, "told_rules", RULES, self.rules)
        create_table(con, "reviews", REVIEWS, self.reviews)
        create_table(
            con,
            "amphoe",
            {"amphoe_code": "text", "province_code": "text"},
            list(PROVINCES.items()),
        )
        create_table(con, "newest", {"newest_on": "date"}, [(self.newest_on,)])
        for kind, rows in (
            ("elections", self.elections),
            ("candidates", self.candidates),
            ("representatives", self.register),
        ):
            _stage(con, kind, rows)
        for noun in ("election", "representative"):
            told_on = {"election": "held_on", "representative": "term_from"}[noun]
            con.execute(
                f"""
                create view {noun}_places as
                select distinct {told_on} as told_on, province as province_text,
                    amphoe as amphoe_text, evidence, amphoe.amphoe_code, amphoe.province_code,
                from staged_{noun}s as told
                left join amphoe on told.amphoe = amphoe.amphoe_code
                """  # noqa: S608
            )
        self._create_lists(con)
        for path in run.model_files():
            if path.stem in RUN:
                con.execute(f"create table {path.stem} as {path.read_text(encoding='utf-8')}")
        return con

    def _create_lists(self, con: Con) -> None:
        days = sorted(self.lists)
        for table, columns in archive.TABLES.items():
            con.execute(f"create table {table} ({columns})")
        create_table(
            con,
            "lists",
            {"list_on": "date", "list_no": "bigint", "previous_on": "date", "files": "bigint"}
            | {"archived_members": "bigint"},
            [(day, n, days[n - 2] if n > 1 else None, 1, None) for n, day in enumerate(days, 1)],
        )
        create_table(
            con,
            "list_members",
            {"list_no": "bigint", "list_on": "date", "member_key": "uuid"}
            | {"amphoe_code": "text", "is_active": "boolean", "has_been_member": "boolean"}
            | {"reason": "text", "left_on": "date"},
            [
                (n, day, str(key(who)), amphoe or None, why is None, True, why, None)
                for n, day in enumerate(days, 1)
                for who, (amphoe, why) in self.lists[day].items()
            ],
        )
        changes = dict.fromkeys(
            ("joined", "returned", "moved_in", "left_members", "moved_out"), "bigint"
        )
        create_table(
            con, "membership_told", {"amphoe_code": "text", "date": "date"} | changes, self.daily()
        )

    def daily(self) -> list[tuple[Value, ...]]:
        """Return the changes of members that the lists make, an amphoe and day a row."""
        rows: list[tuple[Value, ...]] = []
        before: dict[str, int] = {}
        for day in sorted(self.lists):
            now: dict[str, int] = {}
            for amphoe, why in self.lists[day].values():
                if why is None and amphoe:
                    now[amphoe] = now.get(amphoe, 0) + 1
            for amphoe in sorted({*before, *now}):
                change = now.get(amphoe, 0) - before.get(amphoe, 0)
                if change:
                    rows.append((amphoe, day, max(change, 0), 0, 0, max(-change, 0), 0))
            before = now
        return rows


def _stage(con: Con, kind: str, rows: Sequence[Mapping[str, Value]]) -> None:
    con.execute(f"create table staged_{kind} as {staging_views.EMPTY[kind]}")
    for line, row in enumerate(rows, start=2):
        told = {"file": f"{kind}.csv", "line": line} | dict(row)
        names, marks = ", ".join(told), ", ".join("?" * len(told))
        insert = f"insert into staged_{kind} ({names}) values ({marks})"  # noqa: S608
        con.execute(insert, list(told.values()))


def ask(con: Con, query: str, *values: Value) -> list[tuple[Value, ...]]:
    """Return the rows of a query."""
    return con.execute(query, list(values)).fetchall()


def covered(con: Con, on: date, basis: str = "registered") -> set[str]:
    """Return the amphoe with a representative on the day."""
    return _codes(
        ask(
            con,
            "select amphoe_code from covered where basis = ?"
            " and ? between covered_from and coalesce(covered_to, date '2999-01-01')",
            basis,
            on,
        )
    )


def step(con: Con, amphoe: str, on: date, basis: str = "registered") -> str:
    """Return the step of an amphoe on the day."""
    ((found,),) = ask(
        con,
        "select step from ladder where basis = ? and amphoe_code = ?"
        " and ? between from_on and coalesce(to_on, date '2999-01-01')",
        basis,
        amphoe,
        on,
    )
    return str(found)


def _codes(rows: Iterable[tuple[Value, ...]]) -> set[str]:
    return {str(code) for (code,) in rows}
