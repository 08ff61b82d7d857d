"""`python -m etl alarm`: tell those who look after the server what is not well, and what is again.

With a service's name that service failed, or is well again; without one the exports' ages and all
that is kept are looked at. It runs on files of any version and on damaged ones: what it needs is
`delivery.toml` and the network, and everything else it does without.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from etl.commands.alarms import standing as standings
from etl.commands.alarms import telling, units, watching
from etl.commands.alarms.standing import Alarm, Standing
from etl.commands.alarms.telling import Telling
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.messages import Message, UserError, message
from reports.delivery import config


def run(settings: Settings, terminal: Terminal, unit: str | None, *, is_well: bool) -> int:
    """Tell what is new to those whom `delivery.toml` names; returns 1 where somebody was not told.

    Raises BadDelivery where it names nobody, NoUnit.
    """
    path = standings.path_in(settings.data)
    if is_well and unit is None:
        raise UserError(message("alarm.well_of_what"))
    if unit and is_well and units.key_of(unit) not in standings.read(path):
        return 0
    delivery, alarms = config.read_alarms(settings.data / "delivery.toml")
    with telling.opened_log(settings.data) as log:
        before = standings.read(path)
        seen = _seen(settings, unit, before, is_well=is_well)
        now, again = datetime.now(UTC), timedelta(days=alarms.again_days)
        after = standings.after(before, seen, now, again)
        after = _kept(settings, terminal, before, after, now)
        tells = Telling(settings, delivery, alarms, terminal, log)
        left = telling.tell_all(tells, after)
        if left != after:
            _kept(settings, terminal, after, left, now)
    terminal.say(message("alarm.done", sent=tells.sent, unsent=tells.unsent))
    return 1 if tells.unsent else 0


def _seen(
    settings: Settings, unit: str | None, before: dict[str, Standing], *, is_well: bool
) -> dict[str, Alarm | Message]:
    if unit is None:
        ill = {key: each for key, each in before.items() if not each.is_well}
        return {**units.dashboards_up(ill), **watching.look(settings)}
    key = units.key_of(unit)
    return {key: units.well(unit) if is_well else units.failed(unit, os.environ)}


def _kept(
    settings: Settings,
    terminal: Terminal,
    before: dict[str, Standing],
    after: dict[str, Standing],
    now: datetime,
) -> dict[str, Standing]:
    """Write down what is about to be told, and return it as it is told.

    Where the disk refuses it is told as of midnight: within a day it is the same message then, that
    LINE takes once and a mail program shows once.
    """
    try:
        standings.write(standings.path_in(settings.data), after)
    except OSError:
        terminal.say(message("alarm.not_kept"))
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
        return {
            key: each if before.get(key) == each else replace(each, at=midnight)
            for key, each in after.items()
        }
    return after
