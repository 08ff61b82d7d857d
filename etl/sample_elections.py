"""Which elections of amphoe representatives does the sample tell of?

Where they are held is drawn from the amphoe with members enough; how many, on which days and
with which status is the calendar of sample.toml, so that coverage on a day is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample_people import Member
from etl.sample_places import Country
from etl.sample_rows import Cell, Hand

_HELD = ("result_announced", "closed", "void")


@dataclass(frozen=True)
class _Election:
    number: int
    place: int | None  # position in Country.places; None: nobody knows where that is
    status: str
    held_on: date | None
    announced_on: date | None
    result_on: date | None
    term_from: date | None
    term_to: date | None
    channel: str
    eligible: int
    ballots: int | None
    candidates: int


def election_rows(
    rng: Random, country: Country, words: Mapping[str, Any], members: Sequence[Member]
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the elections export; `members` are the last list's."""
    calendar = words["elections"]
    hand = Hand(words, calendar)
    sizes = [0] * len(country.places)
    for member in members:
        if member.strange is None and member.is_active(calendar["listed_on"]):
            sizes[member.lives] += 1
    held_where = _places(rng, country, calendar, sizes)
    elections = [
        _election(rng, number, day, place, sizes, calendar)
        for number, (day, place) in enumerate(held_where, start=1)
    ]
    rows = [_row(election, hand, country, calendar) for election in elections]
    return hand.headings(), rows


def _places(
    rng: Random, country: Country, calendar: Mapping[str, Any], sizes: Sequence[int]
) -> list[tuple[Mapping[str, Any], int | None]]:
    """Choose an amphoe for every election of the calendar, none twice unless it says `again`."""
    codes = {place.amphoe_code: index for index, place in enumerate(country.places)}
    named = {codes[code] for day in calendar["days"] for code in day.get("amphoe", ())}
    threshold = calendar["threshold"]
    ready = [n for n, size in enumerate(sizes) if size > threshold * 1.1 and n not in named]
    short = [n for n, size in enumerate(sizes) if threshold * 0.7 < size < threshold * 0.9]
    drawn = rng.sample(ready, sum(day.get("count", 0) for day in calendar["days"]))
    # Early ones, so that they are among those that end up covered.
    few = calendar["below_threshold"]
    drawn[4 : 4 + few] = rng.sample([n for n in short if n not in named], few)
    left = iter(drawn)
    chosen: list[tuple[Mapping[str, Any], int | None]] = []
    earlier: dict[str, list[int | None]] = {}
    for day in calendar["days"]:
        places: list[int | None] = [codes[code] for code in day.get("amphoe", ())]
        places += [next(left) for _ in range(day.get("count", 0))]
        if "again" in day:
            places += earlier[day["again"]]
        if "unknown" in day:
            places.append(None)
        earlier.setdefault(day["status"], []).extend(places)
        chosen += [(day, place) for place in places]
    return chosen


def _election(
    rng: Random,
    number: int,
    day: Mapping[str, Any],
    place: int | None,
    sizes: Sequence[int],
    calendar: Mapping[str, Any],
) -> _Election:
    status, held_on = day["status"], day.get("held_on")
    is_final = status == "result_announced"
    # Members had to belong for a while to vote, so the roll is a little shorter than the list.
    eligible = round(sizes[place] * rng.uniform(0.84, 0.96)) if place is not None else 64
    ballots = round(eligible * rng.uniform(0.24, 0.66)) if status in _HELD else None
    announced_on = None
    if held_on is not None:
        notice = timedelta(days=rng.randint(6, 20))
        announced_on = min(
            max(calendar["first_announced"], held_on - notice), calendar["listed_on"]
        )
    return _Election(
        number,
        place,
        status,
        held_on,
        announced_on,
        held_on if is_final else None,
        held_on if is_final and rng.random() < 0.6 else None,
        day.get("term_to"),
        rng.choices(("onsite", "online", "hybrid"), (5, 2, 3))[0] if status != "open" else "online",
        eligible,
        ballots,
        rng.choices((2, 3, 4, 5), (6, 4, 2, 1))[0],
    )


def _row(
    election: _Election, hand: Hand, country: Country, calendar: Mapping[str, Any]
) -> list[Cell]:
    words = hand.words
    if election.place is None:
        province, amphoe = calendar["unknown_place"]
    else:
        spellings = country.places[election.place].spellings
        # Every fifth name is written another way, as in the members' lists.
        province, amphoe = spellings[2 if election.number % 5 == 0 else 0]
    is_final = election.status == "result_announced"
    cells: dict[str, Cell | None] = {
        "election_id": calendar["id"].format(number=election.number),
        "province": province,
        "amphoe": amphoe,
        "channel": words["channel"][election.channel],
        "status": words["status"][election.status],
        "eligible": election.eligible,
        "ballots": election.ballots,
        "candidates": election.candidates,
        "elected": 1 if is_final else None,
    }
    for column in ("announced_on", "held_on", "result_on", "term_from", "term_to"):
        cells[column] = hand.day(getattr(election, column), column, election.number)
    return ["" if (cell := cells[column]) is None else cell for column in hand.columns]
