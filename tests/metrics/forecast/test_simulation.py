"""Are the simulated weeks possible, repeatable, and as wide as what can happen?"""

from dataclasses import replace

import numpy as np
import pytest

from bench.accuracy import hazard, worlds
from metrics.arrays import Ints
from metrics.forecast import simulation
from metrics.forecast import situation as election_situation
from metrics.forecast.hazard_model import Fit, fit, history
from metrics.forecast.situation import Situation
from tests.metrics.forecast.test_hazard_model import ring

AMPHOE = 60


def known(level: float, by_members: float = 1.0, by_neighbours: float = 0.0) -> Fit:
    """Return a fit that is sure of itself."""
    names = ("level", "members", "neighbours")
    return Fit(names, np.array([level, by_members, by_neighbours]), np.eye(3) * 1e-6, 50, 10_000)


def situation(amphoe: int = AMPHOE, covered: int = 0, members: float = 100) -> Situation:
    """Return a country where the first few amphoe are covered and hardly any is ever lost."""
    return Situation(
        is_covered=np.arange(amphoe) < covered,
        members=np.full(amphoe, members),
        neighbours=ring(amphoe),
        threshold=100,
        announced_week=np.full(amphoe, -1),
        ends_week=np.full(amphoe, -1),
        covered_weeks=1e9,
    )


def at(amphoe: int, weeks: dict[int, int]) -> Ints:
    found = np.full(amphoe, -1)
    found[list(weeks)] = list(weeks.values())
    return found


def prior() -> Fit:
    return fit(history(np.zeros((1, 3), dtype=bool), np.ones((1, 3)), ring(3), 100))


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    one, same, other = (
        simulation.simulate(prior(), situation(), 26, 100, seed) for seed in (5, 5, 6)
    )
    assert (one.covered == same.covered).all()
    assert (one.gained_within(13) == same.gained_within(13)).all()
    assert (one.covered != other.covered).any()


def test_bands_widen_with_the_weeks_ahead() -> None:
    paths = simulation.simulate(known(-4.5), situation(928, 30), 26, 400, 1)
    low, high = np.percentile(paths.covered, [2.5, 97.5], axis=0)
    widths = (high - low)[[0, 3, 12, 25]]
    assert (np.diff(widths) > 0).all()


@pytest.mark.parametrize(
    "now",
    [
        situation(covered=AMPHOE),
        situation(covered=0, members=0),
        situation(members=1e9),
        replace(situation(), members=np.eye(1, AMPHOE)[0] * 90_000),
        replace(situation(), announced_week=np.full(AMPHOE, 0), elected=(50, 0), held=(50, 0)),
        replace(situation(), neighbours=np.zeros((0, 2), dtype=np.int64)),
        replace(situation(covered=50), ends_week=np.full(AMPHOE, 900)),
        replace(situation(covered=50), losses=5000, covered_weeks=100.0),
        situation(amphoe=1),
    ],
    ids=[
        "everything covered",
        "nobody anywhere",
        "more members than people",
        "one amphoe with everyone",
        "an election announced in all",
        "no neighbours",
        "terms that end after the horizon",
        "more losses than weeks",
        "a country of one amphoe",
    ],
)
def test_coverage_stays_between_nothing_and_every_amphoe(now: Situation) -> None:
    for level in (-60.0, -4.0, 60.0):
        paths = simulation.simulate(known(level, 2.0, 2.0), now, 20, 50, 1)
        assert paths.covered.shape == (50, 20)
        assert paths.covered.min() >= 0
        assert paths.covered.max() <= len(now.is_covered)
        near, far = paths.gained_within(4), paths.gained_within(13)
        assert np.isfinite(far).all()
        assert ((near >= 0) & (near <= far) & (far <= 1)).all()


def test_an_amphoe_with_more_members_has_the_higher_chance() -> None:
    members = np.full(AMPHOE, 40.0)
    members[[7, 33]] = (90, 200)
    paths = simulation.simulate(known(-3.0), replace(situation(), members=members), 13, 200, 3)
    chance = paths.gained_within(13)
    assert chance[33] > chance[7] > np.delete(chance, [7, 33]).max()


