"""The command line, `python -m etl`: an option is a parameter of its command's function here.

What a command works with is imported when it runs: `--help` and the Tab key wait for none of it.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Concatenate, Literal, ParamSpec

from typer import Argument, Option, Typer, echo
from typer._completion_classes import completion_init
from typer.main import get_command

from etl import data_version, safe_files
from etl.commands.command_line import COMPLETE, PROGRAM, Command, Group, Misused
from etl.settings import Settings

if TYPE_CHECKING:
    from etl.commands.terminal import Terminal

P = ParamSpec("P")

commands = Typer(
    cls=Group,
    help="commands.etl",
    add_completion=False,  # `completion` does it, for a program that is started with python -m
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
command = partial(commands.command, cls=Command)

ListDate = Annotated[str | None, Option(metavar="DATE", help="commands.list_date")]
Accept = Annotated[list[str] | None, Option(metavar="NAME", help="commands.accept")]
AcceptDrop = Annotated[bool, Option("--accept-drop", help="commands.accept_drop")]
SkipRefused = Annotated[bool, Option("--skip-refused", help="commands.skip_refused")]
Month = Annotated[str | None, Option(metavar="2566-10", help="commands.month")]
Week = Annotated[str | None, Option(metavar="DATE", help="commands.week")]
AsOf = Annotated[str | None, Option(metavar="DATE", help="commands.as_of")]
Lang = Literal["th", "en"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 refused with a sentence, 2 misused."""
    # What is made of members' rows is for its owner's eyes only.
    completion_init()
    with safe_files.private_umask():
        try:
            return int(
                get_command(commands).main(
                    arguments, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False
                )
            )
        except Misused as misused:
            echo(f"{misused.usage}\n{misused.message}", err=True)
            return 2


def _run(
    body: Callable[Concatenate[Settings, "Terminal", P], int], *args: P.args, **named: P.kwargs
) -> int:
    """Run a command's body on files of this version; those of another are refused."""

    def on_this_version(settings: Settings, terminal: "Terminal") -> int:
        data_version.refuse_other(settings)
        return body(settings, terminal, *args, **named)

    return _run_on_any(on_this_version)


def _run_on_any(
    body: Callable[Concatenate[Settings, "Terminal", P], int], *args: P.args, **named: P.kwargs
) -> int:
    """Run a command's body; what cannot be done is said in a sentence, and is exit code 1."""
    from etl.commands.terminal import Terminal
    from etl.faults import sentence_of

    with Terminal() as terminal:
        settings: Settings | None = None
        try:
            settings = Settings.from_environment()
            return body(settings, terminal, *args, **named)
        except Exception as error:  # noqa: BLE001 - no traceback reaches whoever typed it
            terminal.say(sentence_of(error, settings))
    return 1


@command(help="commands.sample")
def sample() -> int:
    from etl.commands.build import sample

    return _run(sample)


@command(help="commands.build")
def build(
    as_of: ListDate = None,
    accept: Accept = None,
    accept_drop: AcceptDrop = False,
    skip_refused: SkipRefused = False,
) -> int:
    from etl.commands.build import answers, build

    accepted = answers(accept, accept_drop=accept_drop)
    return _run(build, as_of, accept=accepted, skip_refused=skip_refused)


@command(help="commands.check")
def check(
    as_of: ListDate = None,
    accept: Accept = None,
    accept_drop: AcceptDrop = False,
    skip_refused: SkipRefused = False,
) -> int:
    from etl.commands.build import answers, build

    accepted = answers(accept, accept_drop=accept_drop)
    return _run(build, as_of, accept=accepted, skip_refused=skip_refused, publish=False)


@command(help="commands.ready")
def ready() -> int:
    from etl.commands.build import ready

    return _run(ready)


@command(help="commands.suggest_places")
def suggest_places() -> int:
    from etl.commands.suggest_places import run

    return _run(run)


