"""Keeps what was answered: a line a case in the party's own log, only ever appended to.

Who said yes, when, to which question, and the key of the case: the same files are not asked about
again, also in an edition made years later.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import duckdb

from etl import safe_files
from etl.lists.load import create_table
from etl.questions.cases import Case
from etl.questions.kinds import DROP, kinds
from etl.settings import Settings
from etl.warehouse.fingerprint import files_asked_before
from i18n.dates import BANGKOK
from i18n.messages import UserError, message


class NoSuchQuestion(UserError):
    """An answer is to a question that there is not."""


def open_cases(settings: Settings, cases: Iterable[Case]) -> list[Case]:
    """Return the cases that nobody has answered yet."""
    answered = _answered(settings)
    before = _answered_before(settings, cases)
    return [case for case in cases if case.key not in answered and case not in before]


def refuse_unknown(accept: Iterable[str], cases: Iterable[Case]) -> None:
    """Raise NoSuchQuestion for a name that no question has, saying which questions are open."""
    unknown = sorted(set(accept) - set(kinds()))
    if unknown:
        asked = ", ".join(dict.fromkeys(case.name for case in cases))
        raise NoSuchQuestion(message("build.no_such_question", name=unknown[0], open=asked or "–"))


def keep_answers(
    settings: Settings, cases: Sequence[Case], answered: Sequence[Case], who: str
) -> None:
    """Write down that somebody said yes to `answered`, of all the cases of a build.

    What an edition was built from before there was this log had been answered then.
    """
    known = _answered(settings)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    told = [(case, who) for case in answered]
    told += [(case, "") for case in _answered_before(settings, cases) if case not in answered]
    fresh = [(case, by) for case, by in told if case.key not in known]
    if not fresh:
        return
    with safe_files.appending(settings.answers) as log:
        for case, by in fresh:
            line = {"at": at, "who": by, "name": case.name, "case": case.key}
            log.append(json.dumps(line, ensure_ascii=False))


def create_answers(
    con: duckdb.DuckDBPyConnection, settings: Settings, cases: Iterable[Case]
) -> None:
    """Create `question_answers`, one row a question of `cases` that was answered: by whom, when."""
    told = {line["case"]: line for line in _lines(settings)}
    newest: dict[str, tuple[str, str]] = {}
    for case in cases:
        if line := told.get(case.key):
            newest[case.name] = max(newest.get(case.name, ("", "")), (line["at"], line["who"]))
    create_table(
        con,
        "question_answers",
        {"name": "text", "answered_by": "text", "answered_at": "timestamp"},
        [(name, who or None, _at(at)) for name, (at, who) in newest.items()],
    )


def _at(moment: str) -> str:
    """Return a moment by Thailand's clock: a table with zones is read by no plain DuckDB."""
    return datetime.fromisoformat(moment).astimezone(BANGKOK).replace(tzinfo=None).isoformat()


def _answered(settings: Settings) -> set[str]:
    """Return the keys of the cases answered."""
    return {line["case"] for line in _lines(settings)}


def _lines(settings: Settings) -> Iterator[dict[str, str]]:
    """Yield the lines of the log, oldest first; a line that cannot be read answers nothing."""
    if not settings.answers.exists():
        return
    for line in settings.answers.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            told = json.loads(line)
            yield {name: str(told[name]) for name in ("case", "at", "who")}
        except (ValueError, KeyError, TypeError):
            continue


def _answered_before(settings: Settings, cases: Iterable[Case]) -> list[Case]:
    files = files_asked_before(settings)
    return [case for case in cases if case.name in DROP and files.issuperset(case.files)]
