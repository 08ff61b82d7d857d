"""Look at what no service fails for: exports that are overdue, and damage to what is kept.

What is said holds no file, no place and no count of people: it leaves the machine.
"""

import json

import duckdb

from etl import doctor
from etl.commands.alarms.standing import Alarm
from etl.settings import Settings
from etl.warehouse import editions
from i18n.dates import today
from i18n.messages import Message, UserError, message
from i18n.phrases import LANGUAGES
from metrics import health

SOURCES, KEPT = "sources", "kept"


def look(settings: Settings) -> dict[str, Alarm | Message]:
    """Return an alarm each for what is not well, and a sentence each for what is."""
    seen: dict[str, Alarm | Message] = {KEPT: _kept(settings)}
    sources = _sources(settings)
    return seen if sources is None else seen | {SOURCES: sources}


def _sources(settings: Settings) -> Alarm | Message | None:
    """Judge every kind of export as data health does; None where no edition can be asked."""
    try:
        edition = editions.serving_edition(settings)
        with editions.open_edition(editions.public_path(settings, edition)) as con:
            rows = health.rhythms(con, on=today())
    except (UserError, OSError, duckdb.Error):
        return None
    old = rows[rows["is_old"]].to_dict("records")
    if not old:
        return message("alarm.sources_well")
    told = [
        message(
            "alarm.source",
            kind=message(f"data_health.kind.{row['kind']}"),
            day=row["newest_on"].date(),
            days=int(row["age_days"]),
            rhythm=int(row["rhythm_days"]),
        )
        for row in old
    ]
    fact = json.dumps([[row["kind"], f"{row['newest_on']:%Y-%m-%d}"] for row in old])
    return Alarm(SOURCES, fact, message("alarm.sources", list=_together(told)))


def _kept(settings: Settings) -> Alarm | Message:
    """Examine what is kept; of a fault only what it is about is told, the rest on the machine."""
    ill = [finding.what for finding in doctor.examine(settings) if finding.faults]
    if not ill:
        return message("alarm.kept_well")
    fact = json.dumps([what.en for what in ill])
    return Alarm(KEPT, fact, message("alarm.kept", list=_together(ill)))


def _together(sentences: list[Message]) -> Message:
    return Message(*("; ".join(each[language] for each in sentences) for language in LANGUAGES))
