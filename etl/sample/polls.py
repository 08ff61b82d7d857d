"""Write what the sample's party asked its members and who answered what, with what dirt.

Turnout and opinion differ by region, as sample_season.toml says, so that the answers alone are not
what the members think. All polls but one are told as counts; the answers to that one by person,
with numbers of the sample's invented members.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample.joins import Joins
from etl.sample.places import Country
from etl.sample.rows import Cell, Hand

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ballot:
    """What one member answered: positions in the poll's choices."""

    member: int
    amphoe_code: str
    answered_on: date
    choices: tuple[int, ...]


def poll_rows(words: Mapping[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the polls export."""
    export = words["polls"]
    hand = Hand(words, export)
    rows = []
    for number, poll in enumerate(export["asked"]):
        cells: dict[str, Cell] = {
            "poll_id": poll["id"],
            "question": poll["question"],
            "choices": " | ".join(poll["choices"]),
            "mode": hand.words["mode"][poll["mode"]],
            "opened_on": hand.day(poll["opened_on"], "opened_on", number),
            "closed_on": hand.day(poll["closed_on"], "closed_on", number),
            "scope": poll["scope"],
        }
        rows.append([cells[column] for column in hand.columns])
    return hand.headings(), rows


def count_rows(
    country: Country, words: Mapping[str, Any], joins: Joins
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the answers told as counts; the last row came too late."""
    export = words["poll_answers"]
    hand = Hand(words, export)
    rows: list[list[Cell]] = []
    for poll in words["polls"]["asked"]:
        if poll.get("by_person"):
            continue
        ballots = list(_ballots(words, poll, joins))
        people = Counter((ballot.answered_on, ballot.amphoe_code) for ballot in ballots)
        counts = Counter(
            (ballot.answered_on, ballot.amphoe_code, choice)
            for ballot in ballots
            for choice in ballot.choices
        )
        for (day, code, choice), answers in sorted(counts.items()):
            respondents = people[day, code] if poll["mode"] == "several" else None
            place = _place(country, code, len(rows), export["misspelt_every"])
            rows.append(_count(hand, poll, choice, day, place, answers, respondents, len(rows)))
    late = list(rows[-1])
    late[hand.columns.index("answered_on")] = hand.day(export["late"], "answered_on", 0)
    return hand.headings(), [*rows, late]


def people_rows(
    country: Country, words: Mapping[str, Any], joins: Joins
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the answers told by person, in the order they came in.

    Some are there twice, some people answered again; one chose what was not asked, and one late.
    """
    export = words["poll_people"]
    hand = Hand(words, export)
    poll = next(poll for poll in words["polls"]["asked"] if poll.get("by_person"))
    rows: list[list[Cell]] = []
    for number, ballot in enumerate(sorted(_ballots(words, poll, joins), key=_when), start=1):
        rows.append(_person(hand, poll, ballot, country, export, number))
        if number % export["repeated_every"] == 0:
            rows.append(list(rows[-1]))
        if number % export["changed_every"] == 0:
            again = (ballot.choices[0] + 1) % len(poll["choices"])
            day = min(ballot.answered_on + 2 * _DAY, poll["closed_on"])
            other = Ballot(ballot.member, ballot.amphoe_code, day, (again,))
            rows.append(_person(hand, poll, other, country, export, number))
    strange, late = list(rows[0]), list(rows[1])
    strange[hand.columns.index("member_id")] = late[hand.columns.index("member_id")] = ""
    strange[hand.columns.index("choice")] = export["stranger"]
    late[hand.columns.index("answered_on")] = hand.day(export["late"], "answered_on", 0)
    return hand.headings(), [*rows, strange, late]


def _when(ballot: Ballot) -> tuple[date, int]:
    return ballot.answered_on, ballot.member


def _ballots(words: Mapping[str, Any], poll: Mapping[str, Any], joins: Joins) -> Iterator[Ballot]:
    """Yield the answers of a poll; every poll has dice of its own."""
    rng = Random(f"{words['poll_answers']['seed']} {poll['id']}")
    days = (poll["closed_on"] - poll["opened_on"]).days
    for code in sorted(joins.homes):
        if code[0] not in poll.get("regions", code[0]):
            continue
        share = words["polls"]["turnout"][code[0]] * poll["turnout"]
        weights = [*poll["weights"]]
        weights[0] *= words["polls"]["leaning"][code[0]]
        for member in joins.homes[code]:
            if rng.random() < share:
                # Most answer soon after they were asked.
                day = poll["opened_on"] + int(days * rng.random() ** 1.7) * _DAY
                yield Ballot(member, code, day, _choose(rng, weights, poll["mode"]))


def _choose(rng: Random, weights: Sequence[float], mode: str) -> tuple[int, ...]:
    if mode == "single":
        return tuple(rng.choices(range(len(weights)), weights))
    ticked = tuple(n for n, weight in enumerate(weights) if rng.random() < min(weight, 0.95))
    return ticked or (rng.randrange(len(weights)),)


def _place(country: Country, code: str, number: int, misspelt_every: int) -> tuple[str, str]:
    province, amphoe = country.spell(code, number)
    if number % misspelt_every == misspelt_every - 1:
        amphoe = amphoe[0] + amphoe[2:]
    return province, amphoe


def _count(
    hand: Hand,
    poll: Mapping[str, Any],
    choice: int,
    day: date,
    place: tuple[str, str],
    answers: int,
    respondents: int | None,
    number: int,
) -> list[Cell]:
    cells: dict[str, Cell] = {
        "poll_id": poll["id"],
        # Some of those who counted wrote the number of the choice.
        "choice": str(choice + 1) if number % 11 == 0 else poll["choices"][choice],
        "answered_on": hand.day(day, "answered_on", number),
        "province": place[0],
        "amphoe": place[1],
        "answers": str(answers),
        "respondents": "" if respondents is None else str(respondents),
    }
    return [cells[column] for column in hand.columns]


def _person(
    hand: Hand,
    poll: Mapping[str, Any],
    ballot: Ballot,
    country: Country,
    export: Mapping[str, Any],
    number: int,
) -> list[Cell]:
    province, amphoe = country.spell(ballot.amphoe_code, number)
    is_numbered = number % export["unnumbered_every"] != 0
    cells: dict[str, Cell] = {
        "member_id": f"{ballot.member:07d}" if is_numbered else "",
        "poll_id": poll["id"],
        "choice": poll["choices"][ballot.choices[0]],
        "answered_on": hand.day(ballot.answered_on, "answered_on", number),
        "province": province,
        "amphoe": amphoe,
    }
    return [cells[column] for column in hand.columns]
