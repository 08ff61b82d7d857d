"""Write a heading, a date and a member as an export of the sample has them, dirt included."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from etl.sample.people import Member
from etl.sample.places import Country, split_sara_am
from i18n.dates import BUDDHIST_YEARS

Cell = str | int | date
"""What a cell holds: a workbook keeps dates and numbers as such, a CSV is given text only."""

_THAI_DIGITS = str.maketrans({str(n): chr(0x0E50 + n) for n in range(10)})


class Hand:
    """How one export is written; `export` is its table of sample.toml (columns, dates, …)."""

    def __init__(self, words: Mapping[str, Any], export: Mapping[str, Any]) -> None:
        self.columns: list[str] = export["columns"]
        self.words: Mapping[str, Any] = words["words"]
        self._headings: Mapping[str, str] = words["headings"]
        self._split: list[str] = export["split_headings"]
        self._real: list[str] = export.get("real_dates", [])
        self._shapes: list[str] = export["dates"]
        self._known: dict[tuple[date, str], str] = {}

    def headings(self) -> list[str]:
        """The heading row: Thai, with sara am split in the columns that say so."""
        return [
            split_sara_am(self._headings[column])
            if column in self._split
            else self._headings[column]
            for column in self.columns
        ]

    def day(self, day: date | None, column: str, row: int) -> Cell:
        """Return the cell of a date: the shape goes by the row, as if several people had typed."""
        if day is None:
            return ""
        if column in self._real:
            return day
        shape = self._shapes[row % len(self._shapes)]
        known = self._known.get((day, shape))
        if known is None:
            known = self._known[day, shape] = self._format(day, shape)
        return known

    def _format(self, day: date, shape: str) -> str:
        year, months = day.year + BUDDHIST_YEARS, self.words["months"]
        match shape:
            case "slash":
                return f"{day.day:02}/{day.month:02}/{year}"
            case "thai_digits":
                return f"{day.day}/{day.month}/{year}".translate(_THAI_DIGITS)
            case "thai_short":
                return f"{day.day} {months['short'][day.month - 1]} {year}"
            case "thai_long":
                return f"{day.day} {months['long'][day.month - 1]} {year}"
            case "iso_be":
                return f"{year}-{day.month:02}-{day.day:02}"
            case "iso_ce":
                return day.isoformat()
        raise ValueError(shape)


class MemberRows:
    """The rows of one members' list."""

    def __init__(
        self, country: Country, words: Mapping[str, Any], listing: Mapping[str, Any]
    ) -> None:
        self.hand = Hand(words, listing)
        self._country = country
        self._dirt: Mapping[str, Any] = words["dirt"]
        self._is_clean: bool = listing.get("is_clean", False)
        self._cells: list[Callable[[Member], Cell]] = [
            self._cell(column) for column in self.hand.columns
        ]

    def rows(self, members: Sequence[Member]) -> Iterator[list[Cell]]:
        """Yield a row for everybody on the list, and the list's dirt if it has any."""
        present = [member for member in members if not member.is_absent]
        if self._is_clean:
            yield from map(self._row, present)
        else:
            yield from self._with_dirt(present)

    def _with_dirt(self, present: Sequence[Member]) -> Iterator[list[Cell]]:
        """Yield the rows, with broken ones between and repeats at the end.

        Repeats and broken rows are extra: the rows of real members are all there and whole, so
        the list's total stays exact.
        """
        broken = list(self._broken(present[0]))
        again: list[list[Cell]] = []
        for position, member in enumerate(present):
            row = self._row(member)
            yield row
            if position % self._dirt["broken_every"] == 42 and broken:
                yield broken.pop()
            if position % self._dirt["duplicate_every"] == 17:
                again.append(self._again(row, len(again)))
        yield from broken
        yield from again
        yield from self._conflicts(present)

    def _row(self, member: Member) -> list[Cell]:
        return [cell(member) for cell in self._cells]

    def _cell(self, column: str) -> Callable[[Member], Cell]:
        hand, words = self.hand, self.hand.words
        match column:
            case "member_id":
                return lambda member: f"{member.number:07d}"
            case "applied_on" | "approved_on" | "expires_on" | "left_on":
                return lambda member: hand.day(getattr(member, column), column, member.number)
            case "member_type":
                return lambda member: words["type"][member.kind]
            case "state":
                return lambda member: words["state"][member.state]
            case "province" | "registered_province":
                return lambda member: self._place(member, column)[0]
            case "amphoe" | "registered_amphoe":
                return lambda member: self._place(member, column)[1]
        template: str = words["personal"][column]
        if "{" not in template:
            return lambda _: template
        return lambda member: template.format(number=member.number)

    def _place(self, member: Member, column: str) -> tuple[str, str]:
        is_registered = column.startswith("registered")
        if member.strange is not None and not is_registered:
            return self._country.strange[member.strange]
        spellings = self._country.places[
            member.registered if is_registered else member.lives
        ].spellings
        return spellings[member.spelling % len(spellings) if member.spelling else 0]

    def _again(self, row: list[Cell], count: int) -> list[Cell]:
        """Return the row once more; every other time without the telephone number."""
        copy = list(row)
        if count % 2 and "phone" in self.hand.columns:
            copy[self.hand.columns.index("phone")] = ""
        return copy

    def _conflicts(self, members: Sequence[Member]) -> Iterator[list[Cell]]:
        """Yield people written a second time in another amphoe.

        They are archived, so whichever row a reader believes, no member is counted twice.
        """
        columns = self.hand.columns
        archived = [m for m in members if m.state == "archived" and m.strange is None]
        for member in archived[: self._dirt["conflicts"]]:
            row = self._row(member)
            province, amphoe = self._country.places[member.lives - 1].spellings[0]
            row[columns.index("province")], row[columns.index("amphoe")] = province, amphoe
            yield row

    def _broken(self, pattern: Member) -> Iterator[list[Cell]]:
        """Yield rows nobody can type, of people who are nowhere else on the list."""
        numbers = iter(range(9_000_001, 10_000_000))
        for _ in range(self._dirt["repeats"]):
            for kind in self._dirt["broken"]:
                row = self._row(pattern)
                row[self.hand.columns.index("member_id")] = f"{next(numbers):07d}"
                row[self.hand.columns.index(kind["column"])] = kind["value"]
                yield row
