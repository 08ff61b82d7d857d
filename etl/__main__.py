"""Which commands are there? `python -m etl sample | build | check | suggest-places | …`"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb

from etl import build
from etl.audit import log
from etl.build_result import NotPublished, Outcome
from etl.commands import audit, build_summary, report_arguments
from etl.commands import forget as command_forget
from etl.commands import retain as command_retain
from etl.commands.terminal import Terminal
from etl.ingest import stage
from etl.sample import write
from etl.settings import Settings
from etl.warehouse import editions, forecast_history
from etl.warehouse.fingerprint import serves_own_data
from i18n.messages import UserError, message


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 refused with a sentence, 2 misused."""
    chosen = _parser().parse_args(arguments)
    # What is made of members' rows is for its owner's eyes only.
    before = os.umask(0o077)
    try:
        return _run_command(chosen)
    finally:
        os.umask(before)


def _run_command(chosen: argparse.Namespace) -> int:
    with Terminal() as terminal:
        try:
            return int(chosen.run(Settings.from_environment(), terminal, chosen))
        except UserError as refused:
            terminal.say(refused.message)
        except (OSError, duckdb.Error) as error:
            terminal.say(message("build.no_space", why=_why(error)))
    return 1


def _why(error: OSError | duckdb.Error) -> str:
    """Say why the disk or the memory failed; DuckDB's other messages can quote a cell."""
    if isinstance(error, OSError | duckdb.IOException | duckdb.OutOfMemoryException):
        return str(error).partition("\n")[0] or type(error).__name__
    return type(error).__name__


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    written = commands.add_parser("sample", help="write invented exports to try everything with")
    written.set_defaults(run=_sample)
    for name, run, text in (
        ("build", _build, "read the exports and publish an edition"),
        ("check", _check, "say what build would, without publishing"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument(
            "--as-of", metavar="DATE", help="the date of members' lists whose name has none"
        )
        command.add_argument(
            "--accept-drop", action="store_true", help="a much shorter members' list is right"
        )
        command.add_argument(
            "--skip-refused", action="store_true", help="go on without files that cannot be read"
        )
        command.set_defaults(run=run)
    ready = commands.add_parser(
        "ready", help="make sure there is something to show: the exports, or else the sample"
    )
    ready.set_defaults(run=_ready, as_of=None, accept_drop=False, skip_refused=False)
    suggest = commands.add_parser(
        "suggest-places", help="propose rows for place_aliases.csv; a person decides"
    )
    suggest.set_defaults(run=_suggest)
    report = commands.add_parser("report", help="write the monthly pack: PDF, XLSX, CSV, digest")
    report_arguments.add_arguments(report)
    report.set_defaults(run=_report)
    close = commands.add_parser("close", help="freeze a month's report, and keep its edition")
    report_arguments.add_close_arguments(close)
    close.set_defaults(run=_close)
    send = commands.add_parser("send", help="send the pack's digest to those it is for")
    report_arguments.add_send_arguments(send)
    send.set_defaults(run=_send)
    # The page that loads exports starts this one: without a help text it is not in the list.
    intake = commands.add_parser("intake")
    intake.add_argument("of", choices=("check", "publish"))
    intake.add_argument("upload")
    intake.set_defaults(run=_intake)
    record_of = commands.add_parser("record", help="who did what, and is that record whole?")
    audit.add_arguments(record_of)
    record_of.set_defaults(run=audit.run)
    forget = commands.add_parser("forget", help="take one member out of what is kept")
    command_forget.add_arguments(forget)
    forget.set_defaults(run=command_forget.run)
    retain = commands.add_parser("retain", help="remove what is past the time it is kept")
    retain.set_defaults(run=command_retain.run)
    shapes = commands.add_parser("boundaries", help="use the party's own boundary file")
    shapes.add_argument("file", type=Path)
    shapes.set_defaults(run=_boundaries)
    return parser


def _sample(settings: Settings, terminal: Terminal, _: argparse.Namespace) -> int:
    on_progress = terminal.step(message("build.step_sample"))
    files = write.write_sample(settings, on_progress)
    if files:
        terminal.say(message("build.sample_written", files=len(files), folder=settings.exports))
    else:
        terminal.say(message("build.sample_there", folder=settings.exports))
    return 0


def _ready(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    """Before the dashboard starts. The sample never takes the place of a party's own edition,
    not even where the exports have since been moved away; and an edition that serves is shown
    even when a new build is refused."""
    if serves_own_data(settings) and not stage.find_exports(settings, None):
        return 0
    if not serves_own_data(settings):
        with contextlib.suppress(write.ForeignExports):
            _sample(settings, terminal, chosen)
    try:
        return _build(settings, terminal, chosen)
    except UserError as refused:
        terminal.say(refused.message)
        return 0 if editions.current_edition(settings) else 1


def _build(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    try:
        outcome = _run(settings, terminal, chosen, publish=True)
    except NotPublished:
        command_retain.after_refusal(settings, terminal)
        raise
    if outcome.is_unchanged:
        terminal.say(message("build.unchanged", edition=outcome.edition))
    else:
        build_summary.tell(terminal, outcome, "build.published")
    command_retain.after_build(settings, terminal)
    return 0 if outcome.is_unchanged or outcome.is_published else 1


def _check(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    build_summary.tell(terminal, _run(settings, terminal, chosen, publish=False), "build.checked")
    return 0


def _run(
    settings: Settings, terminal: Terminal, chosen: argparse.Namespace, *, publish: bool
) -> Outcome:
    try:
        return build.build(
            settings,
            terminal,
            as_of=_date(chosen.as_of),
            accept_drop=chosen.accept_drop,
            skip_refused=chosen.skip_refused,
            publish=publish,
            outlook=_outlook,
            who=log.this_user(),
        )
    except NotPublished as refused:
        if refused.outcome:
            build_summary.tell_findings(terminal, refused.outcome)
        raise


def _outlook(
    con: duckdb.DuckDBPyConnection, on_progress: Callable[[float], None]
) -> forecast_history.Rows:
    # Imported when there is something to work out: a build that finds nothing new is not slowed.
    from metrics.forecast import run as outlook

    return outlook.tables(con, on_progress)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    found = stage.date_in_name(text)
    if found is None:
        raise UserError(message("build.bad_date", text=text))
    return found


def _suggest(settings: Settings, terminal: Terminal, _: argparse.Namespace) -> int:
    from etl.places import matcher as places

    edition = editions.current_edition(settings)
    if edition is None:
        raise editions.NoEdition(message("build.no_edition_yet"))
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        texts = con.execute(
            "select distinct province_text, amphoe_text from unplaced"
            " where amphoe_text <> '•••' order by all"
        ).fetchall()
    matcher = places.Matcher(places.read_aliases(settings.own_list("place_aliases.csv")))
    suggestions = places.suggest(matcher, texts)
    if not suggestions:
        terminal.say(message("build.no_suggestions"))
        return 0
    terminal.console.print(places.as_alias_rows(suggestions), markup=False)
    return 0


def _report(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    # Imported for this command only: what documents are made with takes a while to load.
    from etl.commands import report as command_report

    return command_report.run(settings, terminal, chosen)


def _close(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    from etl.commands import close as command_close

    return command_close.run(settings, terminal, chosen)


def _send(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    from etl.commands import send as command_send

    return command_send.run(settings, terminal, chosen)


def _intake(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    from etl.commands import uploads

    return uploads.run(settings, terminal, chosen)


def _boundaries(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    from etl.boundaries import replace

    on_progress = terminal.step(message("build.step_boundaries", file=chosen.file.name))
    report = replace.replace_shapes(chosen.file, settings, on_progress)
    for sentence in report.sentences:
        terminal.say(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
