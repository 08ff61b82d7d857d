"""Who gets the monthly report's digest, and by which servers: the tables of `delivery.toml`.

A slip of the hand could send one province's figures to another's organisers, so every field is
checked before anything is sent, and a field that is not known is refused. The two secrets are
never in the file: they come from the environment.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from i18n.messages import Message, UserError, message

PASSWORD, TOKEN = "PAKTHONG_SMTP_PASSWORD", "PAKTHONG_LINE_TOKEN"
"""The environment variables that hold the secrets."""

_ENDPOINT = "https://api.line.me/v2/bot/message/push"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9a-f:]+")
_MAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
_LINE_ID = re.compile(r"[UCR][0-9a-f]{32}")
_LEAST_WAIT = 0.1
"""Seconds: a server that may not answer at all cannot be asked."""
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_SECRETS = {"password": PASSWORD, "token": TOKEN}
_TABLES: Mapping[str, tuple[str, ...]] = {
    "smtp": ("host", "port", "security", "user", "from", "timeout_seconds", "retry_seconds"),
    "line": ("endpoint", "timeout_seconds", "retry_seconds"),
    "recipients": ("name", "language", "scope", "email", "line"),
}


class BadDelivery(UserError):
    """`delivery.toml`, or a secret that it needs, cannot be used; nothing was sent."""


@dataclass(frozen=True)
class Smtp:
    """The mail server; `sender` is the address that messages come from."""

    host: str
    port: int
    security: str
    user: str | None
    sender: str
    timeout_seconds: float = 20
    retry_seconds: float = 2


@dataclass(frozen=True)
class Line:
    """Where LINE takes messages."""

    endpoint: str = _ENDPOINT
    timeout_seconds: float = 15
    retry_seconds: float = 1


@dataclass(frozen=True)
class Recipient:
    """A role, its language, the area it is told of (a kind and a code), and its addresses."""

    name: str
    language: str
    area: tuple[str, str]
    email: tuple[str, ...]
    line: tuple[str, ...]


@dataclass(frozen=True)
class Delivery:
    """The servers and everybody who is sent something; without a mail server nobody has mail."""

    smtp: Smtp | None
    line: Line
    recipients: tuple[Recipient, ...]


class _Refusal(ValueError):
    """A field means nothing; `why` says it in both languages."""

    def __init__(self, field: str, why: Message) -> None:
        super().__init__(field)
        self.field = field
        self.why = why


def read(path: Path, areas: Mapping[str, Collection[str]]) -> Delivery:
    """Return what the file says; `areas` are the known codes of `province` and of `region`.

    Raises BadDelivery for the first field that cannot be used, with its table or row.
    """
    document = _tables(path)
    table = "smtp"
    try:
        smtp = _smtp(cast("Mapping[str, object]", document["smtp"])) if "smtp" in document else None
        table = "line"
        line = _line(cast("Mapping[str, object]", document.get("line", {})))
    except _Refusal as refusal:
        where = {"file": path.name, "table": table, "field": refusal.field}
        raise BadDelivery(message("delivery.bad_table", **where, why=refusal.why)) from refusal
    recipients: list[Recipient] = []
    rows = cast("list[Mapping[str, object]]", document.get("recipients", []))
    for row, each in enumerate(rows, start=1):
        try:
            recipient = _recipient(each, areas)
            if any(recipient.name == other.name for other in recipients):
                raise _Refusal("name", message("delivery.twice", text=recipient.name))
            if recipient.email and smtp is None:
                raise _Refusal("email", message("delivery.needs_smtp"))
        except _Refusal as refusal:
            where = {"file": path.name, "row": str(row), "field": refusal.field}
            raise BadDelivery(message("delivery.bad_row", **where, why=refusal.why)) from refusal
        recipients.append(recipient)
    if not recipients:
        raise BadDelivery(message("delivery.no_recipients", file=path.name))
    return Delivery(smtp, line, tuple(recipients))


def secret(env: Mapping[str, str], name: str) -> str:
    """Return a secret from the environment; raises BadDelivery where it is missing or not ASCII."""
    value = env.get(name, "").strip()
    # Anything else would fail inside a library, whose message might quote it.
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise BadDelivery(message("delivery.no_secret", name=name))
    return value


def _tables(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        raise BadDelivery(message("delivery.no_file", file=path))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDelivery(message("delivery.bad_toml", file=path.name, why=error)) from error
    for name, table in document.items():
        rows = table if name == "recipients" and isinstance(table, list) else [table]
        is_list = name == "recipients"
        is_known = name in _TABLES and isinstance(table, list) == is_list
        if not is_known or not all(isinstance(row, dict) for row in rows):
            why = message("delivery.not_a_field", known="[smtp], [line], [[recipients]]")
            where = {"file": path.name, "table": name, "field": "–"}
            raise BadDelivery(message("delivery.bad_table", **where, why=why))
    return document


def _smtp(fields: Mapping[str, object]) -> Smtp:
    _check_fields(fields, "smtp")
    host, user = _text(fields, "host"), _text(fields, "user") if "user" in fields else None
    if not _HOST.fullmatch(host):
        raise _Refusal("host", message("delivery.not_host", text=host))
    security = _one_of(fields, "security", ("starttls", "tls", "none"))
    if security == "none" and user and host not in _THIS_MACHINE:
        raise _Refusal("security", message("delivery.open_password"))
    sender = _text(fields, "from")
    if not _MAIL.fullmatch(sender):
        raise _Refusal("from", message("delivery.not_address", text=sender))
    port = _number(fields, "port", 1, 65535, None)
    if not isinstance(port, int):
        raise _Refusal("port", message("delivery.not_number", least="1", most="65535"))
    return Smtp(host, port, security, user, sender, *_timing(fields, Smtp))


def _line(fields: Mapping[str, object]) -> Line:
    _check_fields(fields, "line")
    endpoint = _text(fields, "endpoint") if "endpoint" in fields else _ENDPOINT
    try:
        parts = urlsplit(endpoint)
        is_safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        )
        is_whole = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        is_safe = is_whole = False
    if not (is_safe and is_whole):
        raise _Refusal("endpoint", message("delivery.not_endpoint"))
    return Line(endpoint, *_timing(fields, Line))


def _recipient(fields: Mapping[str, object], areas: Mapping[str, Collection[str]]) -> Recipient:
    _check_fields(fields, "recipients")
    name, language = _text(fields, "name"), _one_of(fields, "language", ("th", "en"))
    scope = _text(fields, "scope")
    kind, _, code = (part.strip() for part in scope.partition(":"))
    if (kind, code) != ("country", "") and code not in areas.get(kind, ()):
        regions = ", ".join(sorted(areas.get("region", ())))
        raise _Refusal("scope", message("delivery.not_scope", text=scope, regions=regions))
    email = _addresses(fields, "email", _MAIL, "delivery.not_address")
    line = _addresses(fields, "line", _LINE_ID, "delivery.not_line_id")
    if not email + line:
        raise _Refusal("email", message("delivery.nobody"))
    return Recipient(name, language, (kind, code), email, line)


def _check_fields(fields: Mapping[str, object], table: str) -> None:
    for field in fields:
        if field in _SECRETS:
            raise _Refusal(field, message("delivery.not_in_file", variable=_SECRETS[field]))
        if field not in _TABLES[table]:
            raise _Refusal(field, message("delivery.not_a_field", known=", ".join(_TABLES[table])))


def _text(fields: Mapping[str, object], field: str) -> str:
    if field not in fields:
        raise _Refusal(field, message("delivery.missing"))
    value = fields[field]
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        raise _Refusal(field, message("delivery.not_text"))
    return value.strip()


def _one_of(fields: Mapping[str, object], field: str, known: tuple[str, ...]) -> str:
    value = _text(fields, field)
    if value not in known:
        raise _Refusal(field, message("delivery.not_one_of", known=" | ".join(known)))
    return value


def _number(
    fields: Mapping[str, object], field: str, least: float, most: int, otherwise: float | None
) -> float:
    value = fields.get(field, otherwise)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= cast("float", value) <= most:
        raise _Refusal(field, message("delivery.not_number", least=str(least), most=str(most)))
    return cast("float", value)


def _timing(fields: Mapping[str, object], server: type[Smtp] | type[Line]) -> tuple[float, float]:
    """Return how long to wait for an answer, and before the first retry: the server's own."""
    return (
        _number(fields, "timeout_seconds", _LEAST_WAIT, 600, server.timeout_seconds),
        _number(fields, "retry_seconds", 0, 60, server.retry_seconds),
    )


def _addresses(
    fields: Mapping[str, object], field: str, shape: re.Pattern[str], refusal: str
) -> tuple[str, ...]:
    value = fields.get(field, [])
    if not isinstance(value, list):
        raise _Refusal(field, message("delivery.not_list"))
    for address in value:
        if not isinstance(address, str) or not shape.fullmatch(address):
            raise _Refusal(field, message(refusal, text=address))
    return tuple(dict.fromkeys(value))
