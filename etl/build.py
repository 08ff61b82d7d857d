"""Builds an edition from a folder of exports and publishes it, step by step."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from typing import Protocol

import duckdb

from etl import safe_files
from etl.audit import log
from etl.build_result import BuildResult, NotPublished, read_tables, refuse_if_broken
from etl.ingest import stage
from etl.lists import load as reference
from etl.models import place_texts, run, staging_views
from etl.personal_data import forgotten
from etl.questions import answers
from etl.questions.wording import ask_all
from etl.sample import write
from etl.settings import Settings
from etl.uploads import landing
from etl.warehouse import archive, closed_months, editions, forecast_history
from etl.warehouse.code_version import code_version
from etl.warehouse.fingerprint import fingerprint, is_served
from i18n.dates import day_of
from i18n.messages import Message, message


class Reporter(Protocol):
    """Reports how far a build is: to a terminal, a log, a page."""

    def step(self, sentence: Message) -> Callable[[float], None]:
        """A step starts; call what is returned with the fraction done, 0 to 1."""
        ...

    def loaded(self, load: stage.Load) -> None:
        """A file has been read or refused."""
        ...


def build(
    settings: Settings,
    reporter: Reporter,
    *,
    as_of: date | None = None,
    accept: Collection[str] = (),
    skip_refused: bool = False,
    publish: bool = True,
    forecaster: forecast_history.Forecaster | None = None,
    actor: str = "",
    lock: editions.BuildLock | None = None,
) -> BuildResult:
    """Read the exports, work out an edition, check it and (if `publish`) let it serve.

    `accept` are the names of the questions that are answered with yes; the answers to what is
    published are kept, and not asked for again. `forecaster` works out the edition's forecasts;
    without it there are none. `actor` is recorded before the edition serves; without one nothing
    is recorded. A `lock` that is held already is used, else one is taken.

    Raises NotPublished with the reason when a file is refused, a fatal check fails or a question
    is open, answers.NoSuchQuestion when `accept` names one that there is not,
    warehouse.BuildBusy when another build runs, OSError or duckdb.Error when the disk fails.
    In each case the edition that served before still serves.
    """
    with (
        safe_files.private_umask(),
        editions.new_edition(settings, actor=actor, lock=lock) as draft,
    ):
        if lock is None:
            landing.tidy(settings)
        loads = read_exports(settings, reporter, as_of)
        result = BuildResult(loads=loads, edition=editions.current_edition(settings))
        result.damaged = editions.damaged_edition(settings)
        refused = [load for load in loads if load.status == "refused"]
        if refused and not skip_refused:
            raise NotPublished(message("build.refused_files", files=len(refused)))
        if len(refused) == len(loads):
            raise NotPublished(message("build.all_refused"))
        new_fingerprint = fingerprint(settings, loads)
        if publish and is_served(settings, new_fingerprint):
            answers.refuse_unknown(accept, [])
            result.is_unchanged = True
            return result
        _work_out(draft, settings, reporter, loads, new_fingerprint)
        read_tables(draft.con, result)
        refuse_if_broken(result)
        _ask(settings, result, accept)
        if publish:
            _forecast(draft.con, settings, reporter, forecaster)
            reporter.step(message("build.step_publish"))
            _keep_answers(settings, result, actor)
            answers.create_answers(draft.con, settings, result.cases)
            draft.publish(run.PUBLIC, run.PRIVATE)
            if actor:
                log.append(settings, "built", actor=actor, edition=draft.name)
    if draft.is_published:
        result.edition, result.is_published = draft.name, True
        closed_editions = closed_months.editions(settings)
        if closed_editions is not None:
            editions.prune(settings, settings.keep_editions, never=closed_editions)
        stage.forget_unused(settings, loads)
    return result


def read_exports(settings: Settings, reporter: Reporter, as_of: date | None) -> list[stage.Load]:
    """Stage every export that is not staged yet; a refused file is in the list with its reason."""
    stage.sweep(settings)
    secret = stage.read_secret(settings)
    gone = forgotten.read_keys(settings, secret)
    forgotten.sweep(settings, gone)
    loads: list[stage.Load] = []
    exports = stage.find_exports(settings, as_of)
    kept_from = archive.ends_on(settings)
    for export in exports:
        day = export.list_on if export.kind == "members" else None
        if day and kept_from and day < kept_from:
            loads.append(_archived(export))
            reporter.loaded(loads[-1])
            continue
        on_progress = reporter.step(message("build.step_read", file=export.file))
        load = stage.stage(export, settings, secret, on_progress, gone)
        reporter.loaded(load)
        loads.append(load)
    loads += stage.without_export(settings, exports, secret)
    if not loads:
        raise NotPublished(message("build.no_exports", folder=settings.exports))
    return loads


def _archived(export: stage.Export) -> stage.Load:
    """Return the load of a list of a day of which only totals are kept: it is not read."""
    return stage.Load(
        export.file, export.kind, sha256="", bytes=0, list_on=export.list_on, status="archived"
    )


def work_out(
    settings: Settings,
    reporter: Reporter,
    use: Callable[[duckdb.DuckDBPyConnection, list[stage.Load]], None],
) -> bool:
    """Hand `use` the tables of the edition that serves, worked out anew, and publish nothing.

    Returns False, and hands over nothing, when a build would make another edition.
    """
    with safe_files.private_umask(), editions.new_edition(settings) as draft:
        loads = read_exports(settings, reporter, None)
        new_fingerprint = fingerprint(settings, loads)
        if not is_served(settings, new_fingerprint):
            return False
        _work_out(draft, settings, reporter, loads, new_fingerprint)
        result = BuildResult(loads=loads)
        read_tables(draft.con, result)
        refuse_if_broken(result)
        use(draft.con, loads)
    return True


def _work_out(
    draft: editions.Draft,
    settings: Settings,
    reporter: Reporter,
    loads: list[stage.Load],
    new_fingerprint: str,
) -> None:
    con = draft.con
    reference.create_reference(con, settings)
    run.create_settings(con, settings, day_of(draft.made_at))
    staging_views.create_staged(con, loads)
    archive.create_archive(con, settings)
    reporter.step(message("build.step_places"))
    place_texts.create_places(con, settings)
    run.run(con, reporter.step(message("build.step_models")))
    run.create_edition(
        con,
        {
            "edition": draft.name,
            "built_at": draft.made_at.isoformat(timespec="seconds"),
            "code_version": code_version(),
            "fingerprint": new_fingerprint,
            "is_sample": write.is_sample(settings.exports),
            "address": settings.address,
            "grace_days": settings.grace_days,
            "drop_pct": settings.drop_pct,
        },
    )
    reporter.step(message("build.step_checks"))


def _ask(settings: Settings, result: BuildResult, accept: Collection[str]) -> None:
    """Raise NotPublished with every question that is open and not answered with yes."""
    result.questions = answers.open_cases(settings, result.cases)
    answers.refuse_unknown(accept, result.questions)
    unanswered = [case for case in result.questions if case.name not in accept]
    if unanswered:
        raise NotPublished(ask_all(unanswered), result)


def _keep_answers(settings: Settings, result: BuildResult, actor: str) -> None:
    answers.keep_answers(settings, result.cases, result.questions, actor)
    for question, cases in Counter(case.name for case in result.questions).items():
        if actor:
            log.append(settings, "answered", actor=actor, what=f"{question} ({cases})")


def _forecast(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    reporter: Reporter,
    forecaster: forecast_history.Forecaster | None,
) -> None:
    on_progress = reporter.step(message("build.step_outlook"))
    before = editions.current_edition(settings)
    forecast_history.create_tables(
        con,
        forecaster(con, on_progress) if forecaster else {},
        editions.public_path(settings, before) if before else None,
    )
