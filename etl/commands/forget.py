"""`python -m etl forget`: removes one member from all that is stored, and says what is left."""

import sys
from collections.abc import Sequence
from pathlib import Path

from etl.audit import log
from etl.commands.terminal import Terminal
from etl.ingest.cells.numbers import identity
from etl.ingest.fingerprints import read_index
from etl.personal_data import forgotten
from etl.personal_data.erasure import erase
from etl.personal_data.forgotten import Removal
from etl.personal_data.pseudonyms import member_key, read_secret
from etl.settings import Settings
from etl.uploads import landing
from etl.warehouse import editions as warehouse
from etl.warehouse import frozen_rolls, seals
from i18n.dates import today
from i18n.messages import UserError, message

_PRINTED = 8
"""How many digits of the key are printed: enough to find the line of the record again."""


class NotFound(UserError):
    """No member of that number is in what has been read."""


def run(settings: Settings, terminal: Terminal, member: str, *, name_exports: bool) -> int:
    """Forget the member; returns 0 when done. Raises NotFound, BuildBusy, AuditError."""
    number = identity(sys.stdin.readline() if member == "-" else member)
    if number is None:
        raise NotFound(message("forget.no_number"))
    secret = read_secret(settings)
    key = member_key(secret, number)
    with warehouse.build_lock(settings.warehouse):
        found = forgotten.find(settings, key)
        again = key in forgotten.read_keys(settings, secret)
        if not found and not again:
            raise NotFound(message("forget.not_found"))
        actor = log.this_user()
        # On disk before anything is removed; the number itself is nowhere.
        log.append(settings, "forgotten", actor=actor, what=f"{key[:_PRINTED]}…")
        forgotten.add(settings, secret, key, today())
        forgotten.sweep(settings, [key])
        in_files = sum(_erase(path, key) for path in _databases(settings))
    _say_what_was_done(terminal, found, in_files)
    damaged = [name for name in warehouse.names(settings) if not _is_whole(settings, name)]
    if damaged:
        folder, said = settings.warehouse, ", ".join(damaged)
        terminal.say(message("forget.damaged", n=len(damaged), names=said, folder=folder))
    _say_what_is_left(settings, terminal, found, are_named=name_exports)
    terminal.say(message("forget.next"))
    return 0


def _databases(settings: Settings) -> list[Path]:
    """Every database that has rows about people: those of whole editions, and the archive."""
    whole = [name for name in warehouse.names(settings) if _is_whole(settings, name)]
    files = [*(settings.warehouse / name / "private.duckdb" for name in whole), settings.archive]
    return [path for path in files if path.is_file()]


def _is_whole(settings: Settings, edition: str) -> bool:
    return seals.is_whole(settings.warehouse / edition)


def _erase(path: Path, key: str) -> int:
    with seals.rewriting(path.parent):
        return erase(path, key)


def _say_what_was_done(terminal: Terminal, found: Sequence[Removal], in_files: int) -> None:
    lists = [each for each in found if not each.names]
    named = [each for each in found if each.names]
    rows = sum(each.rows for each in lists)
    terminal.say(message("forget.done", files=len(lists), rows=rows, in_editions=in_files))
    if named:
        terminal.say(
            message("forget.named", files=len(named), rows=sum(each.rows for each in named))
        )


def _say_what_is_left(
    settings: Settings, terminal: Terminal, found: Sequence[Removal], *, are_named: bool
) -> None:
    raw = _still_in(settings, [each.file for each in found])
    if raw:
        terminal.say(message("forget.raw", files=len(raw), folder=settings.exports))
        if are_named:
            terminal.console.print("\n".join(f"  {file}" for file in raw), markup=False)
        else:
            terminal.say(message("forget.raw_ask"))
    waiting = landing.pending_uploads(settings)
    if waiting:
        terminal.say(message("forget.waiting", n=len(waiting), folder=landing.folder_of(settings)))
    names = {name for each in found for name in each.names}
    rolls = [
        roll.name
        for roll in frozen_rolls.rolls(settings)
        if any(
            name in (settings.data / "rolls" / f"{roll.name}.json").read_text(encoding="utf-8")
            for name in names
        )
    ]
    if rolls:
        terminal.say(message("forget.rolls", n=len(rolls), names=", ".join(rolls)))


def _still_in(settings: Settings, files: Sequence[str]) -> list[str]:
    """Return the raw exports of those names that are still there, and every copy of them."""
    index = read_index(settings)
    hashes = {index[file]["content"]["sha256"] for file in files if file in index}
    every = {*files, *(f for f, row in index.items() if row["content"]["sha256"] in hashes)}
    return sorted(file for file in every if (settings.exports / file).is_file())
