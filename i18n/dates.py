"""Which day is it in Thailand, and how is one written, in Thai (Buddhist era) and in English?"""

from datetime import UTC, date, datetime, timedelta, timezone

from i18n.phrases import phrases

BUDDHIST_YEARS = 543
"""How many more years the Buddhist era counts than the common era."""
BANGKOK = timezone(timedelta(hours=7))


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
    return phrases()[f"month.{day.month}"][language]


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
