"""Write what the sample's members propose, and how far each proposal comes, with what dirt."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from etl.sample.places import Country
from etl.sample.rows import Cell, Hand

_DAY = timedelta(days=1)
_STEPS = ("supported", "debated", "adopted", "declined", "done")


def proposal_rows(
    country: Country, words: Mapping[str, Any], on: date
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the proposals export of the day, with its dirt at the end."""
    export = words["proposals"]
    rng, hand = Random(export["seed"]), Hand(words, export)
    days = (on - export["first_on"]).days
    codes = [place.amphoe_code for place in country.places]
    rows = []
    for number in range(1, export["count"] + 1):
        raised_on = export["first_on"] + rng.randint(0, days) * _DAY
        status, steps = _way(rng, export, raised_on, on)
        if number == export["adopted_before_raised"]:
            status, steps = "adopted", {"adopted": raised_on - 12 * _DAY}
        province, amphoe = country.spell(rng.choices(codes, country.pulls)[0], number)
        if number % export["without_amphoe_every"] == 0:
            amphoe = ""
        elif number in export["misspelt"]:
            amphoe = amphoe[0] + amphoe[2:]
        cells: dict[str, Cell] = {
            "proposal_id": export["id"].format(number=number),
            "raised_on": hand.day(raised_on, "raised_on", number),
            "province": province,
            "amphoe": amphoe,
            "topic": rng.choices(export["topics"], export["weights"])[0],
            "proposer": export["proposer"],
            "supporters": str(round(rng.lognormvariate(2.4, 0.9)) + (status != "raised") * 5),
            "proposal_status": hand.words["proposal_status"][status],
        }
        for step in _STEPS:
            cells[f"{step}_on"] = hand.day(steps.get(step), f"{step}_on", number)
        rows.append([cells[column] for column in hand.columns])
    mistyped, again = list(rows[4]), list(rows[-1])
    mistyped[hand.columns.index("proposal_id")] = export["id"].format(number=export["count"] + 1)
    mistyped[hand.columns.index("raised_on")] = export["impossible_day"]
    return hand.headings(), [*rows, mistyped, again]


def _way(
    rng: Random, export: Mapping[str, Any], raised_on: date, on: date
) -> tuple[str, dict[str, date]]:
    """Return how far a proposal had come by the day, and on which days."""
    waits = {step: rng.randint(*wait) * _DAY for step, wait in export["waits"].items()}
    goes = {step: rng.random() < export[step] for step in ("supported", "debated", "done")}
    is_declined = rng.random() < export["declined"]
    status, day, steps = "raised", raised_on, {}
    decided = "declined" if is_declined else "adopted"
    for step, wait in (
        ("supported", "supported"),
        ("debated", "debated"),
        (decided, "decided"),
        ("done", "done"),
    ):
        day += waits[wait]
        if day > on or not goes.get(step, True) or status == "declined":
            break
        status, steps[step] = step, day
    return status, steps
