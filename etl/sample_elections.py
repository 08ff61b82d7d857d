"""How are the sample's elections of amphoe representatives written down?

Which ones there are is told row by row in sample.toml, not drawn: coverage on a day is known, and
it stays the same when the sample gets other members.
"""

from collections.abc import Mapping
from typing import Any

from etl.sample_places import Country, Place
from etl.sample_rows import Cell, Hand

_FINAL = "result_announced"


def election_rows(country: Country, words: Mapping[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the elections export, in the order of their numbers."""
    export = words["elections"]
    hand = Hand(words, export)
    places = {place.amphoe_code: place for place in country.places}
    rows = [
        _row(number, election, hand, places, export)
        for number, election in enumerate(export["calendar"], start=1)
    ]
    return hand.headings(), rows


def _row(
    number: int,
    election: Mapping[str, Any],
    hand: Hand,
    places: Mapping[str, Place],
    export: Mapping[str, Any],
) -> list[Cell]:
    if "amphoe" in election:
        # Every fifth name is written another way, as in the members' lists.
        spellings = places[election["amphoe"]].spellings
        province, amphoe = spellings[2 if number % 5 == 0 else 0]
    else:
        province, amphoe = export["unknown_place"]
    is_final = election["status"] == _FINAL
    cells: dict[str, Cell | None] = {
        "election_id": export["id"].format(number=number),
        "province": province,
        "amphoe": amphoe,
        "channel": hand.words["channel"][election["channel"]],
        "status": hand.words["status"][election["status"]],
        "eligible": election["eligible"],
        "ballots": election.get("ballots"),
        "candidates": election["candidates"],
        "elected": 1 if is_final else None,
    }
    for column in ("announced_on", "held_on", "term_from", "term_to"):
        cells[column] = hand.day(election.get(column), column, number)
    cells["result_on"] = hand.day(election["held_on"] if is_final else None, "result_on", number)
    return ["" if (cell := cells[column]) is None else cell for column in hand.columns]
