"""Invented polls in which what members think is looked for.

On the real 928 amphoe: members lie unevenly, opinions differ by region, province and between towns
and the rest, and so does how readily they answer: the readier towns think otherwise.
"""

from dataclasses import dataclass

import numpy as np

from bench.accuracy.seasons import Land
from metrics.arrays import Floats, Ints


@dataclass(frozen=True)
class Electorate:
    """How members think and answer in one invented poll of three choices."""

    share: float  # of members who answer
    uneven: float  # how differently provinces answer: a lognormal's sigma
    towns: float  # how much readier towns are, in logs
    apart: float  # how differently areas think, in logits


WORLDS: dict[str, Electorate] = {
    "even response": Electorate(0.03, 0.0, 0.0, 0.6),
    "uneven response": Electorate(0.03, 0.6, 0.8, 0.6),
    "uneven, few answers": Electorate(0.008, 0.6, 0.8, 0.6),
    "uneven, a fifth answer": Electorate(0.2, 0.6, 0.8, 0.6),
    "very uneven, far apart": Electorate(0.05, 1.0, 1.2, 1.0),
}


@dataclass(frozen=True)
class Poll:
    """What came of it, by amphoe: members, respondents, answers by choice; and the truth."""

    members: Floats
    respondents: Floats
    answers: Floats
    truth: Floats


def is_town(real: Land) -> Ints:
    """Return 2 for a khet, 1 for the capital of a province, 0 for the rest."""
    capital = np.array([code.endswith("01") for code in real.codes])
    return np.where(real.is_khet, 2, capital.astype(np.int64))


def ask(rng: np.random.Generator, world: Electorate, real: Land) -> Poll:
    """Ask all members; those who answer are a draw without replacement in their amphoe."""
    many = len(real.codes)
    town = is_town(real)
    members = np.ceil(rng.lognormal(3.6, 0.9, many) * np.array([1.0, 3.0, 2.5])[town])
    provinces, inside = np.unique(real.province, return_inverse=True)
    levels = np.array([[0.3, 0.0, -0.8]])
    tilt = np.array([1.0, 0.0, -1.0])
    leaning = rng.normal(0, world.apart, (real.region.max() + 1, 3))[real.region]
    leaning = leaning + rng.normal(0, world.apart / 2, (len(provinces), 3))[inside]
    leaning = leaning + levels + tilt * (world.apart * (town > 0))[:, None]
    odds = np.exp(leaning)
    opinions = _round(rng, members, odds / odds.sum(axis=1, keepdims=True))
    ready = rng.normal(0, world.uneven, len(provinces))[inside] + world.towns * (town > 0)
    ready = np.exp(ready + 0.4 * world.uneven * leaning[:, 0])
    share = np.minimum(world.share * ready * members.sum() / (members @ ready), 0.9)
    respondents = rng.binomial(members.astype(np.int64), share)
    answers = np.array(
        [
            rng.multivariate_hypergeometric(each, number)
            for each, number in zip(opinions, respondents, strict=True)
        ]
    )
    truth = opinions.sum(axis=0) / members.sum()
    return Poll(members, respondents.astype(float), answers.astype(float), truth)


def _round(rng: np.random.Generator, members: Floats, shares: Floats) -> Ints:
    """Return how many members of each amphoe think what: whole people, drawn once."""
    rows = zip(members, shares, strict=True)
    return np.array([rng.multinomial(int(number), share) for number, share in rows])
