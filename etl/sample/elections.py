"""Write the sample's elections of amphoe representatives.

Which ones there are is told row by row in sample.toml, not drawn: coverage on a day is known, and
it stays the same when the sample gets other members.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from etl.sample.candidates import Contest
from etl.sample.places import Country
from etl.sample.rows import Cell, Hand


def election_rows(
    country: Country, words: Mapping[str, Any], held: Sequence[Contest]
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the elections export, in the order of their numbers."""
    export = words["elections"]
    hand = Hand(words, export)
    return hand.headings(), [_row(contest, hand, country, export) for contest in held]


def _row(contest: Contest, hand: Hand, country: Country, export: Mapping[str, Any]) -> list[Cell]:
    number, election, count = contest.number, contest.election, contest.count
    province, amphoe = export["unknown_place"]
    if "amphoe" in election:
        province, amphoe = country.spell(election["amphoe"], number)
    cells: dict[str, Cell | None] = {
        "election_id": export["id"].format(number=number),
        "province": province,
        "amphoe": amphoe,
        "channel": hand.words["channel"][election["channel"]],
        "status": hand.words["status"][election["status"]],
        "eligible": election["eligible"],
        "ballots": election.get("ballots"),
        "ballots_online": count.online if count else None,
        "ballots_onsite": count.onsite if count else None,
        "valid": count.valid if count else None,
        "spoiled": count.spoiled if count else None,
        "no_vote": count.no_vote if count else None,
        "candidates": election.get("candidates"),
        "elected": 1 if contest.is_final else None,
    }
    for column in ("announced_on", "held_on", "term_from", "term_to"):
        cells[column] = hand.day(election.get(column), column, number)
    for column, day in (
        ("registration_on", _registration_on(contest)),
        ("result_on", _result_on(contest, export)),
    ):
        cells[column] = hand.day(day, column, number)
    return ["" if (cell := cells[column]) is None else cell for column in hand.columns]


def _registration_on(contest: Contest) -> date | None:
    """Return the day on which people could put themselves forward: soon after the announcement."""
    announced_on: date | None = contest.election.get("announced_on")
    waited = timedelta(days=2 + contest.number % 2)
    return None if announced_on is None else announced_on + waited


def _result_on(contest: Contest, export: Mapping[str, Any]) -> date | None:
    """Return the day of the result: some take days, but the export knows it already."""
    if not contest.is_final:
        return None
    waits: Sequence[int] = export["result_after_days"]
    waited = timedelta(days=waits[contest.number % len(waits)])
    result_on: date = contest.election["held_on"] + waited
    known_by: date = export["listed_on"]
    return min(result_on, known_by)
