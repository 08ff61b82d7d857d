"""`python -m etl close`: a month's report, frozen with its edition."""

import argparse
from datetime import UTC, datetime
from functools import partial

from etl.audit import log
from etl.commands import periods, report
from etl.commands.terminal import Terminal
from etl.settings import Settings
from etl.warehouse import closed_months, editions
from i18n.messages import message
from i18n.phrases import LANGUAGES


def run(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    """Close the month that was asked for; returns the exit code."""
    on_progress = terminal.step(message("report.step"))
    starts_on, ends_on = periods.month(chosen.month)
    closed_months.of_month(settings, starts_on)  # says so when what was closed has been changed
    # One edition for every language, whatever is published meanwhile.
    edition = editions.serving_edition(settings)
    files: dict[str, bytes] = {}
    for at, language in enumerate(LANGUAGES):
        asked = argparse.Namespace(**{**report.WHOLE, "month": chosen.month, "lang": language})
        made = report.make(
            settings,
            asked,
            lambda done, at=at: on_progress((at + done) / len(LANGUAGES)),  # type: ignore[misc]
            edition=edition,
        )
        if made.known_to < ends_on:
            told = {"month": chosen.month, "until": made.known_to, "ends_on": ends_on}
            raise closed_months.NotClosed(message("closed.not_whole", **told))
        files |= {f"{made.name}/{name}": content for name, content in made.files.items()}
    note = partial(
        log.append,
        settings,
        "month_closed",
        who=log.this_user(),
        what=f"{starts_on:%Y-%m}",
        edition=edition,
    )
    folder = closed_months.close(settings, starts_on, edition, files, datetime.now(UTC), note=note)
    terminal.say(
        message("closed.done", month=folder.name, files=len(files), folder=folder, edition=edition)
    )
    return 0
