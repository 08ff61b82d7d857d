"""How is a forecast written into an edition's tables? Paths in, rows out."""

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, timedelta

import numpy as np

from metrics.arrays import Floats
from metrics.forecast import members_model

Value = str | int | float | date | None
Rows = dict[str, list[tuple[Value, ...]]]
"""Table → rows, in the order of the table's columns."""

LEAST_WEEKS, MOST_WEEKS = 26, 104
TEST_WEEKS = 13
"""A forecast looks at least and at most so far ahead; a test of the past looks so far."""
_BANDS = 7


@dataclass(frozen=True)
class Target:
    """A number to be reached by a day."""

    value: int
    deadline: date


@dataclass(frozen=True)
class Area:
    """The country (kind `country`, provinces None), a province or a region, and its targets."""

    kind: str
    code: str
    provinces: frozenset[str] | None
    targets: tuple[Target, ...] = field(default=(), compare=False)

    def weeks(self, made_on: date) -> int:
        """Return how far to look ahead: half a year, and half a year past the last deadline."""
        last = max((target.deadline for target in self.targets), default=made_on)
        ahead = math.ceil((last - made_on).days / 7) + LEAST_WEEKS
        return min(max(ahead, LEAST_WEEKS), MOST_WEEKS)


@dataclass(frozen=True)
class Run:
    """Which forecast a row belongs to."""

    made_on: date
    edition: str
    metric: str
    area_kind: str
    area_code: str

    def seed(self) -> int:
        """Return a seed: the same for the same day, number and area."""
        text = f"{self.made_on}|{self.metric}|{self.area_kind}|{self.area_code}"
        return zlib.crc32(text.encode())


def fan_rows(
    run: Run, futures: Floats | None, now: float, line: Floats
) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of `forecasts`; without futures there is only the line at the last pace."""
    bands = None if futures is None else astuple(members_model.fan(futures))
    for week, pace in enumerate(line):
        edges = [None] * _BANDS if bands is None else [float(band[week]) for band in bands]
        ends = run.made_on + timedelta(days=7 * (week + 1))
        yield (*astuple(run), ends, week + 1, *edges, now, float(pace))


def chance_rows(
    run: Run, futures: Floats | None, now: float, targets: Sequence[Target]
) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of `forecast_chances`.

    A chance is missing without futures, when the deadline is past, or lies beyond the paths; so
    is a day that too few of the paths reach.
    """
    for target in targets:
        weeks = (target.deadline - run.made_on).days / 7
        days: list[date | None] = [None, None, None]
        chance = None
        if futures is not None:
            reached = np.sort(members_model.reached(futures, now, target.value))
            days = [_day(run.made_on, reached, share) for share in (0.5, 0.1, 0.9)]
            if 0 <= weeks <= futures.shape[1]:
                chance = members_model.chance(futures, now, weeks, target.value)
        yield (*astuple(run), target.value, target.deadline, chance, *days)


def _day(made_on: date, reached: Floats, share: float) -> date | None:
    weeks = float(reached[min(math.ceil(share * len(reached)), len(reached)) - 1])
    return made_on + timedelta(days=math.ceil(7 * weeks)) if math.isfinite(weeks) else None


def tested_rows(
    run: Run, futures: Floats, now: float, line: Floats, actual: Floats
) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of `forecast_tests`: a forecast of the past (`made_on`) and what happened."""
    bands = astuple(members_model.fan(futures))
    area = (run.metric, run.area_kind, run.area_code)
    for week, happened in enumerate(actual):
        ends = run.made_on + timedelta(days=7 * (week + 1))
        edges = [float(band[week]) for band in bands]
        yield (*area, run.made_on, ends, week + 1, float(happened), *edges, now, float(line[week]))