@command(help="commands.report")
def report(
    month: Month = None,
    week: Week = None,
    as_of: AsOf = None,
    region: Annotated[str | None, Option(metavar="NAME", help="commands.region")] = None,
    province: Annotated[str | None, Option(metavar="NAME", help="commands.province")] = None,
    lang: Annotated[Lang, Option(help="commands.language")] = "th",
    known: Annotated[str, Option(metavar="WHEN", help="commands.known")] = "now",
    compare: Annotated[str | None, Option(metavar="WHEN", help="commands.compare")] = None,
    out: Annotated[Path | None, Option(metavar="FOLDER", help="commands.out")] = None,
) -> int:
    from etl.commands.report import run
    from etl.commands.report_request import ReportRequest

    request = ReportRequest(month, week, as_of, region, province, lang, known, compare)
    return _run(run, request, out)


@command(help="commands.close")
def close(
    month: Annotated[str, Option(metavar="2566-10", help="commands.closed_month")],
) -> int:
    from etl.commands.close import run

    return _run(run, month)


@command(help="commands.send")
def send(
    month: Month = None,
    week: Week = None,
    as_of: AsOf = None,
    dry_run: Annotated[bool, Option("--dry-run", help="commands.dry_run")] = False,
    only: Annotated[list[str] | None, Option(metavar="NAME", help="commands.only")] = None,
    again_unsure: Annotated[bool, Option("--again-unsure", help="commands.again_unsure")] = False,
) -> int:
    from etl.commands.report_request import ReportRequest
    from etl.commands.send import run

    request = ReportRequest(month, week, as_of)
    return _run(run, request, only or [], dry_run=dry_run, again_unsure=again_unsure)


@command(help="commands.alarm")
def alarm(
    unit: Annotated[str | None, Argument(metavar="UNIT", help="commands.alarm_unit")] = None,
    well: Annotated[bool, Option("--well", help="commands.alarm_well")] = False,
) -> int:
    from etl.commands.alarms.alarm import run

    return _run_on_any(run, unit, is_well=well)


@command(hidden=True)  # the page that loads exports starts it
def intake(of: Literal["check", "publish"], upload: str) -> int:
    from etl.commands.uploads import run

    return _run(run, of, upload)


@command(hidden=True)  # systemd starts it for each connection of pakthong-intake.socket
def take_intake() -> int:
    from etl.commands.uploads import take

    return _run(take)


@command(help="commands.record")
def record(
    verify: Annotated[bool, Option("--verify", help="commands.verify")] = False,
    last: Annotated[int, Option(metavar="N", help="commands.last")] = 50,
) -> int:
    from etl.commands.audit import run

    return _run_on_any(run, verify=verify, last=last)


@command(help="commands.forget")
def forget(
    member: Annotated[str, Argument(metavar="MEMBER_ID", help="commands.member")],
    exports: Annotated[bool, Option("--exports", help="commands.raw_exports")] = False,
) -> int:
    from etl.commands.forget import run

    return _run(run, member, name_exports=exports)


@command(help="commands.retain")
def retain() -> int:
    from etl.commands.retain import run

    return _run(run)


@command(help="commands.migrate")
def migrate() -> int:
    from etl.commands.upkeep import migrate

    return _run_on_any(migrate)


@command(help="commands.backup")
def backup(
    file: Annotated[Path, Argument(metavar="FILE", help="commands.backup_file")],
    keep: Annotated[int | None, Option(metavar="N", min=1, help="commands.backup_keep")] = None,
) -> int:
    from etl.commands.upkeep import backup

    return _run(backup, file, keep)


@command(help="commands.restore")
def restore(
    file: Annotated[Path, Argument(metavar="FILE", help="commands.restored_file")],
    identity: Annotated[Path, Option(metavar="FILE", help="commands.identity")],
) -> int:
    from etl.commands.upkeep import restore

    return _run_on_any(restore, file, identity)


@command(help="commands.doctor")
def doctor() -> int:
    from etl.commands.upkeep import doctor

    return _run_on_any(doctor)


@command(help="commands.boundaries")
def boundaries(
    file: Annotated[Path, Argument(metavar="FILE", help="commands.boundary_file")],
) -> int:
    from etl.commands.boundaries import run

    return _run(run, file)


@command(help="commands.completion")
def completion(
    shell: Annotated[
        Literal["bash", "zsh", "fish"], Argument(metavar="SHELL", help="commands.shell")
    ],
) -> int:
    from etl.commands.completion import script

    echo(script(shell))
    return 0


if __name__ == "__main__":
    sys.exit(main())
