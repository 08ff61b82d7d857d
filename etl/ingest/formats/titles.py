"""Find what titles, notes and sheets' names say of the day of a list, where they say another."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from etl.ingest.accounts.findings import Finding
from etl.ingest.named_days import FIRST_BUDDHIST_YEAR, days_in
from etl.ingest.word_lists import date_words, plain, plain_words
from i18n.dates import BUDDHIST_YEARS
from i18n.thai import arabic_digits, compose

_LATE = 7
"""In the first days of a month the list of the month before is still made."""

_WHOLE = 6
"""So long is a month's whole name: a shorter word is one only beside a year or เดือน."""

_YEAR = r"(2[45]\d\d(?!\d)|20\d\d(?!\d)|\d\d(?!\d))"
_BEHIND = r"(?![a-z])[\s,\-]*(?:พศ|คศ)?\s*(?:\d{1,2},\s*)?" + _YEAR
# An order or a meeting has a number like 09/2566 as well, but behind ที่.
_IN_FIGURES = re.compile(
    r"(?<![\d/.\-])(?<!ที่)(?<!ที่ )(0[1-9]|1[0-2])[/\-](2[45]\d\d|20\d\d)(?![\d/\-])"
)
_FIRST_BUDDHIST = 43
"""Of a year of two digits: 66 is 2566, and 23 is 2023."""


_SHORT_YEAR = re.compile(r"(?<=[/.\- ])(4[3-9]|[5-9]\d)(?!\d)")
"""Two digits behind a day and a month: above a list they are a year of the Buddhist era."""


def other_day(titles: Sequence[str], list_on: date | None) -> list[Finding]:
    """Return what is found where texts say only another day than the list's, or another month.

    The day on which a list was printed is not its day, nor that since which it has people.
    """
    told = [title for title in titles if not _is_of_paper(title)]
    days = {day for title in told for day in _days_in(title)}
    if not list_on or list_on in days:
        return []
    if days:
        return [Finding("title_of_another_day", (min(days).isoformat(), list_on.isoformat()))]
    months = {
        month for title in told if not says(title, "since") for month in _months_in(title, list_on)
    }
    meant = {day.replace(day=1) for day in (list_on, list_on - timedelta(days=_LATE))}
    if not months or months & meant:
        return []
    return [Finding("title_of_another_month", (min(months).isoformat(), list_on.isoformat()))]


def says(text: str, of: str) -> bool:
    """Whether a title or a note has one of the words of a list of `nobody` in it."""
    return any(word in plain(text) for word in plain_words("nobody", of))


def _days_in(title: str) -> set[date]:
    written = _SHORT_YEAR.sub(r"25\1", arabic_digits(compose(title)))
    return {day for day in days_in(written.replace("/", "-")) if day}


def _is_of_paper(title: str) -> bool:
    """Whether a title or a note tells when a list was printed, and not of which day it is."""
    return says(title, "printed") and not says(title, "as_of")


def _months_in(title: str, list_on: date) -> set[date]:
    """Return the first days of the months written in a title; without a year it is the last such
    month."""
    text = arabic_digits(compose(title)).casefold().replace(".", "")
    found = {_month(list_on, int(month), year) for month, year in _IN_FIGURES.findall(text)}
    for pattern in _in_words():
        for word, year in pattern.findall(text):
            found.add(_month(list_on, date_words().months[word], year))
    return found


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a month in words and its year: behind เดือน, a whole name, any with a
    year."""
    words = sorted(date_words().months, key=len, reverse=True)
    every = "|".join(words)
    whole = "|".join(word for word in words if len(word) >= _WHOLE)
    return (
        re.compile(rf"(?:เดือน|month of)\s*({every}){_BEHIND}?"),
        re.compile(rf"(?<![a-z])({whole}){_BEHIND}?"),
        re.compile(rf"(?<![a-zก-๛])({every}){_BEHIND}"),
    )


def _month(list_on: date, month: int, year: str) -> date:
    if not year:
        return date(list_on.year - (month > list_on.month), month, 1)
    number = int(year)
    if number < 100:
        number += 2500 if number >= _FIRST_BUDDHIST else 2000
    return date(number - (BUDDHIST_YEARS if number >= FIRST_BUDDHIST_YEAR else 0), month, 1)
