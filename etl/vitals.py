"""Tell whether an edition serves and how old its data are, for programs that watch a server."""

from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb

from etl.audit import log
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import UserError


@dataclass(frozen=True)
class Source:
    """The newest exports of a kind: of which day, and how many of their rows were rejected."""

    kind: str
    list_on: date
    rejected: int

    def age_days(self, today: date) -> int:
        """How many days ago that was."""
        return (today - self.list_on).days


@dataclass(frozen=True)
class Vitals:
    """What serves now. `edition` is None before the first build, and when its file cannot be
    opened; `built_at` is then None too. `damaged` is what is damaged where an older whole edition
    serves in its place, or none can: an edition's name, or the pointer's. `is_record_whole` goes
    by the record's last lines."""

    edition: str | None = None
    built_at: datetime | None = None
    sources: tuple[Source, ...] = field(default=())
    is_record_whole: bool = False
    damaged: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether people can be shown numbers, and what they do can be recorded."""
        return self.edition is not None and self.is_record_whole


def vitals(settings: Settings) -> Vitals:
    """Look at the edition that serves and at the end of the record; never raises."""
    whole, damaged = _is_record_whole(settings), _damaged(settings)
    try:
        edition = editions.serving_edition(settings)
        with editions.open_edition(editions.public_path(settings, edition)) as con:
            rows = con.execute(
                """
                select kind, list_on, sum(rejected)::bigint from loads
                where status <> 'refused' and list_on is not null
                group by kind, list_on
                qualify list_on = max(list_on) over (partition by kind)
                order by kind
                """
            ).fetchall()
            (built_at,) = con.execute("select built_at::text from edition").fetchone() or ("",)
    except (UserError, OSError, duckdb.Error):
        return Vitals(is_record_whole=whole, damaged=damaged)
    at = datetime.fromisoformat(built_at)
    return Vitals(edition, at, tuple(Source(*row) for row in rows), whole, damaged)


def _damaged(settings: Settings) -> str | None:
    try:
        return editions.damaged_edition(settings)
    except OSError:
        return editions.POINTER


def _is_record_whole(settings: Settings) -> bool:
    try:
        return log.read(settings, last=1).broken_at is None
    except (UserError, OSError):
        return False
