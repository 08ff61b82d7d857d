"""`python -m etl record`: prints the audit log, newest last, and whether it is whole."""

from collections.abc import Sequence

from etl.audit import log
from etl.audit.log import Entry, Record
from etl.audit.reading import Seal
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.dates import BANGKOK
from i18n.messages import Message, either, message


def run(settings: Settings, terminal: Terminal, *, verify: bool, last: int) -> int:
    """Print the last entries or verify them all; returns 1 if one is broken. Raises AuditError."""
    on_progress = terminal.step(message("audit.step_verify"))
    record = log.read(settings, last=0 if verify else max(last, 0), on_progress=on_progress)
    if record.entries:
        terminal.console.print("\n".join(_lines(record.entries)), markup=False)
    terminal.say(state(record))
    if record.seal:
        terminal.say(sealed(record.seal))
    return 0 if record.broken_at is None else 1


def state(record: Record) -> Message:
    """Say whether the record is whole, with what to note down elsewhere, or where it breaks."""
    if record.broken_at is not None and record.is_head_unmarked:
        return message("audit.unmarked", line=str(record.broken_at))
    if record.broken_at is not None:
        return message("audit.broken", line=str(record.broken_at))
    if not record.lines:
        return message("audit.empty")
    return message("audit.whole", lines=record.lines, tip=record.head)


def sealed(seal: Seal) -> Message:
    """Say what an upgrade found of the record that an earlier version kept."""
    if seal.broken_at is None:
        return message("audit.sealed", lines=seal.lines)
    return message("audit.sealed_broken", lines=seal.lines, line=str(seal.broken_at))


def _lines(entries: Sequence[Entry]) -> list[str]:
    lines = []
    for each in entries:
        action = " · ".join(str(either(f"deed.{each.action}", each.action)).splitlines())
        at = f"{each.at.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S}"
        fields = (f"{each.number:>5}", at, each.actor, action, each.what, each.scope)
        lines.append("  ".join(fields).rstrip())
    return lines
