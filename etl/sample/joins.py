"""Draw where and on which day the sample's members joined, and where that picked up after a day.

Counted from the last members' list, never drawn: the season of events, answers and proposals is
laid over histories that are there already, and changes nobody's.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from etl.sample.people import Member
from etl.sample.places import Country

_DAY = timedelta(days=1)


class Joins:
    """Who joined where and when, as the last list tells it, up to its day."""

    def __init__(self, country: Country, members: Sequence[Member], on: date) -> None:
        self.on = on
        self._days: dict[str, list[date]] = {}
        self._of_day: Counter[tuple[str, date]] = Counter()
        self._everywhere: list[date] = []
        self.homes: dict[str, list[int]] = {}
        for member in members:
            day = member.approved_on
            if member.strange is not None or not member.is_active(on) or day is None or day > on:
                continue
            code = country.places[member.lives].amphoe_code
            self._days.setdefault(code, []).append(day)
            self._of_day[code, day] += 1
            self._everywhere.append(day)
            self.homes.setdefault(code, []).append(member.number)
        for days in (*self._days.values(), self._everywhere):
            days.sort()

    def on_day(self, amphoe_code: str, day: date) -> int:
        """Return how many joined in the amphoe on the day."""
        return self._of_day[amphoe_code, day]

    def picked_up(self, amphoe_code: str, day: date, compared: int) -> float:
        """Return how much more than the country's own pace the amphoe gained from the day on.

        So many standard deviations, roughly; the days after it against as many before it.
        """
        days = self._days.get(amphoe_code, [])
        first, last = day - compared * _DAY, min(day + (compared - 1) * _DAY, self.on)
        before, after = _between(days, first, day - _DAY), _between(days, day, last)
        pace = _between(self._everywhere, day, last) / max(
            1, _between(self._everywhere, first, day - _DAY)
        )
        return float((after - before * pace) / (after + before * pace + 1) ** 0.5)


def _between(days: Sequence[date], first: date, last: date) -> int:
    return bisect_left(days, last + _DAY) - bisect_left(days, first)
