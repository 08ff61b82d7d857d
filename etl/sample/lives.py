"""Change the sample's invented members from one list to the next.

People renew or lapse when their year is over, move, resign, die, are removed, come back. All of
it is drawn but the totals: the number of members on each list is given (sample.toml), and those
who joined since the list before make it exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample.people import PENDING, Member, Newcomers, random_day, years_later
from etl.sample.places import Country

_DAY = timedelta(days=1)


def histories(
    rng: Random, country: Country, words: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], list[Member]]]:
    """Yield each list's table of sample.toml with its people, oldest list first.

    The same Member objects live on: write a list before asking for the next one.
    """
    register = _Register(rng, country, words)
    first, *later = words["lists"]
    register.open(first["list_on"])
    yield first, register.members
    before = first["list_on"]
    for listing in later:
        register.live(before, listing)
        yield listing, register.members
        before = listing["list_on"]


class _Register:
    """Everybody the sample has ever had, in the order of their numbers, and the dice."""

    def __init__(self, rng: Random, country: Country, words: Mapping[str, Any]) -> None:
        self.members: list[Member] = []
        self._rng = rng
        self._people: Mapping[str, Any] = words["people"]
        self._newcomers = Newcomers(rng, country, words)
        self._provinces = [place.province_code for place in country.places]
        self._near: dict[str, list[int]] = {}
        for index, place in enumerate(country.places):
            if place.pull > 0:
                self._near.setdefault(place.province_code, []).append(index)

    def open(self, on: date) -> None:
        """Fill the first list: its members, those who lapsed before it, and those never one."""
        words, new = self._people, self._newcomers
        founded_on = words["joined"][0]["from"]
        people: list[Member] = []
        for period in words["joined"]:
            people += new.draw_approved(period["from"], period["to"], period["members"], on=on)
        for member in self._rng.sample(people, words["untyped"]):
            member.kind, member.expires_on = "untyped", None
        people += new.draw_lapsed(founded_on, on - 400 * _DAY, words["lapsed_before"], on=on)
        for state, count in words["others"].items():
            first = on - 45 * _DAY if state in PENDING else founded_on
            people += new.draw_others(state, first, on - _DAY, count)
        self._enrol(people)

    def live(self, before: date, listing: Mapping[str, Any]) -> None:
        """Bring everybody from the list of `before` to `listing`, which gets its exact total."""
        until = listing["list_on"]
        active = [member for member in self.members if member.is_active(before)]
        inactive = [
            member
            for member in self.members
            if member.state == "approved" and not member.is_active(before)
        ]
        self._leave(active, before, until)
        self._renew(active, until)
        self._come_back(inactive, before, until, listing["returns"])
        self._decide(before, until)
        self._move(active, listing["moves"])
        stayed = [member for member in active if member.is_active(until)]
        for member in self._rng.sample(stayed, listing["absent"]):
            member.is_absent = True
        missing = listing["members"] - sum(member.is_active(until) for member in self.members)
        joined = self._newcomers.draw_approved(before + _DAY, until, missing, on=until)
        for state, count in listing["pending"].items():
            joined += self._newcomers.draw_others(state, before + _DAY, until, count)
        self._enrol(joined)

    def _enrol(self, people: list[Member]) -> None:
        """Give numbers in the order of application, after the last one given."""
        number = self.members[-1].number if self.members else 0
        for member in sorted(people, key=lambda member: member.applied_on):
            number += 1 if self._rng.random() < 0.8 else 2
            member.number = number
            self.members.append(member)

    def _leave(self, active: Sequence[Member], before: date, until: date) -> None:
        months = (until - before).days / 30
        resigns = self._people["resigns_a_month"] * months
        dies = self._people["dies_a_month"] * months
        for member in active:
            dice = self._rng.random()
            if dice < resigns + dies:
                member.state = "resigned" if dice < resigns else "deceased"
                member.left_on = random_day(self._rng, before + _DAY, until)
        for member in self._rng.sample(active, self._people["removed_a_list"]):
            member.state, member.left_on = "removed", random_day(self._rng, before + _DAY, until)

    def _renew(self, active: Sequence[Member], until: date) -> None:
        for member in active:
            ends = member.expires_on
            if member.state != "approved" or member.kind != "yearly" or ends is None:
                continue
            if ends < until and self._rng.random() < self._people["renews"]:
                member.expires_on = years_later(ends, 1)

    def _come_back(self, inactive: Sequence[Member], before: date, until: date, count: int) -> None:
        """Some who had lapsed pay again; those a list had simply forgotten are there again."""
        lapsed = [member for member in inactive if not member.is_absent]
        for member in inactive:
            member.is_absent = False
        for member in self._rng.sample(lapsed, count):
            # The year begins anew, and the list says when: nobody is back only on a list's day.
            member.approved_on = random_day(self._rng, before + _DAY, until)
            member.expires_on = years_later(member.approved_on, 1)

    def _decide(self, before: date, until: date) -> None:
        """Approve, refuse or leave waiting everybody who was waiting on the last list."""
        approved, refused = self._people["pending_approved"], self._people["pending_refused"]
        for member in self.members:
            if member.state not in PENDING:
                continue
            dice = self._rng.random()
            if dice < approved:
                member.state = "approved"
                member.approved_on = random_day(self._rng, before + _DAY, until)
                if member.kind == "yearly":
                    member.expires_on = years_later(member.approved_on, 1)
            elif dice < approved + refused:
                member.state = "rejected"
            elif dice < approved + 2 * refused:
                member.state = "archived"

    def _move(self, active: Sequence[Member], count: int) -> None:
        for member in self._rng.sample(active, count):
            near = self._near.get(self._provinces[member.lives], [])
            if self._rng.random() < 0.6:
                member.lives = self._rng.choice(near)
            else:
                member.lives = self._newcomers.home()
