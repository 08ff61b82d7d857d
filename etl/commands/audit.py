"""`python -m etl record`: who did what, newest last, and is the record whole?"""

from collections.abc import Sequence

from etl.audit import log
from etl.audit.log import Entry, Record
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.dates import BANGKOK
from i18n.messages import Message, either, message


def run(settings: Settings, terminal: Terminal, *, verify: bool, last: int) -> int:
    """Say what was asked; returns 1 when the record is broken. Raises AuditError."""
    record = log.read(settings)
    if not verify:
        terminal.console.print("\n".join(_lines(record.entries[-max(last, 0) :])), markup=False)
    terminal.say(state(record))
    return 0 if record.broken_at is None else 1


def state(record: Record) -> Message:
    """Say whether the record is whole, with what to note down elsewhere, or where it breaks."""
    if record.broken_at is not None and record.is_head_unmarked:
        return message("audit.unmarked", line=str(record.broken_at))
    if record.broken_at is not None:
        return message("audit.broken", line=str(record.broken_at))
    if not record.entries:
        return message("audit.empty")
    return message("audit.whole", lines=len(record.entries), tip=record.head)


def _lines(entries: Sequence[Entry]) -> list[str]:
    return [
        "  ".join(
            (
                f"{each.number:>5}",
                f"{each.at.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S}",
                each.who,
                " · ".join(str(either(f"deed.{each.deed}", each.deed)).splitlines()),
                each.what,
                each.scope,
            )
        ).rstrip()
        for each in entries
    ]
