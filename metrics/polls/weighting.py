"""What would all members have said, had they answered as their neighbours did?

Post-stratification: members are cut into cells whose sizes are known; in each cell those who
answered stand for all its members. Arrays in, estimates out; the sum of squares needs nothing but
numpy. Cochran (1977), "Sampling Techniques", 5A.9; Wilson's interval with the effective number of
answers instead of the number, after Korn and Graubard (1998), "Confidence intervals for
proportions with small expected number of positive counts".
"""

import math
from dataclasses import dataclass

import numpy as np

from metrics.arrays import Floats

_Z = 1.959964


@dataclass(frozen=True)
class Estimate:
    """The share of each choice (choices,), its 95 % interval, and how many answers it is worth."""

    share: Floats
    lo: Floats
    hi: Floats
    effective: float


def weighted(members: Floats, respondents: Floats, answers: Floats) -> Estimate:
    """Return the estimate for all members from cells: (cells,), (cells,) and (cells, choices).

    Without replacement: who answered is not guessed at, so a cell that answered whole is certain.
    """
    known = (respondents > 0) & (members > 0)
    members, respondents, answers = members[known], respondents[known], answers[known]
    weight = members / members.sum()
    share = weight @ (answers / respondents[:, None])
    # A cell where all said the same is not certain: it is drawn to the whole by one answer.
    within = (answers + share) / (respondents[:, None] + 1)
    unseen = np.clip(1 - respondents / members, 0, 1)
    each = weight**2 * unseen / np.maximum(respondents - 1, 1)
    variance = each @ (within * (1 - within))
    effective = 1 / float((weight**2 / respondents).sum())
    lo, hi = _wilson(share, variance, effective)
    return Estimate(share, lo, hi, effective)


def plain(respondents: float, answers: Floats) -> Estimate:
    """Return the estimate as if whoever answered were drawn from all members alike."""
    share = answers / respondents
    lo, hi = _wilson(share, share * (1 - share) / respondents, respondents)
    return Estimate(share, lo, hi, respondents)


def difference(then: tuple[float, float, float], now: tuple[float, float, float]) -> Floats:
    """Return how much more a share is now, lo and hi, from (share, lo, hi) of each.

    Newcombe (1998), "Interval estimation for the difference between independent proportions",
    method 10. Who answered both times is not known; where many did, the interval is too wide.
    """
    (was, was_lo, was_hi), (share, lo, hi) = then, now
    change = share - was
    down = math.hypot(share - lo, was_hi - was)
    up = math.hypot(hi - share, was - was_lo)
    return np.array([change, change - down, change + up])


def _wilson(share: Floats, variance: Floats, effective: float) -> tuple[Floats, Floats]:
    spread = share * (1 - share)
    worth = np.where(variance > 1e-12, spread / np.maximum(variance, 1e-12), effective)
    worth = np.where(spread > 1e-12, worth, effective)
    # Student's t instead of the normal, by its first term (Fisher's expansion).
    z2 = (_Z + (_Z**3 + _Z) / (4 * max(effective - 1, 1))) ** 2
    middle = (share + z2 / (2 * worth)) / (1 + z2 / worth)
    half = np.sqrt(z2 * (spread / worth + z2 / (4 * worth**2))) / (1 + z2 / worth)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
