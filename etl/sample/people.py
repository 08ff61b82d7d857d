"""Invent the sample's members as they first appear.

Drawn with a seed and the numbers of sample.toml: days with a weekly rhythm, yearly or lifetime,
where they live and where they are registered. No real register was looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample.places import Country

PENDING = ("pending_payment", "pending_approval", "profile_rechecked")
_GONE = ("resigned", "deceased", "removed")
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Member:
    """One invented person; `lives` and `registered` are positions in `Country.places`.

    `strange` is a position in `Country.strange` or None; `spelling` picks how the place is
    written; `is_absent` leaves the person off the list altogether.
    """

    number: int
    kind: str
    state: str
    applied_on: date
    approved_on: date | None
    expires_on: date | None
    left_on: date | None
    lives: int
    registered: int
    strange: int | None
    spelling: int
    is_absent: bool = False

    def is_active(self, on: date) -> bool:
        """Whether this person counts as a member on a list of that date, with no grace."""
        if self.is_absent or self.state != "approved":
            return False
        return self.kind != "yearly" or self.expires_on is None or self.expires_on >= on


class Newcomers:
    """Draws people who were not there before; their numbers are given by whoever enrols them."""

    def __init__(self, rng: Random, country: Country, words: Mapping[str, Any]) -> None:
        self._rng = rng
        self._people: Mapping[str, Any] = words["people"]
        self._strange_share: float = words["places"]["strange"]["share"]
        self._lives_elsewhere: float = words["places"]["lives_elsewhere"]
        self._indices = range(len(country.places))
        self._pulls = country.pulls
        self._strange = len(country.strange)
        self._moods: dict[tuple[int, int], float] = {}

    def draw_approved(self, first: date, last: date, count: int, *, on: date) -> list[Member]:
        """Return `count` people who are members on `on`, approved from `first` to `last`.

        Nobody applies before `first`: the list before would have shown them waiting.
        """
        people, rng = self._people, self._rng
        members = self._draw(first, last, count)
        for member in members:
            member.state, member.approved_on = "approved", member.applied_on
            member.kind = self._kind()
            if rng.random() > people["approved_same_day"]:
                waited = rng.randint(1, people["longest_approval_days"])
                member.applied_on = max(first, member.approved_on - waited * _DAY)
            if member.kind == "yearly":
                member.expires_on = anniversary(member.approved_on, on)
            elif rng.random() > people["lifetime_without_expiry"]:
                member.expires_on = years_later(member.approved_on, 1)
        return members

    def draw_lapsed(self, first: date, last: date, count: int, *, on: date) -> list[Member]:
        """Return yearly members approved from `first` to `last` whose year ended before `on`."""
        members = self.draw_approved(first, last, count, on=on)
        for member in members:
            assert member.approved_on is not None
            member.kind = "yearly"
            member.expires_on = years_later(anniversary(member.approved_on, on), -1)
        return members

    def draw_others(self, state: str, first: date, last: date, count: int) -> list[Member]:
        """Return people in `state` who applied from `first` to `last` and are no members."""
        members = self._draw(first, last, count)
        for member in members:
            member.state, member.kind = state, self._kind()
            if state in _GONE:
                member.approved_on = member.applied_on
                member.left_on = random_day(self._rng, member.applied_on, last)
                if member.kind == "yearly":
                    member.expires_on = anniversary(member.applied_on, member.left_on)
        return members

    def home(self) -> int:
        """Return a position in `Country.places`, by weight."""
        return self._rng.choices(self._indices, self._pulls)[0]

    def _kind(self) -> str:
        return "yearly" if self._rng.random() < self._people["yearly"] else "lifetime"

    def _draw(self, first: date, last: date, count: int) -> list[Member]:
        rng = self._rng
        lives = rng.choices(self._indices, self._pulls, k=count)
        elsewhere = rng.choices(self._indices, self._pulls, k=count)
        members = []
        for day, here, there in zip(self._days(first, last, count), lives, elsewhere, strict=True):
            registered = there if rng.random() < self._lives_elsewhere else here
            is_strange = rng.random() < self._strange_share
            strange = rng.randrange(self._strange) if is_strange else None
            spelling = 0 if rng.random() < 0.88 else rng.randrange(1, 10_000)
            members.append(
                Member(0, "", "", day, None, None, None, here, registered, strange, spelling)
            )
        return members

    def _days(self, first: date, last: date, count: int) -> Sequence[date]:
        """Draw `count` days on which people join: week-ends, swells and good weeks draw more."""
        days = [first + n * _DAY for n in range((last - first).days + 1)]
        weights = [self._people["weekday_pull"][day.weekday()] * self._mood(day) for day in days]
        for swell in self._people["swells"]:
            for n, day in enumerate(days):
                if swell["from"] <= day <= swell["to"]:
                    weights[n] *= swell["pull"]
        return self._rng.choices(days, weights, k=count)

    def _mood(self, day: date) -> float:
        """Return the pull of the day's week: weeks differ by more than the dice of each person."""
        year, week, _ = day.isocalendar()
        if (year, week) not in self._moods:
            self._moods[year, week] = self._rng.lognormvariate(0.0, self._people["mood"])
        return self._moods[year, week]


def random_day(rng: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included."""
    return first + rng.randint(0, max(0, (last - first).days)) * _DAY


def years_later(day: date, years: int) -> date:
    """Return the same day in another year; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        day -= _DAY
    return day.replace(year=day.year + years)


def anniversary(start: date, on: date) -> date:
    """Return the first anniversary of `start` that is not before `on`, at least a year on."""
    ends = years_later(start, max(1, on.year - start.year))
    return ends if ends >= on else years_later(ends, 1)
