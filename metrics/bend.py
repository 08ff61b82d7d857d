"""Does a curve of weekly counts rise faster than before, and since which of the party's own events?

Nothing is asked of the warehouse here: counts and days go in, and out comes what is true of them.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

KINDS = (
    *("unknown", "faster_since", "slower_since", "faster", "slower"),
    *("rising", "flat", "falling"),
)
"""Every kind of bend: with a mark's two sides compared, the last four weeks with those before, or
only what a week brought lately."""
_LATELY = 4
_SIDE = 2
"""So many weeks must lie on either side of a mark."""
_MORE, _LESS = 1.25, 0.8


@dataclass(frozen=True)
class Mark:
    """A day of the party's own, and what it is called."""

    on: date
    label: str


@dataclass(frozen=True)
class Bend:
    """What is true of a curve: `per_week` is the mean of the last weeks, `mark` the day it bent."""

    kind: str
    per_week: float = 0.0
    mark: Mark | None = None


def judge(days: Sequence[date], counts: Sequence[int], marks: Sequence[Mark] = ()) -> Bend:
    """Return the bend of counts at the ends of weeks, oldest first, and the newest mark it is of.

    Compared are mean changes a week; a quarter more is faster, a fifth less is slower.
    """
    now = lately(counts)
    changes = [after - before for before, after in itertools.pairwise(counts)]
    for mark in sorted(marks, key=lambda each: each.on, reverse=True):
        # The week in which the mark lies is on neither side.
        before = [change for change, end in zip(changes, days[1:], strict=True) if end <= mark.on]
        after = [change for change, begin in zip(changes, days, strict=False) if begin >= mark.on]
        if min(len(before), len(after)) >= _SIDE:
            compared = _compared(fmean(before), fmean(after))
            if compared:
                return Bend(f"{compared}_since", now.per_week, mark)
    if len(changes) >= 2 * _LATELY:
        compared = _compared(fmean(changes[:-_LATELY]), now.per_week)
        if compared:
            return Bend(compared, now.per_week)
    return now


def lately(counts: Sequence[int]) -> Bend:
    """Return whether the last weeks brought more, less or nothing, of counts at weeks' ends."""
    if len(counts) <= _SIDE:
        return Bend("unknown")
    span = min(_LATELY, len(counts) - 1)
    per_week = (counts[-1] - counts[-1 - span]) / span
    return Bend("rising" if per_week > 0 else "falling" if per_week < 0 else "flat", per_week)


def _compared(before: float, after: float) -> str:
    """Return faster or slower where a number rises both before and after, else nothing.

    What rises no more is no slower rise: `falling` and `flat` say it plainly.
    """
    if before <= 0 or after <= 0:
        return ""
    return "faster" if after >= _MORE * before else "slower" if after <= _LESS * before else ""
