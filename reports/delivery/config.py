"""Who gets the monthly report's digest, who hears alarms, and by which servers: `delivery.toml`.

A slip of the hand could send one province's figures to another's organisers, so every field is
checked before anything is sent, and a field that is not known is refused. The two secrets are
never in the file: they come from the environment.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from i18n.messages import UserError, message
from reports.delivery.fields import (
    LINE_ID,
    MAIL,
    TABLES,
    Fields,
    Refusal,
    addresses,
    check_fields,
    number,
    one_of,
    text,
)
from reports.delivery.fields import PASSWORD as PASSWORD
from reports.delivery.fields import TOKEN as TOKEN
from reports.delivery.servers import Line, Smtp, line_of, smtp_of


class BadDelivery(UserError):
    """`delivery.toml`, or a secret that it needs, cannot be used; nothing was sent."""


@dataclass(frozen=True)
class Recipient:
    """A role, its language, the area it is told of (a kind and a code), and its addresses."""

    name: str
    language: str
    area: tuple[str, str]
    email: tuple[str, ...]
    line: tuple[str, ...]


@dataclass(frozen=True)
class Alarms:
    """The addresses of those who look after the server, and after how many days what still is not
    well is told again."""

    email: tuple[str, ...]
    line: tuple[str, ...]
    again_days: int = 7


@dataclass(frozen=True)
class Delivery:
    """The servers and everybody who is sent something; without a mail server nobody has mail."""

    smtp: Smtp | None
    line: Line
    recipients: tuple[Recipient, ...] = ()
    alarms: Alarms | None = None


def read(path: Path, areas: Mapping[str, Collection[str]]) -> Delivery:
    """Return what the file says; `areas` are the known codes of `province` and of `region`.

    Raises BadDelivery for the first field that cannot be used, with its table or row.
    """
    document = _document(path)
    _check_tables(path, document)
    known = _servers(path, document)
    recipients: list[Recipient] = []
    rows = cast("list[Fields]", document.get("recipients", []))
    for row, each in enumerate(rows, start=1):
        try:
            recipient = _recipient(each, areas)
            if any(recipient.name == other.name for other in recipients):
                raise Refusal("name", message("delivery.twice", text=recipient.name))
            _check_server(known.smtp, recipient.email)
        except Refusal as refusal:
            where = {"file": path.name, "row": str(row), "field": refusal.field}
            raise BadDelivery(message("delivery.bad_row", **where, why=refusal.why)) from refusal
        recipients.append(recipient)
    if not recipients:
        raise BadDelivery(message("delivery.no_recipients", file=path.name))
    return Delivery(known.smtp, known.line, tuple(recipients), known.alarms)


def read_alarms(path: Path) -> tuple[Delivery, Alarms]:
    """Return the servers and who hears alarms, whatever the rest of the file says.

    Raises BadDelivery, also where the file does not say who hears them.
    """
    known = _servers(path, _document(path))
    if known.alarms is None:
        raise BadDelivery(message("alarm.no_setting", file=path.name))
    return known, known.alarms


def secret(env: Mapping[str, str], name: str) -> str:
    """Return a secret from the environment; raises BadDelivery where it is missing or not ASCII."""
    value = env.get(name, "").strip()
    # Anything else would fail inside a library, whose message might quote it.
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise BadDelivery(message("delivery.no_secret", name=name))
    return value


def _document(path: Path) -> Fields:
    if not path.is_file():
        raise BadDelivery(message("delivery.no_file", file=path))
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDelivery(message("delivery.bad_toml", file=path.name, why=error)) from error


def _check_tables(path: Path, document: Fields) -> None:
    for name, table in document.items():
        rows = table if name == "recipients" and isinstance(table, list) else [table]
        is_list = name == "recipients"
        is_known = name in TABLES and isinstance(table, list) == is_list
        if not is_known or not all(isinstance(row, dict) for row in rows):
            why = message("delivery.not_a_field", known="[smtp], [line], [[recipients]], [alarms]")
            where = {"file": path.name, "table": name, "field": "–"}
            raise BadDelivery(message("delivery.bad_table", **where, why=why))


@contextmanager
def _of_table(path: Path, document: Fields, table: str) -> Iterator[Fields]:
    """Give a table's fields, none where it is not there; a refusal names the table."""
    try:
        fields = document.get(table, {})
        if not isinstance(fields, dict):
            raise Refusal("–", message("delivery.not_a_field", known=f"[{table}]"))
        check_fields(fields, table)
        yield fields
    except Refusal as refusal:
        where = {"file": path.name, "table": table, "field": refusal.field}
        raise BadDelivery(message("delivery.bad_table", **where, why=refusal.why)) from refusal


def _servers(path: Path, document: Fields) -> Delivery:
    """Return all but the recipients."""
    with _of_table(path, document, "smtp") as fields:
        smtp = smtp_of(fields) if "smtp" in document else None
    with _of_table(path, document, "line") as fields:
        line = line_of(fields)
    with _of_table(path, document, "alarms") as fields:
        alarms = _alarms(fields, smtp) if "alarms" in document else None
    return Delivery(smtp, line, alarms=alarms)


def _alarms(fields: Fields, smtp: Smtp | None) -> Alarms:
    email, line = _addresses(fields)
    _check_server(smtp, email)
    days = number(fields, "again_days", 1, 365, Alarms.again_days)
    return Alarms(email, line, int(days))


def _recipient(fields: Fields, areas: Mapping[str, Collection[str]]) -> Recipient:
    check_fields(fields, "recipients")
    name, language = text(fields, "name"), one_of(fields, "language", ("th", "en"))
    scope = text(fields, "scope")
    kind, _, code = (part.strip() for part in scope.partition(":"))
    if (kind, code) != ("country", "") and code not in areas.get(kind, ()):
        regions = ", ".join(sorted(areas.get("region", ())))
        raise Refusal("scope", message("delivery.not_scope", text=scope, regions=regions))
    return Recipient(name, language, (kind, code), *_addresses(fields))


def _addresses(fields: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses for mail and those for LINE, one at the least."""
    email = addresses(fields, "email", MAIL, "delivery.not_address")
    line = addresses(fields, "line", LINE_ID, "delivery.not_line_id")
    if not email + line:
        raise Refusal("email", message("delivery.nobody"))
    return email, line


def _check_server(smtp: Smtp | None, email: tuple[str, ...]) -> None:
    if email and smtp is None:
        raise Refusal("email", message("delivery.needs_smtp"))
