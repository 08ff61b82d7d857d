"""How sure is a mean difference between each treated unit and its matched controls?

A matched set is one treated unit and its controls. Which of a set is called the treated one is
drawn anew many times; each time the mean difference is divided by its own standard error, summed
over clusters (provinces, or amphoe), because a control serves several sets and what happens in a
province happens to all of it. The interval takes its width from those quotients: exact where the
treated one is any of the set, and right in the long run where it also varies more than its
controls do, as it does when an effect is not the same everywhere. Chung and Romano (2013),
"Exact and asymptotically robust permutation tests"; Wu and Ding (2021), "Randomization tests for
weak null hypotheses in randomized experiments".
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Floats, Ints

DRAWS = 999
LEAST_CLUSTERS = 8
"""With fewer provinces than this each amphoe is a cluster of its own."""


LEAST_FOR_SIZE = 20
CLEAR = 2.0
"""With fewer sets, or a slope of fewer standard errors than this, a line through their sizes would
follow chance."""


@dataclass(frozen=True)
class Interval:
    """A mean difference and its 95 % interval."""

    estimate: float
    lo: float
    hi: float
    se: float


def interval(
    values: Floats,
    clusters: Ints,
    *,
    size: Floats | None = None,
    seed: int = 7,
    draws: int = DRAWS,
) -> Interval:
    """Return the mean of column 0 less the mean of the others, over the rows, and its interval.

    Both are (sets, 1 + controls): the treated one comes first. Where effects grow with `size`
    (sets,), that they differ is no doubt about their mean over these sets, and is not counted as
    such (Fogarty, 2018, "Regression-assisted inference for the average treatment effect in paired
    experiments"). The same input gives the same answer.
    """
    sets, width = values.shape
    _, flat = np.unique(clusters, return_inverse=True)
    places = flat.reshape(values.shape)
    many = int(flat.max()) + 1
    effects = values[:, 0] - values[:, 1:].mean(axis=1)
    estimate = float(effects.mean())
    null = values.copy()
    null[:, 0] += _unexplained(effects, size) - effects
    # Each set's own mean is taken off, which is one of its degrees of freedom.
    null -= null.mean(axis=1, keepdims=True)
    null *= np.sqrt(width / (width - 1))
    # A set's treated one weighs 1, each control -1/controls: all as controls, then the one swapped.
    as_control = -1 / (sets * (width - 1))
    swap = 1 / sets - as_control
    base = np.bincount(places.ravel(), null.ravel() * as_control, many).astype(np.float64)
    treated = np.zeros((sets, 1), dtype=np.int64)
    _, (se,) = _studentised(null, places, base, swap, treated.T, many)
    chosen = np.random.default_rng(seed).integers(0, width, (draws, sets))
    differences, errors = _studentised(null, places, base, swap, chosen, many)
    quotients = differences / np.maximum(errors, 1e-12)
    low, high = np.quantile(quotients, (0.025, 0.975))
    return Interval(estimate, estimate - high * se, estimate - low * se, float(se))


def _studentised(
    null: Floats, places: Ints, base: Floats, swap: float, chosen: Ints, many: int
) -> tuple[Floats, Floats]:
    """Return the mean difference and its standard error for each draw of who is treated."""
    draws, sets = chosen.shape
    rows = np.arange(sets)
    cells = places[rows, chosen] + many * np.arange(draws)[:, None]
    size = draws * many
    weights = swap * null[rows, chosen].ravel()
    parts: Floats = np.bincount(cells.ravel(), weights=weights, minlength=size).astype(float)
    shares = np.bincount(cells.ravel(), minlength=size).reshape(draws, many) / sets
    parts = base + parts.reshape(draws, many)
    differences = parts.sum(axis=1)
    # What leaving each cluster out would change (the jackknife): one with many sets weighs more.
    left = (parts - differences[:, None] * shares) / np.maximum(1 - shares, 0.1)
    return differences, np.sqrt((left**2).sum(axis=1))


def _unexplained(effects: Floats, size: Floats | None) -> Floats:
    """Return what a line through `size` leaves of the effects, as if each had not shaped it.

    A line whose slope is not clear of chance is not drawn: it would follow chance, and what it took
    away would be missing from the doubt.
    """
    sets = len(effects)
    level = np.asarray(effects - effects.mean())
    if size is None or sets < LEAST_FOR_SIZE or np.ptp(size) < 1e-9:
        return level
    shape = np.column_stack([np.ones(sets), size])
    inner = np.linalg.inv(shape.T @ shape)
    line = inner @ shape.T @ effects
    leverage = np.einsum("sk,kl,sl->s", shape, inner, shape)
    left = (effects - shape @ line) / np.maximum(1 - leverage, 0.1)
    # The slope's error where some effects scatter more than others: MacKinnon and White (1985).
    slope_error = float(np.sqrt((((shape @ inner)[:, 1] * left) ** 2).sum()))
    return np.asarray(left) if abs(line[1]) > CLEAR * slope_error else level
