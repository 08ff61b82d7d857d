"""`python -m etl migrate`: takes the party's files from an earlier version to this one."""

from etl import data_version, upgrades
from etl.audit import log
from etl.commands import audit
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.messages import message


def run(settings: Settings, terminal: Terminal) -> int:
    """Upgrade and say what came of it; returns the exit code. Raises what `upgrade` raises."""
    done = upgrades.upgrade(settings)
    if done is None:
        terminal.say(message("version.nothing", now=data_version.NOW))
        return 0
    terminal.say(message("version.upgraded", found=done.version, now=data_version.NOW))
    terminal.say(message("version.kept", folder=done.kept))
    record = log.read(settings, last=0)
    terminal.say(audit.state(record))
    if record.seal:
        terminal.say(audit.sealed(record.seal))
    return 0 if record.broken_at is None else 1
