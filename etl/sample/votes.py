"""Draw how the ballots of one of the sample's elections fell.

Drawn with dice of its own for every election, so that a change to one leaves all others, and all
members, as they were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Count:
    """What was counted: ballots by channel, those for nobody, and votes for each candidate.

    `votes` are (online, on site) in the order of the candidates' numbers; `winner` is a position
    in it, and has more votes than anybody else.
    """

    online: int
    onsite: int
    spoiled: int
    no_vote: int
    votes: tuple[tuple[int, int], ...]
    winner: int

    @property
    def valid(self) -> int:
        """Votes for any candidate."""
        return sum(online + onsite for online, onsite in self.votes)


def count_ballots(number: int, election: Mapping[str, Any], words: Mapping[str, Any]) -> Count:
    """Count a row of the calendar that has ballots; `words` is `[elections.votes]`.

    Everything adds up, but for the votes that the row itself says were lost (`miscounted`).
    """
    rng = Random(f"{words['seed']} {number}")
    ballots, stand = election["ballots"], election["candidates"]
    online = _online(rng, election["channel"], ballots, words)
    onsite = ballots - online
    share = rng.uniform(*words["no_vote"])
    if stand == 1:
        # Whoever does not want the only candidate has no other way to say so.
        share *= words["uncontested"]
    nobody_online, nobody_onsite = round(online * share), round(onsite * share)
    # Only paper can be spoiled.
    spoiled = round(onsite * rng.uniform(*words["spoiled"]))
    weights = [rng.uniform(1.0, 2.0) for _ in range(stand)]
    winner = weights.index(max(weights))
    weights[winner] *= words["lead"]
    lost = election.get("miscounted", 0)
    votes = zip(
        _split(online - nobody_online, weights),
        _split(onsite - nobody_onsite - spoiled - lost, weights),
        strict=True,
    )
    return Count(online, onsite, spoiled, nobody_online + nobody_onsite, tuple(votes), winner)


def _online(rng: Random, channel: str, ballots: int, words: Mapping[str, Any]) -> int:
    match channel:
        case "online":
            return ballots
        case "onsite":
            return 0
    return round(ballots * rng.uniform(*words["online"]))


def _split(votes: int, weights: Sequence[float]) -> list[int]:
    """Share out votes by weight; what cannot be shared goes to the heaviest."""
    shares = [int(votes * weight / sum(weights)) for weight in weights]
    shares[weights.index(max(weights))] += votes - sum(shares)
    return shares
