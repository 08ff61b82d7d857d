"""How many members will there be, week by week, and how sure can one be? Numbers in, paths out.

Run once a build; nothing that a page imports may import this. Two models share the paths:

- *growth*, where the series moves one way (a membership drive): the logarithm of its weekly change
  follows its own recent past, and the drive wears off a little every week;
- *level*, where it goes up and down: the change of its logarithm follows its own past.

Both are autoregressions shrunk towards a prior (ridge regression, Hoerl and Kennard, 1970), so
that a short series claims little, and both are simulated with errors of heavy tails. How far the
moves of the last half year were one-sided decides how many of the paths each gets. How
the constants were chosen, and how good they are on real series: `bench/accuracy/forecasts.py`.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Floats

MIN_POINTS = 8
"""Weekly points below which nothing is forecast: a shape cannot be told from chance."""
PACE_WEEKS = 4
"""The last pace is the mean of so many weeks."""
BANDS = (50, 80, 95)
"""Central bands of a fan, in per cent."""
NEVER_CERTAIN = 0.005
"""No chance is stored below this or above its complement: a model can be wrong."""

_ONE_SIDED = (0.80, 0.95)  # share of all movement in one direction: below level, above growth
_RECENT = 26  # weeks that decide how one-sided a series is
_WORN_OFF, _WORN_OFF_SD = 0.04, 0.08  # a drive's weekly decline, and how it differs by drive
_LARGEST = (1.0, 3.0)  # of the largest week seen: a path has no larger one
_TAIL = 8.0  # degrees of freedom of Student's t
_YEAR = 53  # lags of a series that has seen the same week of three years
_LONG = 3 * _YEAR + 1


@dataclass(frozen=True)
class Fan:
    """Quantiles of paths for each week ahead; every array has shape (weeks,)."""

    median: Floats
    lo50: Floats
    hi50: Floats
    lo80: Floats
    hi80: Floats
    lo95: Floats
    hi95: Floats


@dataclass(frozen=True)
class _Prior:
    """What is believed before the data speak: coefficients, and the spread of an error.

    `strength` is how many variances the ridge adds, `weeks` how many weeks' worth the prior
    spread counts, `widened` what the spread is multiplied by.
    """

    coefficients: Floats
    strength: float
    spread: float = 0.0
    weeks: int = 0
    widened: float = 1.0


def simulate(values: Floats, weeks: int, *, seed: int, paths: int = 2000) -> Floats:
    """Return possible futures, shape (paths, weeks), of a weekly series, none below zero.

    `values` are counts at the ends of consecutive weeks, oldest first, shape (points,). The same
    arguments give the same futures. Raises ValueError under MIN_POINTS points, for a negative
    count and for a count that is not a number.
    """
    series = np.asarray(values, dtype=np.float64)
    if len(series) < MIN_POINTS:
        raise ValueError(f"{len(series)} points, {MIN_POINTS} are needed")
    if not np.isfinite(series).all() or (series < 0).any():
        raise ValueError("counts are numbers, zero or more")
    rng = np.random.default_rng(seed)
    growing = round(_one_sided(series) * paths)
    futures = np.concatenate(
        [
            _growth(series, weeks, growing, rng),
            _level(series, weeks, paths - growing, rng),
        ]
    )
    return np.asarray(np.maximum(futures, 0.0))


def fan(futures: Floats) -> Fan:
    """Return the median and the BANDS of futures of shape (paths, weeks)."""
    levels = [50.0, *(edge for band in BANDS for edge in (50 - band / 2, 50 + band / 2))]
    return Fan(*np.percentile(futures, levels, axis=0))


def last_pace(values: Floats, weeks: int) -> Floats:
    """Return the straight line at the mean pace of the last PACE_WEEKS weeks, shape (weeks,)."""
    series = np.asarray(values, dtype=np.float64)
    back = min(PACE_WEEKS, len(series) - 1)
    pace = (series[-1] - series[-1 - back]) / back if back else 0.0
    return np.asarray(np.maximum(series[-1] + pace * np.arange(1, weeks + 1), 0.0))


def at(futures: Floats, now: float, weeks: float) -> Floats:
    """Return where each path is after so many weeks, a fraction included, shape (paths,)."""
    if not 0 <= weeks <= futures.shape[1]:
        raise ValueError(f"{weeks} weeks, the paths have {futures.shape[1]}")
    whole = np.concatenate([np.full((len(futures), 1), now), futures], axis=1)
    before = min(int(weeks), futures.shape[1] - 1)
    part = weeks - before
    return np.asarray(whole[:, before] * (1 - part) + whole[:, before + 1] * part)


def chance(futures: Floats, now: float, weeks: float, target: float) -> float:
    """Return the share of paths at or above the target after so many weeks, never 0 or 1."""
    share = float(np.mean(at(futures, now, weeks) >= target))
    return min(max(share, NEVER_CERTAIN), 1 - NEVER_CERTAIN)


def reached(futures: Floats, now: float, target: float) -> Floats:
    """Return after how many weeks each path first reaches the target, shape (paths,).

    Infinite where it does not within the paths; 0 where it is passed already.
    """
    if now >= target:
        return np.zeros(len(futures))
    whole = np.concatenate([np.full((len(futures), 1), now), futures], axis=1)
    above = futures >= target
    first = above.argmax(axis=1)
    rows = np.arange(len(futures))
    start, end = whole[rows, first], whole[rows, first + 1]
    part = (target - start) / np.where(end > start, end - start, 1.0)
    return np.asarray(np.where(above.any(axis=1), first + part, np.inf))


def _one_sided(series: Floats) -> float:
    moves = np.diff(series)[-_RECENT:]
    total = np.abs(moves).sum()
    if not total:
        return 1.0
    side = max(moves[moves > 0].sum(), -moves[moves < 0].sum()) / total
    low, high = _ONE_SIDED
    return float(np.clip((side - low) / (high - low), 0, 1))


def _growth(series: Floats, weeks: int, paths: int, rng: np.random.Generator) -> Floats:
    """Simulate weekly changes on a logarithmic scale that also takes zero and falls."""
    moves = np.diff(series)
    largest = max(float(np.abs(moves).max()), 1e-3 * series[-1], 1.0)
    scale = max(0.1 * float(np.median(np.abs(moves[-13:]))), 1e-3 * largest)
    logs = np.arcsinh(moves / scale)
    # The prior smooths exponentially: nearly half of a week's surprise are taken back.
    prior = _Prior(-np.power(0.45, np.arange(1.0, 5.0)), strength=40, spread=0.45, weeks=16)
    lags = min(4, (len(logs) - 2) // 3)
    steps = _autoregression(np.diff(logs), lags, 52, prior, weeks, paths, rng)
    ahead = np.clip(logs[-1] + steps.cumsum(axis=1), -30, 30)
    worn = _WORN_OFF + _WORN_OFF_SD * rng.standard_normal((paths, 1))
    changes = scale * np.sinh(ahead) * np.exp(-worn * np.arange(1, weeks + 1))
    # What never fell is not made to fall; what never moved may move a little.
    lowest, highest = float(moves.min()), float(moves.max())
    if lowest == highest == 0:
        lowest, highest = -largest, largest
    most = rng.uniform(*_LARGEST, (paths, 1))
    changes = np.clip(changes, most * min(lowest, 0.0), most * max(highest, 0.0))
    return np.asarray(series[-1] + changes.cumsum(axis=1))


def _level(series: Floats, weeks: int, paths: int, rng: np.random.Generator) -> Floats:
    """Simulate the series itself: its logarithm where it has one."""
    is_positive = bool(series.min() > 0)
    logs = np.log(series) if is_positive else series
    moves = np.diff(logs)
    if len(series) >= _LONG:
        prior = _Prior(np.zeros(_YEAR), strength=50, widened=0.85)
        steps = _autoregression(moves, _YEAR, 260, prior, weeks, paths, rng)
    else:
        lags = min(12, len(series) // 6)
        prior = _Prior(np.zeros(lags), strength=20, widened=1.15)
        steps = _autoregression(moves, lags, 260, prior, weeks, paths, rng)
    ahead = logs[-1] + steps.cumsum(axis=1)
    return np.asarray(np.exp(np.minimum(ahead, 50)) if is_positive else ahead)


def _autoregression(
    moves: Floats,
    lags: int,
    recent: int,
    prior: _Prior,
    weeks: int,
    paths: int,
    rng: np.random.Generator,
) -> Floats:
    """Fit `moves` on their own last `lags` and simulate on, shape (paths, weeks).

    The spread is that of the last `recent` errors, pooled with the prior's.
    """
    response, past = moves[lags:], _lagged(moves, lags)
    coefficients = _shrunk(past, response, float(np.var(moves)), prior)
    errors = (response - past @ coefficients)[-recent:]
    # A fit on few errors has used some of them up.
    free = max(len(errors) - (0 if prior.weeks else min(lags, len(errors) // 3)), 1)
    pooled = (errors @ errors + prior.weeks * prior.spread**2) / (free + prior.weeks)
    spread = prior.widened * np.sqrt(pooled * (_TAIL - 2) / _TAIL)
    steps = np.empty((paths, lags + weeks))
    steps[:, :lags] = moves[len(moves) - lags :]
    shocks = spread * rng.standard_t(_TAIL, (paths, weeks))
    for week in range(weeks):
        recent_first = steps[:, week : week + lags][:, ::-1]
        steps[:, lags + week] = recent_first @ coefficients + shocks[:, week]
    return steps[:, lags:]


def _lagged(moves: Floats, lags: int) -> Floats:
    """Return for every move after the first `lags` those before it, the latest first."""
    if not lags:
        return np.empty((len(moves), 0))
    windows = np.lib.stride_tricks.sliding_window_view(moves[:-1], lags)
    return np.asarray(windows[:, ::-1])


def _shrunk(past: Floats, response: Floats, variance: float, prior: _Prior) -> Floats:
    """Return ridge coefficients, drawn towards the prior's instead of towards zero."""
    believed = prior.coefficients[: past.shape[1]]
    if not len(believed) or not variance:
        return believed
    penalty = prior.strength * variance * np.eye(len(believed))
    fitted = np.linalg.solve(past.T @ past + penalty, past.T @ (response - past @ believed))
    return np.asarray(believed + fitted)
