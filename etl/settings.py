"""Where does this party keep its things, and which of its rules apply?

Read once from the environment into a frozen dataclass; every value has a default, so an empty
environment is a complete one.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

from i18n.messages import UserError, message

T = TypeVar("T")

SHIPPED = Path(__file__).resolve().parent.parent
"""The project's own folder: the lists and shapes that a party without its own falls back on."""

_LONGEST_NAME = 40


class SettingError(UserError):
    """An environment variable holds a value that means nothing."""


@dataclass(frozen=True)
class Settings:
    """The party's folder and rules.

    `address` is the address that places a member; `member_states` the states that count as a
    member; `grace_days` how long after its expiry a yearly membership still counts;
    `threshold`, when given, stands in place of the rule `election_threshold` of `rules.toml`;
    `drop_pct` how far a members' list may fall below the one before it without a question;
    `keep_raw_days` and `keep_staged_days` how long exports and the rows about people made of them
    are kept, None for as long as the party leaves them there; `backup_recipients` who can open a
    backup; `intake_socket` where a unit of its own takes uploads to be checked; `party_name` what
    the party is called on its pages, empty for the name this comes with.
    """

    data: Path
    address: Literal["current", "registered"] = "current"
    member_states: tuple[str, ...] = ("approved",)
    grace_days: int = 0
    threshold: int | None = None
    drop_pct: int = 30
    keep_editions: int = 30
    secret_file: Path | None = None
    keep_raw_days: int | None = None
    keep_staged_days: int | None = None
    backup_recipients: tuple[str, ...] = ()
    intake_socket: Path | None = None
    party_name: str = ""

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read every `PAKTHONG_…` variable; raises SettingError naming the one that is wrong."""
        secret, intake = env.get("PAKTHONG_SECRET_FILE"), env.get("PAKTHONG_INTAKE_SOCKET")
        return cls(
            data=Path(env.get("PAKTHONG_DATA") or SHIPPED / "data").expanduser().resolve(),
            address=_read(env, "PAKTHONG_ADDRESS", "current", _address),
            member_states=_read(env, "PAKTHONG_MEMBER_STATES", "approved", _words),
            grace_days=_read(env, "PAKTHONG_GRACE_DAYS", "0", _count),
            threshold=_read(env, "PAKTHONG_THRESHOLD", "", _count_or_none),
            drop_pct=_read(env, "PAKTHONG_DROP_PCT", "30", _count),
            keep_editions=max(1, _read(env, "PAKTHONG_KEEP_EDITIONS", "30", _count)),
            keep_raw_days=_read(env, "PAKTHONG_KEEP_RAW_DAYS", "", _count_or_none),
            keep_staged_days=_read(env, "PAKTHONG_KEEP_STAGED_DAYS", "", _count_or_none),
            backup_recipients=_read(env, "PAKTHONG_BACKUP_RECIPIENT", "", _recipients),
            secret_file=Path(secret).expanduser().resolve() if secret else None,
            intake_socket=Path(intake) if intake else None,
            party_name=_read(env, "PAKTHONG_PARTY_NAME", "", _name),
        )

    @property
    def exports(self) -> Path:
        """Where the party drops its exports."""
        return self.data / "exports"

    @property
    def warehouse(self) -> Path:
        """Where editions live."""
        return self.data / "warehouse"

    @property
    def staged(self) -> Path:
        """One typed, pseudonymised file per export."""
        return self.warehouse / "staged"

    @property
    def archive(self) -> Path:
        """The totals of days whose rows about people are no longer kept."""
        return self.warehouse / "archive.duckdb"

    @property
    def answers(self) -> Path:
        """The log of what was answered when a build asked."""
        return self.data / "answers.jsonl"

    @property
    def secret(self) -> Path:
        """The key of the members' hashes: outside the warehouse, so a copied edition is mute."""
        return self.secret_file or self.data / "secret.key"

    @property
    def boundaries(self) -> Path:
        """The party's own shapes, once `python -m etl boundaries` has accepted some."""
        return self.data / "boundaries"

    def own_list(self, name: str) -> Path:
        """The party's own list (`targets.csv`, …), or the one shipped when it has none."""
        own = self.data / name
        return own if own.exists() else SHIPPED / "data" / name


def _read(env: Mapping[str, str], name: str, default: str, read: Callable[[str], T]) -> T:
    text = env.get(name, "").strip() or default
    try:
        return read(text)
    except ValueError as error:
        raise SettingError(message("settings.not_understood", name=name, value=text)) from error


def _address(text: str) -> Literal["current", "registered"]:
    if text == "current":
        return "current"
    if text == "registered":
        return "registered"
    raise ValueError(text)


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip().casefold() for word in text.split(",") if word.strip())
    if not words:
        raise ValueError(text)
    return words


def _recipients(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _name(text: str) -> str:
    """Return a name that fits on one line beside a flag."""
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(text)
    return text


def _count_or_none(text: str) -> int | None:
    return _count(text) if text else None


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
