"""Find the days that people write into the names of files, and into titles and arguments."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from etl.ingest.word_lists import date_words
from i18n.dates import BUDDHIST_YEARS, today
from i18n.messages import UserError, message
from i18n.thai import arabic_digits, compose

FIRST_BUDDHIST_YEAR = 2400
"""Years from here on are B.E.: no party has a date in C.E. 2400, nor in B.E. 1900."""

# Year, month, day, all parted by the same sign or by none; a time may follow without a space.
_NAME_DATE = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d{2})\2(\d{2})(?:\d{4}|\d{6})?(?!\d)")
# Day, month, year, as people write it; and with the month in words.
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-_. ]?)(\d{1,2})\2(\d{4})(?!\d)")
_NAMED_MONTH = re.compile(r"(?<!\d)(\d{1,2})[-_. ]*([^\W\d][^\d_-]*?)[-_ ]*(\d{4})(?!\d)")
# The same two with a year of two digits.
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})([-_. ])(\d{1,2})\2(\d{2})(?![\d.]\d)(?!\d)")
_NAMED_MONTH_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-_. ]*([^\W\d][^\d_-]*?)[-_ ]*(\d{2})(?!\d)")
_MONTHS = 12
_CENTURIES = 20, 25
"""What stands before two digits: of our era, and of the Buddhist."""
_LATE_YEARS = 15
"""No list is older where its year has two digits: 2566 and 2023 have none in common then."""


class NotADay(UserError):
    """A file name holds a date that no calendar has, or two dates."""


def date_in_name(text: str) -> date | None:
    """Return the one date in a file name or an argument: 2566-10-22, 2023_10_22, 25661022 …

    None when there is none, or none that a calendar has. Two different dates raise NotADay.
    """
    days = days_in(text)
    if len(days) > 1:
        raise NotADay(message("readers.two_dates", file=text))
    return next(iter(days), None)


def days_in(text: str) -> set[date | None]:
    """Return the days written in `text`; None stands for one that no calendar has, or for one of
    which nobody can tell whether the day or the month stands first."""
    name = arabic_digits(compose(text)).casefold()
    days = {
        _day(year, month, day) for year, _, month, day in _NAME_DATE.findall(name) if _year(year)
    }
    if days - {None}:
        return days
    months = date_words().months
    others = {
        _day_first(day, month, year)
        for day, sign, month, year in _DAY_FIRST.findall(name)
        if _year(year) and (sign or len(day + month) == 4)
    } | {
        _day(year, months[bare], day)
        for day, month, year in _NAMED_MONTH.findall(name)
        if (bare := re.sub(r"[. ]", "", month)) in months and _year(year)
    }
    return others or days or _short(name, months)


def without_days(text: str) -> str:
    """Return a name without what may be a day in it: its other digits could be somebody's."""
    for pattern in (_NAME_DATE, _NAMED_MONTH, _DAY_FIRST, _NAMED_MONTH_SHORT, _SHORT_YEAR):
        text = pattern.sub(" ", arabic_digits(compose(text)))
    return text


def _year(text: str) -> int | None:
    """Return the year of our era that four digits in a name mean, if they may be one."""
    year = int(text)
    if year >= FIRST_BUDDHIST_YEAR:
        year -= BUDDHIST_YEARS
    return year if 1900 <= year < 2200 else None


def _day_first(day: str, month: str, year: str) -> date | None:
    """A year of the Buddhist era stands behind a day and a month; of ours it may be otherwise."""
    if int(year) >= FIRST_BUDDHIST_YEAR or int(day) > _MONTHS or day == month:
        return _day(year, month, day)
    return _day(year, day, month) if int(month) > _MONTHS else None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(_year(year) or 0, int(month), int(day))
    except ValueError:
        return None


def _short(name: str, months: Mapping[str, int]) -> set[date | None]:
    """Return the days whose year has two digits, where those can mean one day of late only.

    None stands for what can mean several; what can mean none, as 1-2-99, is no day.
    """
    found = [
        {*_of_late(day, month, year), *_of_late(year, month, day)}
        for day, _, month, year in _SHORT_YEAR.findall(name)
    ] + [
        {*_of_late(day, months[bare], year)}
        for day, month, year in _NAMED_MONTH_SHORT.findall(name)
        if (bare := re.sub(r"[. ]", "", month)) in months
    ]
    return {next(iter(days)) if len(days) == 1 else None for days in found if days}


def _of_late(day: str, month: str | int, year: str) -> Iterator[date]:
    """Yield the days that a year of two digits can mean, in either era, of the last years."""
    now = today()
    for century in _CENTURIES:
        meant = _day(f"{century}{int(year):02}", month, day)
        if meant and now.year - _LATE_YEARS <= meant.year and meant <= now + timedelta(days=1):
            yield meant
