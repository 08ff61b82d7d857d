"""How likely is an amphoe without a representative to elect one in a week?

A discrete-time hazard (Allison, "Discrete-Time Methods for the Analysis of Event Histories",
1982; Singer & Willett, "It's About Time", 1993): one row for every amphoe and week at risk, and a
logistic regression of whether it became covered that week, on at most three things:

    logit(h) = effort of the week + b_members · members + b_neighbours · neighbours (+ region)

The effort of the week is the whole party's: a random walk plus a jump of that week alone. It is
fitted with the rest, so that the forecast starts from the effort of now and not from the average
of the past. The estimate is the posterior mode under normal priors (weakly informative: Gelman et
al. 2008), found by Newton's method; its uncertainty is Laplace's, the normal with the curvature
at the mode.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats, Ints

MIN_EVENTS = 8
"""With fewer amphoe ever covered, do not fit: the level alone would be unsure by a factor of two
either way (2 / √8 on the log scale) and both coefficients would only repeat their priors."""

MEMBERS_BOUNDS = (0.05, 4.0)
"""Members count between these multiples of the threshold. Below a twentieth there is nobody to
call together, and one member more or less says nothing; above four times an election is no longer
held back by members, and one huge amphoe must not decide the coefficient for all."""

# Priors, as (mean, standard deviation), and what they say in words.
LEVEL_PRIOR = (float(np.log(0.01 / 0.99)), 1.5)
"""An amphoe just at the threshold, no neighbour covered: 1 % a week, somewhere in 0.05 to 17 %.
The programme's own first ten weeks (29 to 85 of 928 amphoe) came to 0.6 % over all amphoe."""
MEMBERS_PRIOR = (1.0, 0.75)
"""Twice the members, about twice the chance; no effect, or five times, would not surprise."""
NEIGHBOURS_PRIOR = (0.0, 1.0)
"""No belief whether it spreads to neighbours or is sent elsewhere; going from none to all of
them covered hardly changes the odds more than sevenfold."""
REGION_PRIOR = (0.0, 0.5)
"""Regions differ, if they are told apart, seldom by more than a factor of two or three."""

WALK_SD = 0.2
"""Standard deviation of a week's lasting change in the log of effort: a factor of 1.9 either way
(one standard deviation) in ten weeks. On a real party's daily series a straight line through 28
days was off by -56 % to +62 % for local committees 70 days ahead (5th to 95th percentile). Taken
as errors of what was gained, that is 0.40 on the log scale, and 0.18 a week would explain
it alone; rounded up, since errors of the total would mean more."""
WEEK_SD = 0.3
"""Standard deviation of what is special to one week: elections are held on shared days, five on
one Sunday and none on the next, so weeks vary more than independent amphoe would."""

_MOST_STEPS = 100
_CONVERGED = 1e-9


class NotFitted(ArithmeticError):
    """There is no posterior mode to find: a value in the history is not finite."""


@dataclass(frozen=True)
class History:
    """The past, one row an amphoe and week at risk; all arrays of shape (n,).

    `week` counts from 0 for the earliest of `weeks`; `members` is `members_term`; `neighbours` the
    share of neighbouring amphoe covered when the week began; `became_covered` 0 or 1; `region`
    numbers from 0, or None when regions are not told apart.
    """

    weeks: int
    week: Ints
    members: Floats
    neighbours: Floats
    became_covered: Floats
    region: Ints | None = None


@dataclass(frozen=True)
class Fit:
    """What the past says: normal posterior of `names` (shape (k,), (k, k)), on the log-odds scale.

    `names` are level, members, neighbours and any region_0 …: level is the log-odds a week, as
    effort stands now, of an amphoe at the threshold without a covered neighbour. `events` counts
    amphoe that became covered, `exposure` amphoe-weeks at risk.
    """

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats
    events: int
    exposure: int

    def interval(self, name: str) -> tuple[float, float, float]:
        """Return (estimate, low, high) of a coefficient: its mode and 95 % interval."""
        place = self.names.index(name)
        mode, spread = float(self.mean[place]), 1.96 * float(self.covariance[place, place]) ** 0.5
        return mode, mode - spread, mode + spread


def members_term(members: Floats, threshold: float) -> Floats:
    """Return log(members / threshold), held within MEMBERS_BOUNDS; any shape, same shape back."""
    ratio = np.asarray(members, dtype=float) / max(threshold, 1.0)
    return np.asarray(np.log(np.clip(ratio, *MEMBERS_BOUNDS)), dtype=float)


def neighbour_table(pairs: Ints, amphoe: int) -> tuple[Ints, Floats]:
    """Return (table, share): whose state to add up for each amphoe, and what each one counts.

    `pairs` (p, 2) holds positions, either or both ways round. `table` (amphoe, most) is filled up
    with the position `amphoe`, which stands for nobody; `share` (amphoe,) is one over the number
    of neighbours, 0 for an island. Adding up whole rows of a table is quicker than a sparse
    product here: no amphoe has more than a dozen neighbours.
    """
    both = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    both = np.unique(np.concatenate([both, both[:, ::-1]]), axis=0)
    both = both[both[:, 0] != both[:, 1]]
    degree = np.bincount(both[:, 0], minlength=amphoe)
    table = np.full((amphoe, int(degree.max(initial=0))), amphoe, dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(degree)[:-1]])[both[:, 0]] if len(both) else both[:, 0]
    table[both[:, 0], np.arange(len(both)) - first] = both[:, 1]
    share = np.divide(1.0, degree, out=np.zeros(amphoe), where=degree > 0)
    return table, share


