"""Choose the sample's members who could stand for office, and those who have lapsed or moved since.

Looked up in the last two members' lists, never drawn: the dice that make the members are not
touched. The lowest number that fits is taken.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from etl.sample.people import Member
from etl.sample.places import Country


class Electorate:
    """Where everybody lived on the last two members' lists."""

    def __init__(self, country: Country) -> None:
        self._codes = [place.amphoe_code for place in country.places]
        self._members: Sequence[Member] = ()
        self._on = date.min
        self._before: dict[int, int] = {}
        self._homes: dict[int, int] = {}

    def remember(self, members: Sequence[Member], on: date) -> None:
        """Note where the active members of the list of that day live."""
        self._members, self._on = members, on
        self._before, self._homes = (
            self._homes,
            {m.number: m.lives for m in members if m.strange is None and m.is_active(on)},
        )

    def find_settled(self) -> dict[str, list[int]]:
        """Return, by amphoe, who was a member there on both lists, and is registered there too."""
        found: dict[str, list[int]] = {}
        for member in self._members:
            lives = self._homes.get(member.number)
            if lives is not None and lives == member.registered == self._before.get(member.number):
                found.setdefault(self._codes[lives], []).append(member.number)
        return found

    def find_lapsed(self, amphoe_code: str, since: date) -> int:
        """Return somebody of the amphoe whose year ended from `since` to the last list.

        Raises StopIteration when there is nobody.
        """
        return next(
            member.number
            for member in self._of(amphoe_code)
            if member.state == "approved"
            and member.kind == "yearly"
            and not member.is_absent
            and self._codes[member.lives] == amphoe_code
            and member.expires_on is not None
            and since <= member.expires_on < self._on
        )

    def find_moved(self, amphoe_code: str) -> int:
        """Return somebody who was a member in the amphoe and is now one in another.

        Raises StopIteration when there is nobody.
        """
        return next(
            member.number
            for member in self._of(amphoe_code)
            if member.number in self._homes
            and self._codes[self._homes[member.number]] != amphoe_code
        )

    def _of(self, amphoe_code: str) -> Iterator[Member]:
        """Yield who was a member there on the list before the last."""
        at = self._codes.index(amphoe_code)
        return (m for m in self._members if self._before.get(m.number) == at)
