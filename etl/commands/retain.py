"""`python -m etl retain`: removes what is past the time the party keeps it."""

import contextlib

from etl import retention
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.dates import today
from i18n.messages import message


def after_build(settings: Settings, terminal: Terminal) -> None:
    """Remove what is past its time once a build has served, so that no other job is needed."""
    if _keeps_all(settings):
        return
    with contextlib.suppress(retention.RetentionError):
        _say(terminal, retention.apply(settings, terminal, today()), or_nothing=False)


def after_refusal(settings: Settings, terminal: Terminal) -> None:
    """Remove the files for which a build was refused, once they are past their time."""
    if settings.keep_raw_days is not None:
        removed = retention.remove_refused(settings, terminal, today())
        _say(terminal, retention.RemovedCounts(removed, 0), or_nothing=False)


def run(settings: Settings, terminal: Terminal) -> int:
    """Remove what is past its time; returns the exit code. Raises RetentionError."""
    if _keeps_all(settings):
        terminal.say(message("forget.retain_off"))
        return 0
    _say(terminal, retention.apply(settings, terminal, today()), or_nothing=True)
    return 0


def _keeps_all(settings: Settings) -> bool:
    return settings.keep_raw_days is None and settings.keep_staged_days is None


def _say(terminal: Terminal, removed: retention.RemovedCounts, *, or_nothing: bool) -> None:
    if removed.exports or removed.staged:
        terminal.say(message("forget.retained", exports=removed.exports, staged=removed.staged))
    elif or_nothing:
        terminal.say(message("forget.nothing_retained"))