def history(
    is_covered_by_week: Bools,
    members_by_week: Floats,
    neighbours: Ints,
    threshold: float,
    at_risk: Bools | None = None,
    region: Ints | None = None,
) -> History:
    """Return the rows at risk of `weeks` weeks.

    `is_covered_by_week` and `members_by_week` are (weeks + 1, amphoe), as things stood when each
    week began and when the last one ended. `at_risk` (weeks, amphoe) may leave rows out (weeks of
    which nothing is known); covered amphoe are left out anyway. `region` is (amphoe,). Amphoe
    with an election announced stay in: the hazard is that of every way to become covered.
    """
    before, after = is_covered_by_week[:-1], is_covered_by_week[1:]
    weeks, amphoe = before.shape
    table, share = neighbour_table(neighbours, amphoe)
    nobody = np.zeros((weeks, 1))
    near = np.concatenate([before, nobody], axis=1)[:, table].sum(axis=2) * share
    rows = ~before if at_risk is None else ~before & at_risk
    week, place = np.nonzero(rows)
    return History(
        weeks,
        week,
        members_term(members_by_week[:-1][rows], threshold),
        near[rows],
        after[rows].astype(float),
        None if region is None else np.asarray(region, dtype=np.int64)[place],
    )


def fit(history: History) -> Fit:
    """Return the posterior mode and Laplace covariance; of no rows at all, the prior.

    Raises NotFitted when the history holds a value that is not finite.
    """
    columns, names, priors = _columns(history)
    centre, precision = _prior(history.weeks, priors)
    unknown, score = centre.copy(), -np.inf
    for _ in range(_MOST_STEPS):
        chance = 1 / (1 + np.exp(-_log_odds(unknown, columns, history.week)))
        pull = _sums(history.became_covered - chance, columns, history)
        gradient = pull - precision @ (unknown - centre)
        if not np.isfinite(gradient).all():
            break
        curvature = _curvature(chance * (1 - chance), columns, history) + precision
        step = np.linalg.solve(curvature, gradient)
        if gradient @ step < _CONVERGED:
            reported = slice(0, len(names))
            covariance = np.asarray(np.linalg.inv(curvature)[reported, reported], dtype=float)
            events = int(history.became_covered.sum())
            return Fit(names, unknown[reported], covariance, events, len(history.week))
        # Far from the mode a whole step can overshoot; the surface is concave, so a part cannot.
        for part in 0.5 ** np.arange(30):
            tried = unknown + part * step
            away = tried - centre
            log_odds = _log_odds(tried, columns, history.week)
            likelihood = history.became_covered @ log_odds - np.logaddexp(0, log_odds).sum()
            if (found := likelihood - away @ precision @ away / 2) > score:
                break
        unknown, score = tried, found
    raise NotFitted


def _columns(history: History) -> tuple[Floats, tuple[str, ...], list[tuple[float, float]]]:
    columns = [history.members, history.neighbours]
    names = ["level", "members", "neighbours"]
    priors = [LEVEL_PRIOR, MEMBERS_PRIOR, NEIGHBOURS_PRIOR]
    if history.region is not None:
        for number in range(int(history.region.max(initial=-1)) + 1):
            columns.append((history.region == number).astype(float))
            names.append(f"region_{number}")
            priors.append(REGION_PRIOR)
    return np.column_stack(columns), tuple(names), priors


def _prior(weeks: int, priors: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return (mean, precision) of level, coefficients and each week's effort, in that order."""
    means, sds = np.array(priors).T
    centre = np.concatenate([means, np.full(weeks, means[0])])
    covariance = np.diag(np.concatenate([sds**2, np.full(weeks, WEEK_SD**2)]))
    # The walk is told backwards: a past week is the level of now, less the steps taken since.
    since = np.arange(weeks)[::-1]
    effort = slice(len(priors), None)
    covariance[effort, effort] += sds[0] ** 2 + WALK_SD**2 * np.minimum(since, since[:, None])
    covariance[0, effort] = covariance[effort, 0] = sds[0] ** 2
    return centre, np.linalg.inv(covariance)


def _log_odds(unknown: Floats, columns: Floats, week: Ints) -> Floats:
    first = 1 + columns.shape[1]
    return np.asarray(unknown[first:][week] + columns @ unknown[1:first], dtype=float)


def _sums(values: Floats, columns: Floats, history: History) -> Floats:
    by_week = np.bincount(history.week, values, minlength=history.weeks)
    # The level of now is seen only through the weeks, so no row pulls at it.
    return np.concatenate([[0.0], columns.T @ values, by_week])


def _curvature(weights: Floats, columns: Floats, history: History) -> Floats:
    count, weeks = columns.shape[1], history.weeks
    whole = np.zeros((1 + count + weeks, 1 + count + weeks))
    whole[1 : 1 + count, 1 : 1 + count] = columns.T @ (weights[:, None] * columns)
    across = [np.bincount(history.week, weights * each, minlength=weeks) for each in columns.T]
    whole[1 : 1 + count, 1 + count :] = across
    whole[1 + count :, 1 : 1 + count] = np.transpose(across)
    each_week = np.arange(1 + count, 1 + count + weeks)
    whole[each_week, each_week] = np.bincount(history.week, weights, minlength=weeks)
    return whole
