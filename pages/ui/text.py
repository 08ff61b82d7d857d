"""Words everything in the language this session reads: phrases, days and names."""

import re
import threading
from datetime import UTC, date, datetime

import streamlit as st

from i18n import dates
from i18n.messages import phrase
from i18n.numbers import signed
from i18n.phrases import LANGUAGES, phrases
from reports.text import Text

_run = threading.local()
_MARKS = re.compile(r"[\\`*_\[\]<>#~$&]")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def language() -> str:
    """Return the language this session reads: th or en."""
    chosen: str | None = getattr(_run, "language", None)
    return chosen or str(st.session_state.get("lang", LANGUAGES[0]))


def settle_language() -> None:
    """Keep the language for this run of the page, which asks for it some hundred times.

    A thread runs the script of one session only, and each whole run settles it anew.
    """
    _run.language = str(st.session_state.get("lang", LANGUAGES[0]))


def text() -> Text:
    """Return the words of this session's language, for what is drawn for a report as well."""
    return Text(language())


def t(key: str, **values: object) -> str:
    """Return the phrase `key` with its values; a whole number gets its commas."""
    return phrase(key, language(), **values)


def either(key: str, otherwise: str) -> str:
    """Return the phrase `key`, or `otherwise` when a code of the data has no words yet."""
    return t(key) if key in phrases() else otherwise


def named(noun: str) -> str:
    """Return the column that names a noun (amphoe, province, region) in the reader's language."""
    return f"{noun}_{language()}"


def year(day: date) -> int:
    """Return the year as the reader counts it."""
    return dates.year(day, language())


def day_text(day: date | None) -> str:
    """Return a day such as 22 ต.ค. 2566 or 22 Oct 2023; a missing day is a dash."""
    return dates.day_text(day, language())


def short_day_text(day: date, today: date) -> str:
    """Return a day without its year where that is the year of `today`: 30 ก.ย. or 30 Sep."""
    if day.year != today.year:
        return day_text(day)
    return f"{day.day} {dates.month_name(day, language())}"


def month_text(day: date) -> str:
    """Return a month such as ต.ค. 2566 or Oct 2023."""
    return dates.month_text(day, language())


def moment_text(at: datetime) -> str:
    """Return when something was, in Thailand's time."""
    return t("edition.made", **dates.moment_parts(at, language()))


def edition_text(name: str) -> str:
    """Return an edition's name as the moment it was made, in Thailand's time."""
    return moment_text(datetime.strptime(name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC))


def pace_text(pace: float) -> str:
    """Return a pace a week: a tenth matters for a few amphoe, not for thousands of members."""
    return f"{pace:,.0f}" if abs(pace) >= 100 else f"{pace:,.1f}".removesuffix(".0")


def delta(number: float) -> str:
    """Return a change for `st.metric`, which knows a fall by a plain hyphen only: +1,234, -5, 0."""
    return signed(number).replace("−", "-")


def plain(words: object) -> str:
    """Return words that others wrote so that Markdown shows them as they are, on one line.

    Nothing in them is a link, a picture, a formula or a colour; what would turn a line around or
    break it is left out. An address gets a joiner nobody sees: Markdown links a bare one as well.
    """
    line = " ".join(_UNSEEN.sub(" ", str(words)).split())
    return _MARKS.sub(r"\\\g<0>", _LINKS.sub(_JOINER, line))