def test_the_chance_is_that_of_being_covered_in_the_paths() -> None:
    now = replace(situation(400, members=80), announced_week=at(400, {0: 2}))
    paths = simulation.simulate(known(-3.5, 1.0, 1.0), now, 13, 2000, 4)
    expected = paths.covered[:, 12].mean()
    assert paths.gained_within(13).sum() == pytest.approx(expected, rel=0.02)
    assert paths.gained_within(4).sum() == pytest.approx(paths.covered[:, 3].mean(), rel=0.02)


def test_covered_neighbours_raise_the_chance_only_where_they_border() -> None:
    now = situation(covered=2)
    chance = simulation.simulate(
        known(-4.0, 1.0, 3.0), now, 4, 200, 1, horizons=(1,)
    ).gained_within(1)
    assert chance[:2].tolist() == [1, 1]
    assert chance[[2, AMPHOE - 1]].min() > 2 * chance[3 : AMPHOE - 1].max()


def test_an_announced_election_covers_its_amphoe_in_its_week_and_not_before() -> None:
    now = replace(situation(), announced_week=at(AMPHOE, {4: 2}), held=(500, 0), elected=(500, 0))
    paths = simulation.simulate(known(-60.0), now, 5, 100, 1)
    assert paths.covered[:, :2].max() == 0
    assert paths.covered[:, 2].mean() > 0.95
    assert paths.gained_within(4)[4] > 0.95


def test_announced_elections_come_to_the_share_of_the_past() -> None:
    now = replace(
        situation(), announced_week=np.zeros(AMPHOE, int), held=(60, 40), elected=(50, 50)
    )
    paths = simulation.simulate_announced_only(now, 1, 2000, 1)
    # Prior and past together: held 64 of 105, elected 54 of 105.
    assert paths.covered.mean() / AMPHOE == pytest.approx(64 / 105 * 54 / 105, abs=0.01)
    assert paths.draws["held_share"].mean() == pytest.approx(64 / 105, abs=0.01)


def test_an_election_that_failed_leaves_its_amphoe_where_it_may_try_again() -> None:
    now = replace(situation(1), announced_week=np.array([3]), held=(0, 5000))
    paths = simulation.simulate(known(60.0), now, 5, 50, 1)
    assert paths.covered[:, 3].max() == 0
    assert paths.covered[:, 4].min() == 1


def test_announced_only_leaves_every_other_amphoe_alone() -> None:
    now = replace(situation(members=5000), announced_week=at(AMPHOE, {4: 1, 9: 30}))
    paths = simulation.simulate_announced_only(now, 26, 200, 1)
    chance = paths.gained_within(13)
    assert chance[4] > 0.4
    assert np.delete(chance, 4).max() == 0
    assert paths.covered.max() == 1


def test_a_term_that_ends_is_lost_that_week_unless_it_was_renewed() -> None:
    ends = at(AMPHOE, {0: 2, 1: 2, 2: 2})
    now = replace(situation(covered=3), ends_week=ends, held=(5000, 0), elected=(5000, 0))
    paths = simulation.simulate_announced_only(now, 4, 100, 1)
    assert paths.covered[0].tolist() == [3, 3, 0, 0]
    renewed = replace(now, announced_week=at(AMPHOE, {0: 1, 1: 2, 2: 3}))
    paths = simulation.simulate_announced_only(renewed, 4, 100, 1)
    assert np.median(paths.covered, axis=0).tolist() == [3, 3, 2, 3]


def test_the_known_end_of_an_old_term_does_not_end_a_new_one() -> None:
    now = replace(situation(1, covered=1), ends_week=np.array([0]))
    paths = simulation.simulate(known(60.0), now, 4, 50, 1)
    assert paths.covered[0].tolist() == [0, 1, 1, 1]


def test_amphoe_are_lost_at_the_rate_of_the_past() -> None:
    now = replace(situation(AMPHOE, covered=AMPHOE), losses=200, covered_weeks=10_000.0)
    paths = simulation.simulate_announced_only(now, 10, 500, 1)
    assert paths.covered[:, 9].mean() == pytest.approx(AMPHOE * 0.98**10, rel=0.02)


def test_what_is_announced_is_not_counted_twice() -> None:
    share = election_situation.unannounced_share(np.array([0.0, 7, 7, 14]), 4)
    assert share.tolist() == [0.25, 0.75, 1, 1]
    now = replace(situation(), unannounced=np.array([0.0, 0.0]))
    paths = simulation.simulate(known(0.0), now, 3, 50, 1)
    assert paths.covered[:, 1].max() == 0
    assert paths.covered[:, 2].min() > 0
    assert (election_situation.unannounced_share(np.zeros(0)) == 1).all()


