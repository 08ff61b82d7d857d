"""Read each field of `delivery.toml` by its kind, or refuse it by its name."""

import re
from collections.abc import Mapping
from typing import cast

from i18n.messages import Message, message

PASSWORD, TOKEN = "PAKTHONG_SMTP_PASSWORD", "PAKTHONG_LINE_TOKEN"
"""The environment variables that hold the secrets."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9a-f:]+")
MAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
LINE_ID = re.compile(r"[UCR][0-9a-f]{32}")
_LEAST_WAIT = 0.1
"""Seconds: a server that may not answer at all cannot be asked."""
_SECRETS = {"password": PASSWORD, "token": TOKEN}
TABLES: Mapping[str, tuple[str, ...]] = {
    "smtp": ("host", "port", "security", "user", "from", "timeout_seconds", "retry_seconds"),
    "line": ("endpoint", "timeout_seconds", "retry_seconds"),
    "recipients": ("name", "language", "scope", "email", "line"),
    "alarms": ("email", "line", "again_days"),
}

Fields = Mapping[str, object]


class Refusal(ValueError):
    """A field means nothing; `why` says it in both languages."""

    def __init__(self, field: str, why: Message) -> None:
        super().__init__(field)
        self.field = field
        self.why = why


def check_fields(fields: Fields, table: str) -> None:
    """Refuse a field that the table has not, and a secret by the variable it belongs in."""
    for field in fields:
        if field in _SECRETS:
            raise Refusal(field, message("delivery.not_in_file", variable=_SECRETS[field]))
        if field not in TABLES[table]:
            raise Refusal(field, message("delivery.not_a_field", known=", ".join(TABLES[table])))


def text(fields: Fields, field: str) -> str:
    """Return one line of text."""
    if field not in fields:
        raise Refusal(field, message("delivery.missing"))
    value = fields[field]
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        raise Refusal(field, message("delivery.not_text"))
    return value.strip()


def one_of(fields: Fields, field: str, known: tuple[str, ...]) -> str:
    """Return a text that is one of those known."""
    value = text(fields, field)
    if value not in known:
        raise Refusal(field, message("delivery.not_one_of", known=" | ".join(known)))
    return value


def number(fields: Fields, field: str, least: float, most: int, otherwise: float | None) -> float:
    """Return a number within its bounds; `otherwise` where none is told."""
    value = fields.get(field, otherwise)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= cast("float", value) <= most:
        raise Refusal(field, message("delivery.not_number", least=str(least), most=str(most)))
    return cast("float", value)


def timing(fields: Fields, timeout: float, first_wait: float) -> tuple[float, float]:
    """Return how long to wait for an answer, and before the first retry, in seconds."""
    return (
        number(fields, "timeout_seconds", _LEAST_WAIT, 600, timeout),
        number(fields, "retry_seconds", 0, 60, first_wait),
    )


def addresses(fields: Fields, field: str, shape: re.Pattern[str], refusal: str) -> tuple[str, ...]:
    """Return a list of addresses of that shape, each once."""
    value = fields.get(field, [])
    if not isinstance(value, list):
        raise Refusal(field, message("delivery.not_list"))
    for address in value:
        if not isinstance(address, str) or not shape.fullmatch(address):
            raise Refusal(field, message(refusal, text=address))
    return tuple(dict.fromkeys(value))
