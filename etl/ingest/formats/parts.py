"""Choose what of a file is the list: its one table, or several sheets or files that make one.

Sheets with the same headings are one list of one day when nothing tells them apart: neither a
name that says another day or another state, nor one sheet that is hidden. Whatever is left out
although it looks like the list is told by its name, and asked about.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from etl.ingest.accounts.findings import Finding
from etl.ingest.formats.record import Record
from etl.ingest.headings.lines import count_known
from etl.ingest.headings.matching import match
from etl.ingest.headings.plan import Plan
from etl.ingest.named_days import days_in, without_days
from etl.ingest.redaction import is_plain_name, looks_personal, number_in_name
from etl.ingest.sources import Source
from etl.ingest.word_lists import date_words, plain, words
from i18n.dates import BUDDHIST_YEARS
from i18n.messages import UserError
from i18n.thai import arabic_digits, compose

LINES = 10_000_000
"""Each part after the first has its lines from a multiple of this on: no two rows share one."""

_YEAR = re.compile(r"(?<!\d)(2[45]\d\d|20\d\d)(?!\d)")
_LONG_ENOUGH = 4


@dataclass(frozen=True)
class Part:
    """A table within a file: a sheet, or a file in an archive; the only one has no name.

    `records` yields, for a plan and the positions wanted, the rows below the headings; a plain
    text of one table has a delimiter.
    """

    name: str
    line: int
    headings: Sequence[str]
    titles: Sequence[str]
    encoding: str
    records: Callable[[Plan, Sequence[int]], Iterator[Record]]
    is_hidden: bool = False
    delimiter: str = ""


@dataclass(frozen=True)
class Chosen:
    """The parts that are read, each with how its own headings match, and the names of those left;
    `plan` is of the first."""

    plan: Plan
    parts: tuple[tuple[Part, Plan], ...]
    names: tuple[str, ...]
    left: tuple[str, ...]
    findings: tuple[Finding, ...]

    def first(self) -> "Chosen":
        """Return the same of the first part only, where the others turn out not to be its list."""
        asked = Finding("other_sheets", (self.names[0], ", ".join(self.names[1:])))
        left, findings = (*self.names[1:], *self.left), (asked, *self.findings)
        return Chosen(self.plan, self.parts[:1], self.names[:1], left, findings)

    def titles(self) -> list[str]:
        """Return what stands above the lists, and what their parts are called."""
        return [text for part, _ in self.parts for text in (*part.titles, part.name) if text]

    def records(self) -> Iterator[Record]:
        """Yield the rows of every part; the lines of each after the first begin anew."""
        ours = {position: name for name, position in self.plan.uses.items()}
        order = [ours[position] for position in self.plan.positions]
        for number, (part, plan) in enumerate(self.parts):
            positions = [plan.uses[name] for name in order]
            for record in part.records(plan, positions):
                yield record._replace(line=number * LINES + record.line) if number else record


def choose(parts: Sequence[Part], source: Source, file: str, list_on: date | None) -> Chosen:
    """Return what of `parts` is the list.

    Raises what `headings.match` raises for the part that comes nearest when none has the headings.
    """
    matched: list[tuple[Part, Plan]] = []
    refusal: UserError | None = None
    for part in sorted(
        parts, key=lambda part: (part.is_hidden, -count_known(source, part.headings))
    ):
        try:
            plan = match(source, part.headings, file)
        except UserError as error:
            refusal = refusal or error
            continue
        matched.append((part, plan))
    if not matched:
        assert refusal is not None
        raise refusal
    lists = matched[:1]
    if len(matched) > 1:
        lists = [each for each in matched if _has_rows(*each)] or lists
    found = [each for part in parts for each in lists if each[0] is part]
    passed = [part for part in parts if all(part is not each[0] for each in found)]
    asked = [part for part in passed if _goes_on(part, lists[0][1], source)]
    if not _is_one_list(found, source, list_on):
        asked = [*(each[0] for each in found if each is not lists[0]), *asked]
        found = lists[:1]
    read = [each[0] for each in found]
    findings = (Finding("other_sheets", (_told(read, parts), _told(asked, parts))),)
    left = [*asked, *(part for part in passed if all(part is not each for each in asked))]
    return Chosen(
        plan=found[0][1],
        parts=tuple(found),
        names=_names([each[0] for each in found], parts),
        left=_names(left, parts),
        findings=findings if asked else (),
    )


def told(name: str, number: int) -> str:
    """Return a part's name as it may be told: its number if it could be somebody's."""
    is_numbered = number_in_name(name) or looks_personal(without_days(name))
    return name if is_plain_name(name) and not is_numbered else f"#{number}"


def part_of(line: int) -> tuple[int, int]:
    """Return the number of the part that a line is of, from 0, and the line in it."""
    return divmod(line, LINES)


def _goes_on(part: Part, plan: Plan, source: Source) -> bool:
    """Whether a part has rows like the list's where its headings would be: it goes on there."""
    if count_known(source, part.headings):
        return False
    cells = [
        (source.column(name), arabic_digits(part.headings[position]))
        for name, position in plan.selected.items()
        if position < len(part.headings)
    ]
    places = [cell for column, cell in cells if column.type == "place"]
    numbers = [cell for column, cell in cells if column.type == "id" and column.is_required]
    return (
        bool(places)
        and all(any(map(str.isdecimal, number)) for number in numbers)
        and all(place.strip() and not any(map(str.isdecimal, place)) for place in places)
    )


def _has_rows(part: Part, plan: Plan) -> bool:
    return next(part.records(plan, plan.positions), None) is not None


def _names(parts: Sequence[Part], among: Sequence[Part]) -> tuple[str, ...]:
    """Return the parts' names as they may be told; the only table of a file has none."""
    return tuple(told(part.name, among.index(part) + 1) for part in parts if part.name)


def _told(parts: Sequence[Part], among: Sequence[Part]) -> str:
    return ", ".join(_names(parts, among))


def _is_one_list(found: Sequence[tuple[Part, Plan]], source: Source, list_on: date | None) -> bool:
    """Whether lists are one: none hidden, the same headings, and no name that sets one apart."""
    plan = found[0][1]
    return (
        not any(part.is_hidden for part, _ in found)
        and all(each.uses.keys() == plan.uses.keys() for _, each in found)
        and len({_says(part.name, plan, source, list_on) for part, _ in found}) == 1
    )


def _says(name: str, plan: Plan, source: Source, list_on: date | None) -> frozenset[str]:
    """Return what a part's name tells of its rows that they do not tell themselves."""
    text = arabic_digits(compose(name)).casefold()
    said = {str(day) for day in days_in(text) if day and day != list_on}
    tokens = [token.replace(".", "") for token in re.split(r"[\s\d_()\-/,]+", text) if token]
    said |= {
        f"month {date_words().months[token]}" for token in tokens if token in date_words().months
    }
    for year in map(int, _YEAR.findall(text)):
        year -= BUDDHIST_YEARS if year >= 2400 else 0
        said |= {str(year)} if list_on and year != list_on.year else set()
    said |= {word for word in words("sheets", "others") if plain(word) in plain(name)}
    for column in source.columns:
        if column.values and column.name not in plan.selected:
            said |= {
                code
                for word, code in column.values.items()
                if code and len(word) >= _LONG_ENOUGH and word in plain(name)
            }
    return frozenset(said)
