"""How many amphoe will have a representative in the weeks to come, and which are likely next?

Week by week, many times over. An election announced is held, and elects someone, with the shares
of the past; every other amphoe without a representative has the hazard of `hazard_model`; one
that is covered may be lost. What is not known exactly (coefficients, effort, shares, loss) is drawn
anew for each path, so the spread of the paths holds that doubt too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.forecast.hazard_model import MEMBERS_BOUNDS, WALK_SD, WEEK_SD, Fit, neighbour_table
from metrics.forecast.situation import Situation

Singles = NDArray[np.float32]
Bytes = NDArray[np.uint8]

HELD_PRIOR = (4.0, 1.0)
ELECTED_PRIOR = (4.0, 1.0)
"""Beta: four of five announced elections are held, and four of five held elect someone, a belief
worth five elections; thirty of the party's own outweigh it."""
LOST_PRIOR = (0.5, 100.0)
"""Beta: half a loss in a hundred amphoe-weeks, so 0.5 % of the covered a week and seldom above
2.5 %: weak, as a season of thirty amphoe already outweighs it."""


@dataclass(frozen=True)
class Paths:
    """What may come. `covered` (paths, weeks): amphoe covered at the end of each week; `by_group`
    (groups, paths, weeks) the same of each group asked for.

    `draws` holds, by name and (paths,) each, what every path took for true: held_share,
    elected_share, lost_per_week, and weekly_rate, the new amphoe to be expected in the first week.
    """

    covered: Ints
    by_group: Ints
    draws: dict[str, Floats]
    chances: dict[int, Floats]

    def gained_within(self, weeks: int) -> Floats:
        """Return each amphoe's chance (amphoe,) to be covered at some time in so many weeks.

        1 where it is covered now. Raises KeyError for a number of weeks not asked of `simulate`.
        """
        return self.chances[weeks]


def simulate(
    fit: Fit,
    situation: Situation,
    weeks: int,
    paths: int,
    seed: int,
    horizons: tuple[int, ...] = (4, 13),
    members_growth: Floats | None = None,
) -> Paths:
    """Return `paths` simulated futures of `weeks` weeks; the same seed gives the same numbers.

    `members_growth` (paths, weeks or more), if given, multiplies the members of every amphoe; it
    must reach the last of `horizons` too, else ValueError. Without it members stay as they are.
    """
    rng = np.random.default_rng(seed)
    length = max(weeks, *horizons, 0)
    hazard = _hazard(fit, situation, members_growth, length, paths, rng)
    return _run(situation, weeks, paths, rng, horizons, hazard)


def simulate_announced_only(
    situation: Situation, weeks: int, paths: int, seed: int, horizons: tuple[int, ...] = (4, 13)
) -> Paths:
    """Return futures in which only elections announced now take place: for too short a past."""
    return _run(situation, weeks, paths, np.random.default_rng(seed), horizons, None)


@dataclass(frozen=True)
class _Hazard:
    """What each path takes the hazard to be; arrays of single numbers, for speed."""

    ratio: Floats  # (amphoe, 1) members against the threshold
    growth: Floats | None  # (paths, weeks)
    by_members: Floats  # (paths,)
    by_neighbours: Singles  # (amphoe, paths), what one covered neighbour adds
    regional: Singles | float  # (amphoe, paths)
    effort: Singles  # (weeks, paths)
    unannounced: Singles  # (weeks,)
    table: Ints

    def members_part(self, week: int) -> Singles:
        ratio = self.ratio if self.growth is None else self.ratio * self.growth[:, week]
        grown = np.log(np.clip(ratio, *MEMBERS_BOUNDS)) * self.by_members + self.regional
        return np.asarray(grown, dtype=np.float32)

    def chances(self, week: int, state: Bytes, members_part: Singles) -> Singles:
        """Return (amphoe, paths); `state` has a last row of nobody."""
        near = np.zeros(members_part.shape, dtype=np.uint8)
        for column in self.table.T:
            near += state[column]
        log_odds = near * self.by_neighbours
        log_odds += members_part
        log_odds += self.effort[week]
        # Beyond this the chance is 0 or 1 to single precision, and exp would overflow.
        odds = np.exp(np.clip(log_odds, -30, 30))
        return np.asarray(odds / (1 + odds) * self.unannounced[week], dtype=np.float32)


