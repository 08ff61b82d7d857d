"""The real series that forecasts are judged on, and the scores.

The files lie beside the project (`../shared/series`, described in its README) and are not part of
it. Scores: OWA as the M4 competition defines it (Makridakis et al., 2020), CRPS of an ensemble
(Gneiting and Raftery, 2007), Brier's score of a chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Floats

Simulator = Callable[[Floats, int], Floats]
"""(values, weeks) → possible futures, shape (paths, weeks)."""

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "series"
M4_WEEKS = 13
NAIVE2_SMAPE, NAIVE2_MASE = 9.161, 2.777
ORIGINS = (10, 14, 20, 28, 40, 52)
AHEAD = 8
TIMES_PACE = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Targets: what so many times the mean pace of the last eight weeks would bring."""


@dataclass(frozen=True)
class Case:
    """One series up to an origin, and what came after."""

    name: str
    known: Floats
    actual: Floats


@dataclass(frozen=True)
class Scores:
    """How chances and bands held on cumulative series, eight weeks ahead.

    `cover_all` counts every week of the eight. CRPS are means in units of eight weeks at the
    recent pace, and of the total at the origin.
    """

    cover: float
    cover_all: float
    brier: float
    crps_pace: float
    crps_total: float


def m4(points: int | None = None) -> list[Case]:
    """Return the 359 weekly series of M4, or only the last `points` of each."""
    train = _by_series("m4_weekly_train.csv.gz", "y")
    test = _by_series("m4_weekly_test.csv.gz", "y")
    names = sorted(train, key=lambda name: int(name[1:]))
    return [Case(name, train[name][-(points or 0) :], test[name]) for name in names]


def cumulative() -> list[Case]:
    """Return every cumulative series at every origin."""
    totals = _by_series("cumulative_weekly.csv", "total")
    return [
        Case(name, totals[name][:origin], totals[name][origin : origin + AHEAD])
        for name in sorted(totals)
        for origin in ORIGINS
    ]


def _by_series(file: str, column: str) -> dict[str, Floats]:
    frame = pd.read_csv(FOLDER / file)
    return {
        str(name): rows[column].to_numpy(dtype=np.float64)
        for name, rows in frame.groupby("series", sort=False)
    }


def owa(cases: list[Case], scales: dict[str, float], forecasts: list[Floats]) -> float:
    """Return the overall weighted average of point forecasts; 1 is M4's own Naive2.

    `scales` are the mean absolute weekly changes of the whole series, as M4 has it, also where
    only the last points were shown to the model.
    """
    smape, mase = [], []
    for case, point in zip(cases, forecasts, strict=True):
        error = np.abs(case.actual - point)
        smape.append(200 * np.mean(error / (np.abs(case.actual) + np.abs(point))))
        mase.append(np.mean(error) / scales[case.name])
    return float((np.mean(smape) / NAIVE2_SMAPE + np.mean(mase) / NAIVE2_MASE) / 2)


def m4_scales() -> dict[str, float]:
    """Return each series' mean absolute weekly change."""
    return {case.name: float(np.mean(np.abs(np.diff(case.known)))) for case in m4()}


def is_inside_band(futures: Floats, actual: Floats) -> NDArray[np.bool_]:
    """Return for each week whether the 95 % band holds what happened."""
    low, high = np.percentile(futures, [2.5, 97.5], axis=0)
    return np.asarray((low <= actual) & (actual <= high))


def crps(futures: Floats, actual: float) -> float:
    """Return the continuous ranked probability score of one week's futures, shape (paths,)."""
    ordered, count = np.sort(futures), len(futures)
    ranks = np.arange(1, count + 1)
    spread = np.sum((2 * ranks - count - 1) * ordered) / count**2
    return float(np.mean(np.abs(ordered - actual)) - spread)


def score(cases: list[Case], simulator: Simulator) -> Scores:
    """Score a simulator on cumulative cases."""
    last: list[bool] = []
    every: list[bool] = []
    briers: list[float] = []
    by_pace: list[float] = []
    by_total: list[float] = []
    for case in cases:
        futures = simulator(case.known, AHEAD)
        inside = is_inside_band(futures, case.actual)
        last.append(inside[-1])
        every.extend(inside)
        now, end = case.known[-1], case.actual[-1]
        pace = (now - case.known[-1 - AHEAD]) / AHEAD
        for times in TIMES_PACE:
            target = now + times * pace * AHEAD
            briers.append((np.mean(futures[:, -1] >= target) - (end >= target)) ** 2)
        error = crps(futures[:, -1], end)
        by_pace.append(error / max(pace * AHEAD, 1.0))
        by_total.append(error / max(now, 1.0))
    means = [float(np.mean(values)) for values in (last, every, briers, by_pace, by_total)]
    return Scores(*means)
