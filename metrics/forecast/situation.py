"""How do things stand on the day a coverage forecast is made: covered, announced, ending?"""

from dataclasses import dataclass, field

import numpy as np

from metrics.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Situation:
    """How things stand now. Arrays are (amphoe,) except `neighbours` (p, 2) and `unannounced`.

    Weeks count from 0, the seven days that follow now; -1 is none. `announced_week`: when an
    announced election would make the amphoe covered (see `announced_week`). `ends_week`: when a
    covered amphoe's known term ends. `held` is (held, not held) of past announced elections,
    `elected` (elected, not elected) of those held. `losses` counts amphoe lost other than by a
    known end of term, in `covered_weeks` amphoe-weeks. `unannounced`: see `unannounced_share`.
    `groups` (groups, amphoe), if given, are counted each by itself as well.
    """

    is_covered: Bools
    members: Floats
    neighbours: Ints
    threshold: float
    announced_week: Ints
    ends_week: Ints
    held: tuple[int, int] = (0, 0)
    elected: tuple[int, int] = (0, 0)
    losses: int = 0
    covered_weeks: float = 0.0
    unannounced: Floats = field(default_factory=lambda: np.ones(0))
    region: Ints | None = None
    groups: Bools | None = None


def announced_week(held_in_days: Ints, lag_days: int) -> Ints:
    """Return the week an announced election would cover its amphoe, from the days until it.

    `lag_days` usually pass from the election to the start of the term. An election day that has
    passed with no result known may still bring one: it counts in the coming week.
    """
    return np.asarray(np.maximum((np.asarray(held_in_days) + lag_days - 1) // 7, 0), np.int64)


def unannounced_share(notice_days: Floats, weeks: int = 8) -> Floats:
    """Return (weeks,): of amphoe that become covered in that week, the share not announced now.

    `notice_days` of past coverings: days from the announcement to being covered, 0 where nobody
    announced it. What is announced is counted by itself, so without this share the first weeks
    would count it twice: the hazard knows every way to become covered.
    """
    middle = 7 * np.arange(weeks) + 4
    if not len(notice_days):
        return np.ones(weeks)
    return np.asarray((np.asarray(notice_days)[:, None] < middle).mean(axis=0), dtype=float)
