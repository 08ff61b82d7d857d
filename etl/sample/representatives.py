"""Write the sample's register of amphoe representatives, with what dirt.

Everybody who was elected is in it once, from the day their election's term begins: what it adds is
when terms end, and who gave up the office.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from etl.sample.candidates import Candidate, Contest
from etl.sample.people import years_later
from etl.sample.places import Country
from etl.sample.rows import Cell, Hand


def representative_rows(
    country: Country, words: Mapping[str, Any], held: Sequence[Contest]
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the register, with its dirt at the end."""
    export = words["representatives"]
    hand = Hand(words, export)
    rows = [
        _row(contest, contest.elected, hand, country, words) for contest in held if contest.elected
    ]
    # A first attempt at a row, and a row that was copied down once too often.
    mistyped, again = list(rows[0]), list(rows[-1])
    mistyped[hand.columns.index("term_from")] = export["impossible_day"]
    return hand.headings(), [*rows, mistyped, again]


def _row(
    contest: Contest, elected: Candidate, hand: Hand, country: Country, words: Mapping[str, Any]
) -> list[Cell]:
    export, election, number = words["representatives"], contest.election, contest.number
    province, amphoe = country.spell(election["amphoe"], number)
    term_from = election.get("term_from", election["held_on"])
    term_to = export["acting_until"].get(election["amphoe"])
    # Every other term is written without its end, as nobody has said yet how long one is.
    if term_to is None and number % 2 == 0:
        term_to = years_later(term_from, export["years"]) - timedelta(days=1)
    left = export["left"].get(election["amphoe"], {})
    cells: dict[str, Cell] = {
        "member_id": f"{elected.member:07d}",
        "name": elected.name,
        "province": province,
        "amphoe": amphoe,
        "term_from": hand.day(term_from, "term_from", number),
        "term_to": hand.day(term_to, "term_to", number),
        "ended_on": hand.day(left.get("on"), "ended_on", number),
        "end_reason": hand.words["end_reason"][left["reason"]] if left else "",
        "election_id": words["elections"]["id"].format(number=number),
    }
    return [cells[column] for column in hand.columns]
