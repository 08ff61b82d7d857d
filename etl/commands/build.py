"""`python -m etl sample`, `build`, `check` and `ready`: from exports to a published edition."""

import contextlib
from collections.abc import Callable, Collection

import duckdb

from etl import build as edition_build
from etl.audit import log
from etl.build_result import NotPublished
from etl.commands import build_summary, periods, retain
from etl.commands.reading_cards import print_cards
from etl.commands.terminal import Terminal
from etl.ingest import stage
from etl.questions.kinds import DROP
from etl.sample import write
from etl.settings import Settings
from etl.warehouse import editions, forecast_history
from etl.warehouse.fingerprint import serves_own_data
from i18n.messages import UserError, message


def sample(settings: Settings, terminal: Terminal) -> int:
    """Write the invented exports; returns the exit code."""
    on_progress = terminal.step(message("build.step_sample"))
    files = write.write_sample(settings, on_progress)
    if files:
        terminal.say(message("build.sample_written", files=len(files), folder=settings.exports))
    else:
        terminal.say(message("build.sample_there", folder=settings.exports))
    return 0


def ready(settings: Settings, terminal: Terminal) -> int:
    """Before the dashboard starts. The sample never takes the place of a party's own edition,
    not even where the exports have since been moved away; and an edition that serves is shown
    even when a new build is refused."""
    has_exports = bool(stage.find_exports(settings, None))
    damaged = editions.damaged_edition(settings)
    if damaged is not None and not has_exports:
        terminal.say(message("build.damaged", edition=damaged))
        return 0 if editions.current_edition(settings) else 1
    if serves_own_data(settings) and not has_exports:
        return 0
    if not serves_own_data(settings):
        with contextlib.suppress(write.ForeignExports):
            sample(settings, terminal)
    try:
        return build(settings, terminal)
    except UserError as refused:
        terminal.say(refused.message)
        return 0 if editions.current_edition(settings) else 1


def answers(accept: Collection[str] | None, *, accept_drop: bool) -> set[str]:
    """Return the names of the questions that options answer with yes."""
    return {*(accept or ()), *(DROP if accept_drop else ())}


def build(
    settings: Settings,
    terminal: Terminal,
    as_of: str | None = None,
    *,
    accept: Collection[str] = (),
    skip_refused: bool = False,
    publish: bool = True,
) -> int:
    """Publish an edition, or only say what it would be; returns the exit code.

    Raises NotPublished.
    """
    try:
        result = edition_build.build(
            settings,
            terminal,
            as_of=None if as_of is None else periods.day(as_of),
            accept=accept,
            skip_refused=skip_refused,
            publish=publish,
            forecaster=forecast_tables,
            actor=log.this_user(),
        )
    except NotPublished as refused:
        if refused.result:
            print_cards(terminal, refused.result.loads, every=not publish)
            build_summary.print_findings(terminal, refused.result)
        if publish:
            retain.after_refusal(settings, terminal)
        raise
    if not publish:
        build_summary.print_summary(terminal, result, "build.checked")
        return 0
    build_summary.print_summary(terminal, result)
    retain.after_build(settings, terminal)
    return 0 if result.is_unchanged or result.is_published else 1


def forecast_tables(
    con: duckdb.DuckDBPyConnection, on_progress: Callable[[float], None]
) -> forecast_history.Rows:
    """Return what a build forecasts, table by table."""
    # Imported when there is something to work out: a build that finds nothing new is not slowed.
    from metrics.forecast import run as forecast

    return forecast.tables(con, on_progress)