def _hazard(
    fit: Fit, now: Situation, growth: Floats | None, weeks: int, paths: int, rng: Generator
) -> _Hazard:
    if growth is not None and (len(growth) != paths or growth.shape[1] < weeks):
        raise ValueError(f"members_growth is {growth.shape}, not {(paths, weeks)}")
    drawn = rng.multivariate_normal(fit.mean, fit.covariance, size=paths, method="cholesky")
    effort = drawn[:, 0] + np.cumsum(rng.normal(0, WALK_SD, (weeks, paths)), axis=0)
    effort += rng.normal(0, WEEK_SD, (weeks, paths))
    regional: Singles | float = 0.0
    if drawn.shape[1] > 3:
        if now.region is None:
            raise ValueError("the fit tells regions apart, the situation does not")
        regional = drawn[:, 3:].T[now.region].astype(np.float32)
    table, share = neighbour_table(now.neighbours, len(now.is_covered))
    unannounced = np.ones(weeks, dtype=np.float32)
    known = min(weeks, len(now.unannounced))
    unannounced[:known] = now.unannounced[:known]
    return _Hazard(
        np.asarray(now.members, dtype=float)[:, None] / max(now.threshold, 1.0),
        growth,
        drawn[:, 1],
        (share[:, None] * drawn[:, 2]).astype(np.float32),
        regional,
        effort.astype(np.float32),
        unannounced,
        table,
    )


def _run(
    now: Situation,
    weeks: int,
    paths: int,
    rng: Generator,
    horizons: tuple[int, ...],
    hazard: _Hazard | None,
) -> Paths:
    draws = _shares(now, paths, rng)
    wins = (draws["held_share"] * draws["elected_share"]).astype(np.float32)
    lost_per_week = draws["lost_per_week"].astype(np.float32)
    amphoe = len(now.is_covered)
    # One row more, of nobody: it fills the table of neighbours up.
    state = np.zeros((amphoe + 1, paths), dtype=np.uint8)
    covered = state[:amphoe].view(np.bool_)
    covered[:] = now.is_covered[:, None]
    ever, renewed = covered.copy(), np.zeros_like(covered)
    counts = np.zeros((paths, weeks), dtype=np.int64)
    groups = np.zeros((0, amphoe), bool) if now.groups is None else now.groups
    by_group = np.zeros((len(groups), paths, weeks), dtype=np.int64)
    within = now.is_covered.astype(float)
    chances, weekly_rate = {0: within.copy()}, np.zeros(paths)
    still = None if hazard is None or hazard.growth is not None else hazard.members_part(0)
    for week in range(max(weeks, *horizons, 0)):
        chance = np.zeros((amphoe, paths), dtype=np.float32)
        if hazard is not None:
            part = hazard.members_part(week) if still is None else still
            chance = hazard.chances(week, state, part)
        chance[now.announced_week > week] = 0
        due = np.flatnonzero(now.announced_week == week)
        chance[due] = wins
        if week == 0:
            weekly_rate = (chance * ~covered).sum(axis=0).astype(float)
        # The chance is added up, not what came of it: the same in the mean, and far less noisy
        # for an amphoe covered in one path of a hundred (compensator of the counting process).
        if week < max(horizons, default=0):
            within += (chance * ~ever).mean(axis=1)
            chances[week + 1] = np.minimum(within, 1.0)
        _live_a_week(covered, renewed, chance, lost_per_week, due, now.ends_week == week, rng)
        ever |= covered
        if week < weeks:
            counts[:, week] = np.count_nonzero(covered, axis=0)
            for place, inside in enumerate(groups):
                by_group[place, :, week] = np.count_nonzero(covered[inside], axis=0)
    at_horizons = {ahead: chances[ahead] for ahead in horizons}
    return Paths(counts, by_group, draws | {"weekly_rate": weekly_rate}, at_horizons)


def _shares(now: Situation, paths: int, rng: Generator) -> dict[str, Floats]:
    not_lost = max(now.covered_weeks - now.losses, 0.0)
    return {
        name: rng.beta(prior[0] + hits, prior[1] + misses, size=paths)
        for name, prior, (hits, misses) in (
            ("held_share", HELD_PRIOR, now.held),
            ("elected_share", ELECTED_PRIOR, now.elected),
            ("lost_per_week", LOST_PRIOR, (now.losses, not_lost)),
        )
    }


def _live_a_week(
    covered: Bools,
    renewed: Bools,
    chance: Singles,
    lost_per_week: Singles,
    due: Ints,
    is_ending: Bools,
    rng: Generator,
) -> None:
    """Change `covered` and `renewed` (amphoe, paths): covered by another term than the one known.

    Losses come first, so a term that ends in the week of the next election is not a gap.
    """
    # An amphoe is either covered or not, so one lot decides either its loss or its gain.
    lots = rng.random(covered.shape, dtype=np.float32)
    lost = covered & (lots < lost_per_week)
    gained = ~covered & (lots < chance)
    lost[is_ending] |= covered[is_ending] & ~renewed[is_ending]
    # An election where somebody is in office renews the term, so it has a lot of its own.
    gained[due] = rng.random((len(due), covered.shape[1]), dtype=np.float32) < chance[due]
    covered &= ~lost
    covered |= gained
    renewed |= gained
