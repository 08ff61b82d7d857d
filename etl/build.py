"""How does a folder of exports become a published edition? The story, step by step."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import duckdb

from etl import (
    archive,
    audit,
    closed,
    forgotten,
    landing,
    models,
    questions,
    readers,
    record,
    reference,
    sample,
    warehouse,
)
from etl.exposed import exposed
from etl.sentences import Refused, Sentence, say
from etl.settings import Settings

_NOT_OF_NUMBERS = (
    "data",
    "secret_file",
    "keep_editions",
    "drop_pct",
    "keep_raw_days",
    "keep_staged_days",
)
CODE = Path(__file__).parent.parent


class NotPublished(Refused):
    """The build stopped before publishing; the edition that served before still serves.

    `outcome` is what had been found by then, where it got so far.
    """

    def __init__(self, sentence: Sentence, outcome: "Outcome | None" = None) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class Reporter(Protocol):
    """Who is told how far a build is: a terminal, a log, a page."""

    def step(self, sentence: Sentence) -> Callable[[float], None]:
        """A step starts; call what is returned with the fraction done, 0 to 1."""
        ...

    def loaded(self, load: readers.Load) -> None:
        """A file has been read or refused."""
        ...


@dataclass
class Outcome:
    """What a build found and did. `edition` is the one that serves afterwards, if any does."""

    loads: list[readers.Load]
    edition: str | None = None
    is_published: bool = False
    is_unchanged: bool = False
    newest_on: date | None = None
    members: int = 0
    covered: int = 0
    checks: list[models.Check] = field(default_factory=list)
    rejects: list[tuple[str, str, str | None, int, int]] = field(default_factory=list)
    unplaced: list[tuple[str | None, str | None, str, int]] = field(default_factory=list)


def build(
    settings: Settings,
    reporter: Reporter,
    *,
    as_of: date | None = None,
    accept_drop: bool = False,
    skip_refused: bool = False,
    publish: bool = True,
    outlook: record.Outlook | None = None,
    who: str = "",
    turn: warehouse.Turn | None = None,
) -> Outcome:
    """Read the exports, work out an edition, check it and (if `publish`) let it serve.

    `outlook` works out what the edition says of the future; without it, it says nothing. `who` is
    in the record before the edition serves; nobody named, nothing recorded. A `turn` that is held
    already is used, else one is taken.

    Raises NotPublished with the reason when a file is refused or a fatal check fails,
    warehouse.BuildBusy when another build runs, OSError or duckdb.Error when the disk fails.
    In each case the edition that served before still serves.
    """
    with closed_to_others(), warehouse.new_edition(settings, who=who, turn=turn) as draft:
        if turn is None:
            landing.tidy(settings)
        loads = read_exports(settings, reporter, as_of)
        outcome = Outcome(loads=loads, edition=warehouse.current_edition(settings))
        refused = [load for load in loads if load.status == "refused"]
        if refused and not skip_refused:
            raise NotPublished(say("build.refused_files", files=len(refused)))
        if len(refused) == len(loads):
            raise NotPublished(say("build.all_refused"))
        fingerprint = _fingerprint(settings, loads)
        if publish and fingerprint == _served(settings, "fingerprint"):
            outcome.is_unchanged = True
            return outcome
        _work_out(draft, settings, reporter, loads, fingerprint, accept_drop)
        _look(draft.con, outcome)
        _refuse_if_broken(outcome)
        if publish:
            _look_ahead(draft.con, settings, reporter, outlook)
            reporter.step(say("build.step_publish"))
            draft.publish(models.PUBLIC, models.PRIVATE)
            if who:
                audit.append(settings, "built", who=who, edition=draft.name)
    if draft.is_published:
        outcome.edition, outcome.is_published = draft.name, True
        kept = closed.editions(settings)
        if kept is not None:
            warehouse.prune(settings, settings.keep_editions, never=kept)
        readers.forget_unused(settings, loads)
    return outcome


@contextmanager
def closed_to_others() -> Iterator[None]:
    """Let nothing that is made here be readable by another user of the machine, whatever the umask.

    The umask is the process's own: a file that another thread makes meanwhile is closed as well.
    """
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def read_exports(settings: Settings, reporter: Reporter, as_of: date | None) -> list[readers.Load]:
    """Stage every export that is not staged yet; a refused file is in the list with its reason."""
    readers.sweep(settings)
    secret = readers.read_secret(settings)
    gone = forgotten.keys(settings, secret)
    forgotten.sweep(settings, gone)
    loads: list[readers.Load] = []
    exports = readers.find_exports(settings, as_of)
    kept_from = archive.ends_on(settings)
    for export in exports:
        day = export.list_on if export.kind == "members" else None
        if day and kept_from and day < kept_from:
            loads.append(_archived(export))
            reporter.loaded(loads[-1])
            continue
        on_progress = reporter.step(say("build.step_read", file=export.file))
        load = readers.stage(export, settings, secret, on_progress, gone)
        reporter.loaded(load)
        loads.append(load)
    loads += readers.without_export(settings, exports, secret)
    if not loads:
        raise NotPublished(say("build.no_exports", folder=settings.exports))
    return loads


def _archived(export: readers.Export) -> readers.Load:
    """A list of a day of which only totals are kept: it is not read."""
    return readers.Load(
        export.file, export.kind, sha256="", bytes=0, list_on=export.list_on, status="archived"
    )


def work_out(
    settings: Settings,
    reporter: Reporter,
    use: Callable[[duckdb.DuckDBPyConnection, list[readers.Load]], None],
) -> bool:
    """Hand `use` the tables of the edition that serves, worked out anew, and publish nothing.

    Returns False, and hands over nothing, when a build would make another edition.
    """
    with closed_to_others(), warehouse.new_edition(settings) as draft:
        loads = read_exports(settings, reporter, None)
        fingerprint = _fingerprint(settings, loads)
        if fingerprint != _served(settings, "fingerprint"):
            return False
        _work_out(draft, settings, reporter, loads, fingerprint, True)
        outcome = Outcome(loads=loads)
        _look(draft.con, outcome)
        _refuse_if_broken(outcome)
        use(draft.con, loads)
    return True


def _work_out(
    draft: warehouse.Draft,
    settings: Settings,
    reporter: Reporter,
    loads: list[readers.Load],
    fingerprint: str,
    accept_drop: bool,
) -> None:
    con, now = draft.con, datetime.now(UTC)
    reference.create_reference(con, settings)
    models.create_settings(con, settings, now.date(), accept_drop)
    models.create_staged(con, loads)
    archive.create_archive(con, settings)
    models.create_served(con, _served_files(settings))
    reporter.step(say("build.step_places"))
    models.create_places(con, settings)
    models.run(con, lambda model: _ignore(reporter.step(say("build.step_model", model=model))))
    models.create_edition(
        con,
        {
            "edition": draft.name,
            "built_at": now.isoformat(timespec="seconds"),
            "code_version": code_version(),
            "fingerprint": fingerprint,
            "is_sample": sample.is_sample(settings.exports),
            "address": settings.address,
            "grace_days": settings.grace_days,
            "drop_pct": settings.drop_pct,
        },
    )
    reporter.step(say("build.step_checks"))


def _look_ahead(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    reporter: Reporter,
    outlook: record.Outlook | None,
) -> None:
    on_progress = reporter.step(say("build.step_outlook"))
    before = warehouse.current_edition(settings)
    record.create_record(
        con,
        outlook(con, on_progress) if outlook else {},
        warehouse.public_path(settings, before) if before else None,
    )


def _ignore(_: object) -> None:
    return None


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


def _look(con: duckdb.DuckDBPyConnection, outcome: Outcome) -> None:
    outcome.checks = models.check(con)
    outcome.newest_on, outcome.members, outcome.covered = _one(con, FIGURES)
    outcome.rejects = con.execute(
        "select file, reason, column_name, count(*), min(line) from rejects"
        " group by all order by all"
    ).fetchall()
    outcome.unplaced = con.execute(
        "select province_text, amphoe_text, reason, sum(rows)::bigint from unplaced"
        " group by all order by 4 desc, 1, 2"
    ).fetchall()


def _refuse_if_broken(outcome: Outcome) -> None:
    broken = {check.name: check for check in outcome.checks if check.is_fatal and not check.passed}
    if len(broken) == 1 and (question := questions.question(*broken.values(), area="build")):
        raise NotPublished(question, outcome)
    if broken:
        raise NotPublished(say("build.failed_checks", checks=", ".join(sorted(broken))), outcome)
    if outcome.newest_on is None:
        raise NotPublished(say("build.no_dates"))


def _fingerprint(settings: Settings, loads: list[readers.Load]) -> str:
    made_from = {
        "loads": sorted(
            (load.file, load.kind, load.sha256, str(load.list_on), load.status == "refused")
            for load in loads
        ),
        "lists": {path.name: _digest(path) for path in _inputs(settings)},
        "settings": {
            each.name: str(getattr(settings, each.name))
            for each in fields(Settings)
            if each.name not in _NOT_OF_NUMBERS
        },
        "code": code_version(),
        "exposed": len(exposed(settings)),
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _inputs(settings: Settings) -> list[Path]:
    """Every file but the exports that decides the numbers."""
    own = (forgotten.path_of(settings), settings.archive)
    return [*reference.inputs(settings), *(path for path in own if path.exists())]


def code_version() -> str:
    """Return a short hash of the code and models that make editions: new code, new edition."""
    digest = hashlib.sha256()
    for folder in ("etl", "metrics"):
        for path in sorted((CODE / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml"):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _served_files(settings: Settings) -> list[str]:
    """Return the hashes of the files that the edition which serves was built from."""
    edition = warehouse.current_edition(settings)
    if edition is None:
        return []
    with warehouse.open_edition(warehouse.public_path(settings, edition)) as con:
        return [sha256 for (sha256,) in con.execute("select sha256 from loads").fetchall()]


def serves_own_data(settings: Settings) -> bool:
    """Whether an edition serves that was made from the party's own exports."""
    return _served(settings, "is_sample") is False


def _served(settings: Settings, column: str) -> str | bool | None:
    edition = warehouse.current_edition(settings)
    if edition is None:
        return None
    with warehouse.open_edition(warehouse.public_path(settings, edition)) as con:
        value: str | bool = _one(con, f"select {column} from edition")[0]  # noqa: S608
    return value


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple:  # type: ignore[type-arg]
    row = con.execute(query).fetchone()
    if row is None:
        raise LookupError(query)
    return row
