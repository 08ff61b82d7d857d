"""Reads and checks `access.toml`: who may look, in which role and at which provinces.

The sign-in provider says who somebody is; this list says what they may see, and whoever is not in
it sees nothing. A file that cannot be understood lets nobody in. A row that cannot be understood
lets that one person not in: a typing error must not lock out the officer who would mend it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from etl.places import gazetteer
from etl.settings import Settings
from i18n.messages import Message, UserError, message

FILE = "access.toml"
WHOLE_COUNTRY = "all"
MOST_HOURS = 720
"""A sign-in lasts no longer than the browser keeps it, 30 days."""

Role = Literal["viewer", "organiser", "officer"]

_ROLES: tuple[Role, ...] = get_args(Role)
_KEYS = {"issuer", "session_hours", "contact", "people"}
_PERSON_KEYS = {"email", "role", "provinces", "note"}


class BadAccessList(UserError):
    """The list of who may look is missing or cannot be understood, so nobody may."""


@dataclass(frozen=True)
class Person:
    """Somebody of the list. `provinces` is None for the whole country.

    `fault` says why the row cannot be followed; whoever has one is let in nowhere.
    """

    email: str
    role: Role = "viewer"
    provinces: tuple[str, ...] | None = ()
    fault: Message | None = None


@dataclass(frozen=True)
class AccessList:
    """The list: whose word on identity counts, for how long, whom to ask, and the people."""

    issuer: str
    session_hours: float
    contact: str
    people: Mapping[str, Person]

    @property
    def faults(self) -> list[Message]:
        """Why rows cannot be followed, each with the address it is about."""
        return [
            message("access.row", email=each.email, why=each.fault)
            for each in self.people.values()
            if each.fault
        ]


def path(settings: Settings) -> Path:
    """Return where the list is, or would be: it is the party's own, none is shipped."""
    return settings.data / FILE


def exists(settings: Settings) -> bool:
    """Whether there is a list, readable or not: then nobody is let in without signing in."""
    return path(settings).is_symlink() or path(settings).exists()


def read(settings: Settings) -> AccessList:
    """Return the list as it is now; read again only when its file has changed.

    Raises BadAccessList when it is missing, is no TOML, or says what is not understood.
    """
    file = path(settings)
    try:
        stat = file.stat()
        return _read(file, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    except OSError as error:
        why = error.strerror or str(error)
        raise BadAccessList(message("access.unreadable", file=FILE, why=why)) from error


def address(text: object) -> str | None:
    """Return an e-mail address as both sides are compared, or None for what is none.

    Only ASCII: lower-casing turns some other letters into ASCII ones, such as the Kelvin sign
    into k, and would make one person's address of another's.
    """
    if not isinstance(text, str) or not text.isascii():
        return None
    trimmed = text.strip().lower()
    name, at, host = trimmed.rpartition("@")
    is_whole = bool(name and at and host) and trimmed.isprintable() and " " not in trimmed
    return trimmed if is_whole else None


@lru_cache(maxsize=4)
def _read(file: Path, _changed: tuple[int, int, int]) -> AccessList:
    try:
        content = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadAccessList(message("access.unreadable", file=FILE, why=error)) from error
    if unknown := sorted(set(content) - _KEYS):
        raise _bad("access.unknown_key", text=", ".join(unknown))
    hours = content.get("session_hours", 12)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= MOST_HOURS:
        raise _bad("access.hours", text=str(hours), most=MOST_HOURS)
    rows = content.get("people", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _bad("access.people")
    return AccessList(
        issuer=_text(content, "issuer", is_needed=True),
        session_hours=float(hours),
        contact=_text(content, "contact"),
        people=_people(rows),
    )


def _text(content: Mapping[str, object], key: str, *, is_needed: bool = False) -> str:
    value = content.get(key, "")
    if not isinstance(value, str) or (is_needed and not value.strip()):
        raise _bad("access.text", name=key)
    return value.strip()


def _people(rows: list[Mapping[str, object]]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for number, row in enumerate(rows, start=1):
        email = address(row.get("email"))
        if email is None:
            # Kept under a name that no address has: it lets nobody in, and shows in the faults.
            email = f"[[people]] {number}"
            people[email] = Person(email, fault=message("access.email", text=str(row.get("email"))))
        elif email in people:
            people[email] = Person(email, fault=message("access.twice"))
        else:
            people[email] = _person(email, row)
    return people


def _person(email: str, row: Mapping[str, object]) -> Person:
    """Return a row, checked. A word that is not known is a fault: it may have meant a limit."""
    if unknown := sorted(set(row) - _PERSON_KEYS):
        return Person(email, fault=message("access.unknown_key", text=", ".join(unknown)))
    role = next((role for role in _ROLES if role == row.get("role")), None)
    if role is None:
        known = ", ".join(_ROLES)
        return Person(email, fault=message("access.role", text=str(row.get("role")), known=known))
    provinces = row.get("provinces", [] if role == "organiser" else WHOLE_COUNTRY)
    if provinces == WHOLE_COUNTRY:
        return Person(email, role, None)
    if not isinstance(provinces, list):
        return Person(email, role, fault=message("access.provinces"))
    codes = {each.province_code for each in gazetteer.provinces()}
    if strange := [str(code) for code in provinces if code not in codes]:
        return Person(email, role, fault=message("access.province", text=", ".join(strange)))
    if not provinces:
        return Person(email, role, fault=message("access.no_provinces"))
    return Person(email, role, tuple(sorted(set(provinces))))


def _bad(key: str, **values: object) -> BadAccessList:
    return BadAccessList(message("access.bad", file=FILE, why=message(key, **values)))
