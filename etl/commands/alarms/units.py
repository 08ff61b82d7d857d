"""Words of a service that failed, or is well again: `pakthong-build`, `pakthong@8501`."""

import http.client
import re
from collections.abc import Mapping

from etl.commands.alarms.standing import Alarm
from i18n.messages import Message, UserError, message

RESULT = "MONITOR_SERVICE_RESULT"
"""The environment variable in which systemd says how the service ended that failed."""

_OF_SYSTEMD = "INVOCATION_ID"
"""The environment variable that all systemd starts have, and no container or cron."""

_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,99}")
_DASHBOARD = re.compile(r"pakthong@([1-9][0-9]{0,4})")
_KNOWN = ("build", "report", "send", "backup", "intake", "watch")
_RESULTS = {"timeout": "late", "watchdog": "late", "oom-kill": "memory"}
_PATIENCE_SECONDS = 5.0


class NoUnit(UserError):
    """What was given is no service's name."""


def key_of(unit: str) -> str:
    """Return what an alarm of a service is known by. Raises NoUnit."""
    return f"unit {_name(unit)}"


def failed(unit: str, env: Mapping[str, str]) -> Alarm:
    """Return the alarm of a service that failed; how is what systemd said. Raises NoUnit."""
    name = _name(unit)
    how = _RESULTS.get(env.get(RESULT, ""), "error")
    why = message(f"alarm.ended.{how}")
    if _OF_SYSTEMD in env:
        told = message("alarm.failed", what=_what(name), why=why, unit=name)
    else:
        told = message("alarm.failed_elsewhere", what=_what(name), why=why)
    return Alarm(key_of(unit), how, told)


def well(unit: str) -> Message:
    """Say that a service is well again. Raises NoUnit."""
    return message("alarm.well", what=_what(_name(unit)))


def dashboards_up(keys: Mapping[str, object]) -> dict[str, Message]:
    """Return what is told of those dashboards, of all that are not well, that answer again."""
    up = {}
    for key in keys:
        unit = key.removeprefix("unit ")
        found = _DASHBOARD.fullmatch(unit)
        if found and _answers(int(found[1])):
            up[key] = well(unit)
    return up


def _name(unit: str) -> str:
    name = unit.removesuffix(".service")
    if not _UNIT.fullmatch(name):
        raise NoUnit(message("alarm.no_unit"))
    return name


def _what(name: str) -> Message:
    if _DASHBOARD.fullmatch(name):
        return message("alarm.unit.dashboard")
    short = name.removeprefix("pakthong-")
    return message(f"alarm.unit.{short}") if short in _KNOWN else message("alarm.other", unit=name)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
