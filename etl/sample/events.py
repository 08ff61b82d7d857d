"""Write where the sample's party toured and what is noted of each event, with what dirt.

Every election that was held is an event. The others are laid where members joined
(etl.sample_joins) or anywhere; how many joined on the day is what the members' lists say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample.candidates import Contest
from etl.sample.joins import Joins
from etl.sample.places import Country
from etl.sample.rows import Cell, Hand

_DAY = timedelta(days=1)
_HELD_STATUSES = ("closed", "result_announced")


@dataclass(frozen=True)
class Event:
    """An event; one that is still to come has nobody who came or joined."""

    kind: str
    held_on: date
    amphoe_code: str
    registered: int
    attended: int | None
    joined: int | None


def events(
    words: Mapping[str, Any], country: Country, held: Sequence[Contest], joins: Joins
) -> list[Event]:
    """Return every event of the season in the order of its days."""
    export = words["events"]
    rng = Random(export["seed"])
    found = [*_elections(rng, held, joins), *_tour(rng, export, country, joins)]
    return sorted(found, key=lambda event: (event.held_on, event.amphoe_code))


def event_rows(
    country: Country, words: Mapping[str, Any], season: Sequence[Event]
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the events export, with its dirt at the end."""
    export = words["events"]
    hand = Hand(words, export)
    rows = [_row(number, event, hand, country, export) for number, event in enumerate(season, 1)]
    mistyped, again = list(rows[3]), list(rows[-1])
    mistyped[hand.columns.index("event_id")] = export["id"].format(number=len(rows) + 1)
    mistyped[hand.columns.index("event_on")] = export["impossible_day"]
    return hand.headings(), [*rows, mistyped, again]


def _elections(rng: Random, held: Sequence[Contest], joins: Joins) -> Iterator[Event]:
    """The vote, and who came to it: those who voted on site and some who only looked."""
    for contest in held:
        election = contest.election
        if "amphoe" not in election:
            continue
        if election["status"] in _HELD_STATUSES and contest.count:
            came = contest.count.onsite + rng.randint(4, 25)
            joined = min(came, joins.on_day(election["amphoe"], election["held_on"]))
            registered = round(came * rng.uniform(1.05, 1.4))
            yield Event(
                "election", election["held_on"], election["amphoe"], registered, came, joined
            )
        elif election["status"] == "announced" and election["held_on"] > joins.on:
            yield Event(
                "election", election["held_on"], election["amphoe"], rng.randint(5, 60), None, None
            )


def _tour(
    rng: Random, export: Mapping[str, Any], country: Country, joins: Joins
) -> Iterator[Event]:
    """Half of each week's events where joining picked up most, the others by the dice."""
    visited: set[str] = set()
    codes = [place.amphoe_code for place in country.places]
    pulls = [place.pull for place in country.places]
    number = 0
    for week, count in enumerate(export["weeks"]):
        monday = export["first_week"] + 7 * week * _DAY
        for nth in range(count):
            kind = export["kinds"][number % len(export["kinds"])]
            day = monday + rng.choice(export["days"]) * _DAY
            number += 1
            if nth % 2 == 0 and kind != "training":
                score = {
                    code: joins.picked_up(code, day, export["compared"])
                    for code in codes
                    if code not in visited
                }
                best = sorted(score, key=lambda code: (-score[code], code))[:12]
                code = rng.choice(best)
            else:
                code = rng.choices(codes, pulls)[0]
            visited.add(code)
            yield _tour_event(rng, kind, day, code, joins)
    for nth in range(export["planned"]):
        kind = export["kinds"][nth % len(export["kinds"])]
        day = joins.on + (6 + nth * 2) * _DAY
        yield Event(kind, day, rng.choices(codes, pulls)[0], rng.randint(0, 70), None, None)


def _tour_event(rng: Random, kind: str, day: date, code: str, joins: Joins) -> Event:
    joined = joins.on_day(code, day)
    attended = joined + round(rng.lognormvariate(3.4, 0.5))
    registered = round(attended * rng.uniform(1.02, 1.7))
    return Event(kind, day, code, registered, attended, joined)


def _row(
    number: int, event: Event, hand: Hand, country: Country, export: Mapping[str, Any]
) -> list[Cell]:
    province, amphoe = country.spell(event.amphoe_code, number)
    if number in export["misspelt"]:
        amphoe = amphoe[0] + amphoe[2:]
    registered, attended = event.registered, event.attended
    if number == export["above_registered"] and attended is not None:
        registered, attended = attended, registered + 3
    cells: dict[str, Cell | None] = {
        "event_id": export["id"].format(number=number),
        "event_kind": hand.words["event_kind"][event.kind],
        "event_on": hand.day(event.held_on, "event_on", number),
        "province": province,
        "amphoe": amphoe,
        "venue": export["venues"][number % len(export["venues"])],
        "organised_by": export["organisers"][number % len(export["organisers"])],
        "registered": registered,
        "attended": attended,
        "joined": event.joined,
    }
    return ["" if (cell := cells[column]) is None else cell for column in hand.columns]
