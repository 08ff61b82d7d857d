"""`python -m etl close`: a month's report, frozen with its edition."""

from datetime import UTC, datetime
from functools import partial

from etl.audit import log
from etl.commands import periods, report
from etl.commands.report_request import ReportRequest
from etl.commands.terminal import Terminal
from etl.settings import Settings
from etl.warehouse import closed_months, editions
from i18n.messages import message
from i18n.phrases import LANGUAGES


def run(settings: Settings, terminal: Terminal, typed: str) -> int:
    """Close the month as typed; returns the exit code. Raises NotClosed and what `report` does."""
    on_progress = terminal.step(message("report.step"))
    starts_on, ends_on = periods.month(typed)
    closed_months.of_month(settings, starts_on)  # says so when what was closed has been changed
    # One edition for every language, whatever is published meanwhile.
    edition = editions.serving_edition(settings)
    files: dict[str, bytes] = {}
    for at, language in enumerate(LANGUAGES):
        pack = report.make(
            settings,
            ReportRequest(month=typed, language=language),
            lambda done, at=at: on_progress((at + done) / len(LANGUAGES)),  # type: ignore[misc]
            edition=edition,
        )
        if pack.known_to < ends_on:
            raise closed_months.NotClosed(
                message("closed.not_whole", month=typed, until=pack.known_to, ends_on=ends_on)
            )
        files |= {f"{pack.name}/{name}": content for name, content in pack.files.items()}
    note = partial(
        log.append,
        settings,
        "month_closed",
        actor=log.this_user(),
        what=f"{starts_on:%Y-%m}",
        edition=edition,
    )
    folder = closed_months.close(settings, starts_on, edition, files, datetime.now(UTC), note=note)
    terminal.say(
        message("closed.done", month=folder.name, files=len(files), folder=folder, edition=edition)
    )
    return 0
