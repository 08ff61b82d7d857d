"""Which amphoe without an event are like one with an event, and how much more did it gain?

Arrays in, arrays out. An event is compared over 28 days before and 28 days from its own day on.
Controls are amphoe that nobody visited in a time that reaches into either, of the same kind (khet
or not), in the same region where it has enough of them, and not next to the event. The nearest
are taken: by what joined in each of three times of 28 days before, and by members. What is still
unlike in the past is taken off by a regression on the same, fitted to amphoe without an event and
scaled to what the country did in the same days, so that a surge lifts both sides alike (the bias
correction of Abadie and Imbens, 2011, "Bias-corrected matching estimators"). Without it, growth
that would have gone on, or noise that would have gone, would be taken for the event's doing.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats, Ints

WINDOW = 28
LAGS = 3
HISTORY = WINDOW * LAGS
CONTROLS = 10
ENOUGH = 3 * CONTROLS
"""A region with fewer possible controls is joined by the rest of the country."""
CLASSES = (0.0, 0.5, 0.8, 0.95)
"""Where classes of amphoe begin, as shares of all from the least gaining up."""
LEAST_OF_A_CLASS = 40
FITTED_DAYS = 32
"""Days of events, evenly chosen, to which the regression is fitted; more tell the same again."""
_STEADY = 0.25
"""Added to what an amphoe usually gains, as a share of the mean, before it weighs as variance."""


@dataclass(frozen=True)
class Country:
    """What is known of every amphoe: (amphoe, days) of joins and members, and what it is."""

    joins: Floats
    members: Floats
    is_khet: Bools
    region: Ints
    neighbours: Bools  # (amphoe, amphoe)


@dataclass(frozen=True)
class Matched:
    """One row an event that could be matched, the event first and its controls after it.

    `event` is its position among the events asked about; `amphoe`, `past` (with one more axis of
    lags, the newest first), `after` and `adjusted` are (events, 1 + controls).
    """

    event: Ints
    amphoe: Ints
    past: Floats
    after: Floats
    adjusted: Floats


def windows(joins: Floats, days: Ints) -> tuple[Floats, Floats]:
    """Return (days, amphoe, LAGS) joins of the times before each day, and (days, amphoe) after."""
    upto = np.concatenate([np.zeros((len(joins), 1)), np.cumsum(joins, axis=1)], axis=1)
    ends = days[:, None] - WINDOW * np.arange(-1, LAGS + 1)
    sums = -np.diff(upto[:, ends], axis=2).transpose(1, 0, 2)
    return sums[:, :, 1:], sums[:, :, 0]


def is_clear(visits: Bools, days: Ints) -> Bools:
    """Return (days, amphoe): whether no visit reaches into the times before and after the day.

    `visits` is (amphoe, days); a visit is taken to work for 28 days.
    """
    return np.asarray(_near(visits, days) == 0)


def is_alone(visits: Bools, amphoe: Ints, days: Ints) -> Bools:
    """Return whether each event's is the only visit that reaches into its times."""
    each, order = np.unique(days, return_inverse=True)
    return np.asarray(_near(visits, each)[order, amphoe] == 1)


def _near(visits: Bools, days: Ints) -> Ints:
    upto = np.concatenate([np.zeros((len(visits), 1), int), np.cumsum(visits, axis=1)], axis=1)
    last = visits.shape[1]
    first = np.maximum(days - 2 * WINDOW + 1, 0)
    return np.asarray((upto[:, np.minimum(days + WINDOW, last)] - upto[:, first]).T)


