"""Finds what a build has to ask: every case of every question, with the files it is about."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.lists.load import create_table
from etl.questions.kinds import kinds
from i18n.messages import Message, message

_SQL = Path(__file__).parents[1] / "models" / "questions"

_SETTINGS = """
    create table question_settings as
    select drop_pct, coalesce((
        select max_by(number, from_on) from rules
        where name = 'question_members' and from_on <= built_on
    ), 10) as question_members
    from build_settings
"""
"""From how many members on a place or a list is compared at all: of fewer, chance tells."""


_NOTHING = """
    select
        null::text as name, null::text as detail, null::text as sha256, null::text as file,
        null::date as list_on, null::date as before_on,
    where false
"""
"""What a question may tell of a case: whose it is by a hash, by a file's name, or by the days of
two members' lists."""

_CASES = """
    create table question_cases as
    with found as ({found}),
    used as (from loads where status in ('loaded', 'unchanged')),
    of_files as (
        select name, detail, sha256 from found where sha256 is not null
        union all
        select name, detail, used.sha256 from found inner join used on found.file = used.file
        union all
        select name, detail, used.sha256
        from found
        inner join used
            on used.kind = 'members' and used.list_on in (found.list_on, found.before_on)
    )
    select name, detail, list_sort(list(distinct sha256)) as files
    from of_files group by name, detail
"""


@dataclass(frozen=True)
class Case:
    """A case of a question: `detail` is what it is about, `files` their hashes in order."""

    name: str
    detail: str
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """What an answer to this case is kept under: the same files are asked about once."""
        parts = (self.name, *kinds()[self.name].identity(self.detail), *self.files)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    @property
    def sentence(self) -> Message:
        """The question, in words: the cause and the cure."""
        return message(f"question.{self.name}", **kinds()[self.name].values(self.detail))


def find_cases(con: duckdb.DuckDBPyConnection) -> list[Case]:
    """Run every file of `models/questions/`; return the cases, gravest first.

    They are in the table `question_cases` afterwards, every question's name in `question_names`.
    """
    names = {name: place for place, name in enumerate(kinds())}
    create_table(con, "question_names", {"name": "text"}, [(name,) for name in names])
    create_table(con, "row_limits", {"rows": "bigint", "is_asked_alone": "boolean"}, _limits())
    con.execute(_SETTINGS)
    queries = [path.read_text(encoding="utf-8") for path in sorted(_SQL.glob("*.sql"))]
    found = " union all by name ".join([_NOTHING, *(f"from ({query})" for query in queries)])
    con.execute(_CASES.format(found=found))
    rows = con.execute("from question_cases").fetchall()
    cases = [Case(name, detail, tuple(files)) for name, detail, files in rows]
    return sorted(cases, key=lambda case: (names[case.name], case.detail))


def _limits() -> list[tuple[int, bool]]:
    """Return where the exports of other systems are known to stop."""
    path = Path(__file__).with_name("limits.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [(int(row["rows"]), row["is_asked_alone"] == "yes") for row in csv.DictReader(file)]
