"""Measure how often the intervals of weighted and unweighted estimates hold what members think."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bench.accuracy import electorates, seasons
from bench.accuracy.electorates import Electorate, Poll
from bench.accuracy.seasons import Land
from bench.bars import verdict
from metrics.arrays import Floats, Ints
from metrics.disclosure.polls import sheets
from metrics.polls import weighting
from metrics.polls.weighting import Estimate

RUNS = 500
FIRST_SEED = 1000
"""The first poll measured: the method was chosen on those with lower numbers."""
Row = tuple[str, ...]


def estimate(poll: Poll, real: Land) -> tuple[Estimate, Estimate]:
    """Return the weighted estimate, and the unweighted."""
    cells = sheets.collapse(levels(real), poll.respondents)
    summed = np.zeros((cells.max() + 1, 2 + poll.answers.shape[1]))
    np.add.at(summed, cells, np.column_stack([poll.members, poll.respondents, poll.answers]))
    weighted = weighting.weighted(summed[:, 0], summed[:, 1], summed[:, 2:])
    return weighted, weighting.plain(poll.respondents.sum(), poll.answers.sum(axis=0))


def levels(real: Land) -> list[Ints]:
    """Return the groups that `metrics.disclosure.polls.sheets` makes cells of."""
    town, region = electorates.is_town(real), real.region
    return [3 * real.province + town, real.province, 3 * region + town, region, 0 * region]


def share_covered(estimate: Estimate, truth: Floats) -> float:
    """Return the share of choices whose interval holds the truth."""
    return float(((estimate.lo <= truth) & (truth <= estimate.hi)).mean())


def ask_all(world: Electorate, runs: int) -> list[tuple[float, float, float, float, float]]:
    """Return of each poll: who is covered (weighted, plain), errors of both, effective number."""
    real = seasons.land()
    results = []
    for seed in range(FIRST_SEED, FIRST_SEED + runs):
        poll = electorates.ask(np.random.default_rng(seed), world, real)
        weighted, plain = estimate(poll, real)
        off = [float(np.abs(each.share - poll.truth).mean()) for each in (weighted, plain)]
        held = [share_covered(each, poll.truth) for each in (weighted, plain)]
        results.append((held[0], held[1], off[0], off[1], weighted.effective))
    return results


def measure(_: Path) -> list[Row]:
    """Return rows of (what, measured, bar, met)."""
    return [
        row
        for name, world in electorates.WORLDS.items()
        for row in _rows(name, ask_all(world, RUNS))
    ]


def _rows(name: str, results: Iterable[tuple[float, ...]]) -> list[Row]:
    held, plain, off, plain_off, effective = np.array(list(results)).mean(axis=0)
    is_held = bool(0.93 <= held <= 0.97)
    rows: list[Row] = [
        (f"{name}: weighted 95 % interval covers", f"{held:.3f}", "0.93–0.97", verdict(is_held)),
        (f"{name}: mean error, weighted", f"{100 * off:.2f} points", "", ""),
        (f"{name}: mean error, unweighted", f"{100 * plain_off:.2f} points", "", ""),
        (f"{name}: answers' worth", f"{effective:,.0f}", "", ""),
    ]
    if name.startswith("even"):
        return [*rows, (f"{name}: unweighted covers", f"{plain:.3f}", "", "")]
    return [
        *rows,
        (f"{name}: unweighted covers", f"{plain:.3f}", "< 0.93", verdict(bool(plain < 0.93))),
    ]
