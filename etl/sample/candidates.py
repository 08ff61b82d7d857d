"""Write who stands in the sample's elections.

Members of the amphoe under plainly invented names. One who was elected has lapsed since, and one
has moved away, as sample.toml says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.sample.electorate import Electorate
from etl.sample.rows import Cell, Hand
from etl.sample.votes import Count, count_ballots

_FINAL = "result_announced"


@dataclass(frozen=True)
class Candidate:
    """Somebody who stands: a name, and a member's number unless nobody could say which."""

    name: str
    member: int | None


@dataclass(frozen=True)
class Contest:
    """An election of the calendar by its number, with who stands, and its count once it is held."""

    number: int
    election: Mapping[str, Any]
    candidates: tuple[Candidate, ...]
    count: Count | None

    @property
    def is_final(self) -> bool:
        """Whether its result is announced."""
        return bool(self.election["status"] == _FINAL)

    @property
    def elected(self) -> Candidate | None:
        """Who won, when the result is announced."""
        return self.candidates[self.count.winner] if self.count and self.is_final else None


def contests(words: Mapping[str, Any], electorate: Electorate) -> list[Contest]:
    """Return the elections of sample.toml in the order of their numbers.

    Whoever stands twice in an amphoe has the same name both times.
    """
    calendar, settled = words["elections"]["calendar"], electorate.find_settled()
    fresh = _names(words["names"])
    names: dict[int | tuple[int, int], str] = {}
    calendar_contests = []
    for number, election in enumerate(calendar, start=1):
        stand = election.get("candidates", 0)
        people: list[int | None] = [*settled.get(election.get("amphoe"), ())][:stand]
        people += [None] * (stand - len(people))
        count = None
        if "ballots" in election:
            count = count_ballots(number, election, words["elections"]["votes"])
            special = _special(election, words["representatives"], electorate)
            people[count.winner] = special or people[count.winner]
        candidates = []
        for position, person in enumerate(people):
            key = (number, position) if person is None else person
            if key not in names:
                names[key] = next(fresh)
            candidates.append(Candidate(names[key], person))
        calendar_contests.append(Contest(number, election, tuple(candidates), count))
    return calendar_contests


def _special(
    election: Mapping[str, Any], words: Mapping[str, Any], electorate: Electorate
) -> int | None:
    """Return the member who must win because of what becomes of them, if this is such an amphoe."""
    amphoe: str = election["amphoe"]
    if amphoe == words["lapsed"]:
        return electorate.find_lapsed(amphoe, election["held_on"])
    return electorate.find_moved(amphoe) if amphoe == words["moved"] else None


def candidate_rows(
    words: Mapping[str, Any], held: Sequence[Contest]
) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings and rows of the candidates export; some losers come without a number."""
    hand = Hand(words, words["candidates"])
    rows: list[list[Cell]] = []
    for contest in held:
        for position, candidate in enumerate(contest.candidates):
            is_known = len(rows) % words["candidates"]["unknown_every"] != 0
            cells = {
                **_candidate(contest, position, hand),
                "election_id": words["elections"]["id"].format(number=contest.number),
            }
            if not is_known and candidate is not contest.elected:
                cells["member_id"] = ""
            rows.append([cells[column] for column in hand.columns])
    return hand.headings(), rows


def _candidate(contest: Contest, position: int, hand: Hand) -> dict[str, Cell]:
    candidate = contest.candidates[position]
    cells: dict[str, Cell] = dict.fromkeys(hand.columns, "")
    cells["candidate_no"], cells["name"] = str(position + 1), candidate.name
    if candidate.member is not None:
        cells["member_id"] = f"{candidate.member:07d}"
    if contest.count:
        online, onsite = contest.count.votes[position]
        cells |= {"votes_online": online, "votes_onsite": onsite, "votes": online + onsite}
    if contest.is_final:
        outcome = "yes" if candidate is contest.elected else "no"
        cells["is_elected"] = hand.words["outcome"][outcome]
    return cells


def _names(words: Mapping[str, Any]) -> Iterator[str]:
    """Yield full names, no two alike, as many as the lists of given and family names allow."""
    given, family = words["given"], words["family"]
    for n in range(len(given) * len(family)):
        first, again = n % len(given), n // len(given)
        yield f"{given[first]} {family[(first + again) % len(family)]}"