def test_an_election_day_that_passed_without_a_result_counts_in_the_coming_week() -> None:
    weeks = election_situation.announced_week(np.array([-20, 0, 1, 7, 8, 15]), 0)
    assert weeks.tolist() == [0, 0, 0, 0, 1, 2]
    assert election_situation.announced_week(np.array([3]), 7).tolist() == [1]


def test_growing_membership_makes_more_amphoe_covered() -> None:
    now = situation(928, members=30)
    flat = simulation.simulate(known(-4.0), now, 13, 200, 1)
    growth = np.tile(1.1 ** np.arange(13), (200, 1))
    more = simulation.simulate(known(-4.0), now, 13, 200, 1, members_growth=growth)
    assert more.covered[:, 12].mean() > 1.2 * flat.covered[:, 12].mean()
    none = simulation.simulate(known(-4.0), now, 13, 200, 1, members_growth=np.ones((200, 13)))
    assert (none.covered == flat.covered).all()


@pytest.mark.parametrize("shape", [(200, 12), (1, 13)])
def test_growth_that_does_not_reach_every_path_and_week_is_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="members_growth"):
        simulation.simulate(known(-4.0), situation(), 13, 200, 1, members_growth=np.ones(shape))


def test_a_fit_with_regions_moves_each_region_by_its_own() -> None:
    names = ("level", "members", "neighbours", "region_0", "region_1")
    both = Fit(names, np.array([-4.0, 1, 0, -2, 2]), np.eye(5) * 1e-6, 50, 10_000)
    region = np.arange(AMPHOE) % 2
    paths = simulation.simulate(both, replace(situation(), region=region), 4, 200, 1)
    chance = paths.gained_within(4)
    assert chance[region == 1].min() > 5 * chance[region == 0].max()
    with pytest.raises(ValueError, match="region"):
        simulation.simulate(both, situation(), 4, 200, 1)


def test_chances_are_given_beyond_the_last_week_counted() -> None:
    paths = simulation.simulate(known(-4.0), situation(), 2, 100, 1, horizons=(4, 13))
    assert paths.covered.shape == (100, 2)
    assert (paths.gained_within(13) > paths.gained_within(4)).all()
    with pytest.raises(KeyError):
        paths.gained_within(5)


def test_groups_are_counted_by_themselves_and_add_up_to_the_whole() -> None:
    half = np.arange(AMPHOE) < AMPHOE // 2
    now = replace(situation(covered=5), groups=np.array([half, ~half]))
    paths = simulation.simulate(known(-3.0), now, 6, 100, 1)
    assert paths.by_group.shape == (2, 100, 6)
    assert (paths.by_group.sum(axis=0) == paths.covered).all()
    assert paths.by_group[0].max() <= half.sum()
    without = simulation.simulate(known(-3.0), replace(now, groups=None), 6, 100, 1)
    assert (without.covered == paths.covered).all()


def test_the_first_week_is_expected_to_bring_what_it_brings() -> None:
    now = replace(situation(928, covered=10), announced_week=at(928, {20: 0, 21: 0, 22: 0}))
    paths = simulation.simulate(known(-5.0), now, 1, 3000, 1)
    gained = paths.covered[:, 0].mean() - 10
    assert paths.draws["weekly_rate"].mean() == pytest.approx(gained, rel=0.05)


@pytest.mark.slow
def test_bands_and_chances_are_honest_in_worlds_whose_truth_is_known() -> None:
    """The bench does this with more worlds: here a band that covers four of five would fail."""
    neighbours = worlds.pairs()
    tried = [
        hazard.outcome(seed, worlds.KINDS[seed % 3], neighbours, paths=150) for seed in range(36)
    ]
    outcomes = [each for each in tried if each is not None]
    inside = [hazard.is_inside(each, ahead) for each in outcomes for ahead in worlds.AHEAD]
    assert np.mean(inside) >= 0.9
    chance, _, came = hazard.chances(outcomes)
    assert abs(chance.mean() - came.mean()) < 0.1
    assert np.mean((chance - came) ** 2) < 0.8 * came.mean() * (1 - came.mean())