def match(country: Country, visits: Bools, amphoe: Ints, days: Ints) -> Matched:
    """Return the events on their controls; an event without enough of them is left out."""
    each, at = np.unique(days, return_inverse=True)
    past, after = windows(country.joins, each)
    clear = is_clear(visits, each)
    shapes = np.concatenate([past, country.members[:, each - 1].T[:, :, None]], axis=2)
    looks = np.sqrt(shapes)
    looks /= np.maximum(looks.std(axis=(0, 1)), 1e-9)
    found: list[tuple[int, Ints]] = []
    for number, (place, day) in enumerate(zip(amphoe, at, strict=True)):
        possible = clear[day] & (country.is_khet == country.is_khet[place])
        possible &= ~country.neighbours[place]
        nearby = possible & (country.region == country.region[place])
        pool = np.flatnonzero(nearby if nearby.sum() >= ENOUGH else possible)
        if len(pool) < CONTROLS:
            continue
        distance = ((looks[day, pool] - looks[day, place]) ** 2).sum(axis=1)
        nearest = np.argsort(distance, kind="stable")[:CONTROLS]
        found.append((number, np.concatenate([[place], pool[nearest]])))
    event = np.array([number for number, _ in found], dtype=np.int64)
    rows = np.array([row for _, row in found], dtype=np.int64).reshape(-1, 1 + CONTROLS)
    when = at[event][:, None]
    expected = _expected(country.region, shapes, after, clear, when, rows)
    return Matched(event, rows, past[when, rows], after[when, rows], after[when, rows] - expected)


def _expected(
    region: Ints, shapes: Floats, after: Floats, clear: Bools, when: Ints, rows: Ints
) -> Floats:
    """Return for each matched amphoe and day what its past would let one expect after the day.

    A slope for each time before and for members, of numbers divided by the mean of amphoe without
    an event on the same day, and the same for all days. Amphoe that gain much have slopes of their
    own: their past tells more, and what is noise in a small one is growth in them. Differences of
    level by day and region are left to the controls.
    """
    weights = clear.astype(np.float64)
    many = np.maximum(weights.sum(axis=1), 1)
    means = np.einsum("da,dak->dk", weights, shapes) / many[:, None]
    shapes = shapes / np.maximum(means, 1e-9)[:, None, :]
    level = np.maximum((weights * after).sum(axis=1) / many, 1e-9)
    fitted = np.unique(np.linspace(0, len(shapes) - 1, FITTED_DAYS).astype(np.int64))
    usual = shapes[fitted].mean(axis=2)
    bounds = _bounds(usual, clear[fitted])
    inner, outer = _within(
        region,
        weights[fitted] / (_STEADY + usual),
        _bent(shapes[fitted], bounds),
        (after / level[:, None])[fitted],
    )
    slopes = np.linalg.lstsq(inner, outer, rcond=1e-9)[0]
    return np.asarray(level[when] * (_bent(shapes[when, rows], bounds) @ slopes))


def _bounds(usual: Floats, clear: Bools) -> Floats:
    """Return where the classes of amphoe end; few amphoe make fewer classes."""
    classes = [share for share in CLASSES if (1 - share) * usual.shape[1] >= LEAST_OF_A_CLASS]
    if not clear.any():
        return np.zeros(0)
    return np.asarray(np.quantile(usual[clear], classes[1:]))


def _bent(shapes: Floats, bounds: Floats) -> Floats:
    """Return the shapes once for each class of amphoe by what they gain, 0 in the other classes."""
    belongs = np.searchsorted(bounds, shapes.mean(axis=2))
    one = (belongs[:, :, None] == np.arange(len(bounds) + 1)).astype(np.float64)
    parts = [one[:, :, 1:], *(one[:, :, [number]] * shapes for number in range(one.shape[2]))]
    return np.concatenate(parts, axis=2)


def _within(region: Ints, weights: Floats, shapes: Floats, ratio: Floats) -> tuple[Floats, Floats]:
    """Return the products a regression needs, of what differs within a day and region."""
    size = shapes.shape[2]
    inner, outer = np.zeros((size, size)), np.zeros(size)
    for code in np.unique(region):
        inside = region == code
        weight, shape, value = weights[:, inside], shapes[:, inside], ratio[:, inside]
        total = np.maximum(weight.sum(axis=1), 1e-9)
        shape = shape - (np.einsum("da,dak->dk", weight, shape) / total[:, None])[:, None, :]
        value = value - ((weight * value).sum(axis=1) / total)[:, None]
        rows = shape.reshape(-1, size)
        heavy = rows * weight.reshape(-1, 1)
        inner += heavy.T @ rows
        outer += heavy.T @ value.ravel()
    return inner, outer
