"""Write which provinces have a working committee in the sample, since when, and with what dirt."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.places.gazetteer import provinces
from etl.sample.rows import Cell, Hand

_DAY = timedelta(days=1)


def committee_rows(words: Mapping[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the committees export.

    One term begins before the one before it has ended, and one ended before it began.
    """
    export = words["committees"]
    rng, hand = Random(export["seed"]), Hand(words, export)
    names = [province.province_th for province in provinces()]
    indices = sorted(rng.sample(range(len(names)), export["provinces"]))
    days = (export["last_on"] - export["first_on"]).days
    terms: list[tuple[str, date, date | None]] = []
    for position, index in enumerate(indices):
        formed_on = export["first_on"] + rng.randint(0, days) * _DAY
        ended_on = None
        if position % (len(indices) // export["again"]) == 3:
            ended_on = formed_on + rng.randint(40, 90) * _DAY
            gap = -10 if position == 3 else rng.randint(5, 30)
            terms.append((names[index], formed_on, ended_on))
            formed_on, ended_on = ended_on + gap * _DAY, None
        if position == 10:
            ended_on = formed_on - 5 * _DAY
        terms.append((names[index], formed_on, ended_on))
    rows = []
    for number, (province, formed_on, ended_on) in enumerate(terms):
        cells: dict[str, Cell] = {
            "province": province,
            "formed_on": hand.day(min(formed_on, export["last_on"]), "formed_on", number),
            "committee_ended_on": hand.day(ended_on, "committee_ended_on", number),
            "active_people": str(rng.randint(*export["people"])),
        }
        rows.append([cells[column] for column in hand.columns])
    rows.append([export["misspelt"], *rows[0][1:]])
    return hand.headings(), rows
