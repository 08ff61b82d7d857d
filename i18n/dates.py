"""Which day is it in Thailand, and how is one written, in Thai (Buddhist era) and in English?"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from i18n.phrases import phrases

BUDDHIST_YEARS = 543
"""How many more years the Buddhist era counts than the common era."""
BANGKOK = timezone(timedelta(hours=7))
_FIRST_BUDDHIST_YEAR = 2400
_ADDRESS = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def today() -> date:
    """Return the day it is in Thailand, whatever zone this machine's clock is set to."""
    return day_of(datetime.now(UTC))


def day_of(moment: datetime) -> date:
    """Return the day of a moment as clocks in Thailand tell it."""
    return moment.astimezone(BANGKOK).date()


def year(day: date, language: str) -> int:
    """Return the year as a reader of the language counts it."""
    return day.year + (BUDDHIST_YEARS if language == "th" else 0)


def month_name(day: date, language: str) -> str:
    """Return the short name of a day's month: ต.ค. or Oct."""
    return phrases()[f"month_name.{day.month}"][language]


def month_text(day: date, language: str) -> str:
    """Return a month such as ต.ค. 2566 or Oct 2023."""
    return f"{month_name(day, language)} {year(day, language)}"


def day_text(day: date | None, language: str) -> str:
    """Return a day such as 22 ต.ค. 2566 or 22 Oct 2023; a missing day is a dash."""
    if day is None or day != day:  # pandas' missing day is not equal to itself
        return "–"
    return f"{day.day} {month_text(day, language)}"


def moment_parts(moment: datetime, language: str) -> dict[str, str]:
    """Return the day and the time of a moment in Thailand, to fill `{day}` and `{time}`."""
    local = moment.astimezone(BANGKOK)
    return {"day": day_text(local.date(), language), "time": f"{local:%H:%M}"}


def address_text(day: date) -> str:
    """Return a day as addresses of pages write it, in either language: 2566-10-22."""
    return f"{day.year + BUDDHIST_YEARS}-{day:%m-%d}"


def day_of_address(text: str) -> date | None:
    """Return the day that an address writes, of either era; None for what is no day."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    year, month, day_of_month = map(int, found.groups())
    try:
        return date(
            year - (BUDDHIST_YEARS if year >= _FIRST_BUDDHIST_YEAR else 0), month, day_of_month
        )
    except ValueError:
        return None
