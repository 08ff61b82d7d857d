"""Reads a month or a day as people type it, “2566-10” say."""

import calendar
import re
from datetime import date, timedelta

from etl.ingest.named_days import FIRST_BUDDHIST_YEAR, date_in_name
from i18n.dates import BUDDHIST_YEARS, today
from i18n.messages import UserError, message
from i18n.phrases import phrases
from i18n.thai import arabic_digits, compose

_MONTH = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/](?P<year2>\d{4})"
)
_NAMED = re.compile(r"(?P<name>\D+?)\s*(?P<year>\d{4})")
LAST = "last"
"""What a timer calls the month that has just ended, in Thailand's time."""


class NotADay(UserError):
    """A month or day as typed means nothing."""


def month(text: str) -> tuple[date, date]:
    """Return the first and last day of a month: 2566-10, 2023-10, 10/2566, ต.ค. 2566, Oct 2023.

    Thai digits too, and LAST. Raises NotADay, for a year of two digits as well.
    """
    typed = arabic_digits(compose(text))
    if typed.casefold() == LAST:
        end = today().replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if found := _MONTH.fullmatch(typed):
        year, number = found["year"] or found["year2"], int(found["month"] or found["month2"])
    elif found := _NAMED.fullmatch(typed):
        year, number = found["year"], _numbers().get(found["name"].casefold(), 0)
    else:
        raise NotADay(message("report.bad_month", text=text))
    if not 1 <= number <= 12:
        raise NotADay(message("report.bad_month", text=text))
    counted = int(year) - BUDDHIST_YEARS if int(year) >= FIRST_BUDDHIST_YEAR else int(year)
    if counted < 1:
        raise NotADay(message("report.bad_month", text=text))
    first = date(counted, number, 1)
    return first, first.replace(day=calendar.monthrange(counted, number)[1])


def day(text: str) -> date:
    """Return a day as a file's name would tell it: 2566-10-22, 2023-10-22. Raises NotADay."""
    found = date_in_name(arabic_digits(compose(text)))
    if found is None:
        raise NotADay(message("report.bad_day", text=text))
    return found


def _numbers() -> dict[str, int]:
    return {
        name.casefold(): number
        for number in range(1, 13)
        for name in phrases()[f"month_name.{number}"].values()
    }
