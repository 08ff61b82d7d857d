"""Words everything in the reader's language: phrases, dates, numbers and names."""

import csv
import re
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import streamlit as st

from i18n import messages

LANGUAGES = ("th", "en")
_PHRASES = Path(__file__).resolve().parents[2] / "i18n" / "catalogue" / "pages.csv"
_run = threading.local()
BANGKOK = timezone(timedelta(hours=7))
_MARKS = re.compile(r"[\\`*_\[\]<>#~$&]")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Return every phrase: key → language → words.

    `reason.<code>`, `flag.<code>`, `check.<name>` and `deed.<name>` are those the commands say too.
    """
    with _PHRASES.open(encoding="utf-8", newline="") as file:
        own = {row["key"]: {"th": row["th"], "en": row["en"]} for row in csv.DictReader(file)}
    shared = {
        f"{area}.{code}": {"th": words.th, "en": words.en}
        for area in ("reason", "flag", "check", "deed")
        for code, words in messages.words(f"{area}s").items()
    }
    return own | shared


def language() -> str:
    """Return the language this session reads: th or en."""
    chosen: str | None = getattr(_run, "language", None)
    return chosen or str(st.session_state.get("lang", LANGUAGES[0]))


def settle_language() -> None:
    """Keep the language for this run of the page, which asks for it some hundred times.

    A thread runs the script of one session only, and each whole run settles it anew.
    """
    _run.language = str(st.session_state.get("lang", LANGUAGES[0]))


def t(key: str, **values: object) -> str:
    """Return the phrase `key` with its values; a whole number gets its commas."""
    words = phrases()[key][language()]
    shown = {
        name: f"{value:,}" if isinstance(value, int) else str(value)
        for name, value in values.items()
    }
    return words.format(**shown)


def either(key: str, otherwise: str) -> str:
    """Return the phrase `key`, or `otherwise` when a code of the data has no words yet."""
    return t(key) if key in phrases() else otherwise


def plain(words: object) -> str:
    """Return words that others wrote so that Markdown shows them as they are, on one line.

    Nothing in them is a link, a picture, a formula or a colour; what would turn a line around or
    break it is left out. An address gets a joiner nobody sees: Markdown links a bare one as well.
    """
    line = " ".join(_UNSEEN.sub(" ", str(words)).split())
    return _MARKS.sub(r"\\\g<0>", _LINKS.sub(_JOINER, line))


def year(day: date) -> int:
    """Return the year as the reader counts it: Buddhist era in Thai, common era in English."""
    return day.year + 543 if language() == "th" else day.year


def day_text(day: date | None) -> str:
    """Return a day such as 22 ต.ค. 2566 or 22 Oct 2023; a missing day is a dash."""
    if day is None or day != day:  # pandas' missing day is not equal to itself
        return "–"
    return f"{day.day} {t(f'month.{day.month}')} {year(day)}"


def month_text(day: date) -> str:
    """Return a month such as ต.ค. 2566 or Oct 2023."""
    return f"{t(f'month.{day.month}')} {year(day)}"


def edition_text(name: str) -> str:
    """Return an edition's name as the moment it was made, in Thailand's time."""
    return moment_text(datetime.strptime(name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC))


def moment_text(at: datetime) -> str:
    """Return the day and time of a moment, in Thailand's time."""
    own = at.astimezone(BANGKOK)
    return t("edition.made", day=day_text(own.date()), time=f"{own:%H:%M}")


def signed(number: float, digits: int = 0) -> str:
    """Return a change with its sign and commas: +1,234, −5, 0."""
    text = f"{number:+,.{digits}f}".replace("-", "−")
    return text if round(number, digits) else text.lstrip("+−")


def delta(number: float) -> str:
    """Return a change for `st.metric`, which knows a fall by a plain hyphen only: +1,234, -5, 0."""
    return signed(number).replace("−", "-")


def named(noun: str) -> str:
    """Return the column that names a noun (amphoe, province, region) in the reader's language."""
    return f"{noun}_{language()}"
