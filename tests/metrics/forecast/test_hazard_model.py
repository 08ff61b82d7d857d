"""Does the hazard learn from a past what it was made from, and stay sane on a strange one?"""

import numpy as np
import pytest

from metrics.arrays import Bools, Floats, Ints
from metrics.forecast import hazard_model
from metrics.forecast.hazard_model import History

THRESHOLD = 100


def ring(amphoe: int) -> Ints:
    """Return pairs in which each amphoe borders the next, the last one the first."""
    return np.column_stack([np.arange(amphoe), (np.arange(amphoe) + 1) % amphoe])


def season(
    seed: int, weeks: int, members: Floats, by_members: float, level: float = -4.0
) -> tuple[Bools, Floats]:
    rng = np.random.default_rng(seed)
    covered = np.zeros((weeks + 1, len(members)), dtype=bool)
    log_odds = level + by_members * hazard_model.members_term(members, THRESHOLD)
    for week in range(weeks):
        gained = rng.random(len(members)) < 1 / (1 + np.exp(-log_odds))
        covered[week + 1] = covered[week] | gained
    return covered, np.tile(members, (weeks + 1, 1))


def crowd(seed: int, amphoe: int = 600) -> Floats:
    return np.random.default_rng(seed).lognormal(4.1, 0.8, amphoe)


def test_members_count_between_a_twentieth_and_four_times_the_threshold() -> None:
    found = hazard_model.members_term(np.array([-3.0, 0, 5, 100, 400, 90_000]), THRESHOLD)
    low, high = np.log(0.05), np.log(4)
    assert found == pytest.approx([low, low, low, 0, high, high])


def test_a_threshold_of_zero_is_one_member() -> None:
    assert hazard_model.members_term(np.array([1.0]), 0) == pytest.approx([0])


def test_pairs_given_one_or_both_ways_round_or_twice_are_the_same_neighbours() -> None:
    one_way = np.array([(0, 1), (1, 2)])
    both_ways = np.array([(0, 1), (1, 0), (1, 2), (2, 1), (1, 2), (2, 2)])
    table, share = hazard_model.neighbour_table(one_way, 4)
    other, same = hazard_model.neighbour_table(both_ways, 4)
    assert table.tolist() == other.tolist() == [[1, 4], [0, 2], [1, 4], [4, 4]]
    assert share.tolist() == same.tolist() == [1, 0.5, 1, 0]


def test_the_history_holds_what_was_known_when_each_week_began() -> None:
    covered = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], dtype=bool)
    members = np.array([[100, 100, 50], [100, 100, 200], [9, 9, 9]], dtype=float)
    found = hazard_model.history(covered, members, np.array([(0, 1), (1, 2)]), THRESHOLD)
    assert found.weeks == 2
    assert found.week.tolist() == [0, 0, 1]
    assert found.members == pytest.approx([0, np.log(0.5), np.log(2)])
    assert found.neighbours.tolist() == [0.5, 0, 1]
    assert found.became_covered.tolist() == [1, 0, 1]


def test_amphoe_weeks_not_at_risk_are_left_out() -> None:
    covered = np.zeros((3, 2), dtype=bool)
    at_risk = np.array([[True, False], [False, False]])
    found = hazard_model.history(covered, np.ones((3, 2)), ring(2), THRESHOLD, at_risk)
    assert (found.week.tolist(), len(found.members)) == ([0], 1)


def test_the_coefficient_of_members_is_recovered_within_its_error() -> None:
    errors = []
    for seed in range(30):
        truth = 0.2 + 0.06 * seed
        covered, members = season(seed, 12, crowd(seed), truth)
        fit = hazard_model.fit(hazard_model.history(covered, members, ring(600), THRESHOLD))
        estimate, low, high = fit.interval("members")
        errors.append((estimate - truth) / ((high - low) / (2 * 1.96)))
    assert np.mean(np.abs(errors) <= 2) >= 0.9
    assert abs(np.mean(errors)) < 0.6


def test_the_level_is_that_of_the_last_weeks_not_of_the_average() -> None:
    calm, _ = season(1, 10, crowd(1), 1.0, level=-6.0)
    rush, _ = season(2, 10, crowd(1), 1.0, level=-3.5)
    both = np.concatenate([calm, rush[1:] | calm[-1]])
    members = np.tile(crowd(1), (21, 1))
    level, _, _ = hazard_model.fit(
        hazard_model.history(both, members, ring(600), THRESHOLD)
    ).interval("level")
    back, _, _ = hazard_model.fit(
        hazard_model.history(both[:11], members[:11], ring(600), THRESHOLD)
    ).interval("level")
    assert abs(level - -3.5) < 0.6
    assert abs(back - -6.0) < 0.9


def test_more_weeks_make_the_coefficient_surer() -> None:
    covered, members = season(3, 20, crowd(3), 1.0)
    spreads = []
    for weeks in (3, 8, 20):
        past = hazard_model.history(
            covered[: weeks + 1], members[: weeks + 1], ring(600), THRESHOLD
        )
        spreads.append(hazard_model.fit(past).covariance[1, 1])
    assert spreads[0] > spreads[1] > spreads[2]


def test_no_history_gives_back_the_prior() -> None:
    nothing = hazard_model.history(
        np.zeros((1, 5), dtype=bool), np.ones((1, 5)), ring(5), THRESHOLD
    )
    fit = hazard_model.fit(nothing)
    assert (fit.events, fit.exposure) == (0, 0)
    assert fit.names == ("level", "members", "neighbours")
    priors = (
        hazard_model.LEVEL_PRIOR,
        hazard_model.MEMBERS_PRIOR,
        hazard_model.NEIGHBOURS_PRIOR,
    )
    assert fit.mean == pytest.approx([mean for mean, _ in priors])
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([sd for _, sd in priors])


@pytest.mark.parametrize(
    ("covered", "members"),
    [
        (np.ones((5, 6), dtype=bool), np.full((5, 6), 100.0)),
        (np.zeros((5, 6), dtype=bool), np.zeros((5, 6))),
        (np.repeat([False, True], [1, 4])[:, None] & np.ones(6, dtype=bool), np.ones((5, 6))),
        (np.eye(5, 6, dtype=bool), np.eye(1, 6).repeat(5, axis=0) * 90_000),
    ],
    ids=["everyone covered", "no members, no event", "all at once", "one amphoe with everyone"],
)
def test_a_strange_past_gives_finite_numbers_and_a_real_covariance(
    covered: Bools, members: Floats
) -> None:
    fit = hazard_model.fit(hazard_model.history(covered, members, ring(6), THRESHOLD))
    assert np.isfinite(fit.mean).all()
    assert (np.linalg.eigvalsh(fit.covariance) > 0).all()


def test_one_week_that_took_every_amphoe_does_not_stop_the_search() -> None:
    amphoe = 928
    covered = np.zeros((31, amphoe), dtype=bool)
    covered[30] = True
    fit = hazard_model.fit(
        hazard_model.history(covered, np.full((31, amphoe), 1e6), ring(amphoe), THRESHOLD)
    )
    assert fit.events == amphoe
    assert np.isfinite(fit.mean).all()


def test_a_history_with_a_hole_in_it_is_refused() -> None:
    hole = History(1, np.array([0]), np.array([np.nan]), np.array([0.0]), np.array([1.0]))
    with pytest.raises(hazard_model.NotFitted):
        hazard_model.fit(hole)


def test_regions_are_told_apart_only_when_asked() -> None:
    members = np.full(600, 100.0)
    region = np.arange(600) % 2
    rng = np.random.default_rng(7)
    covered = np.zeros((13, 600), dtype=bool)
    for week in range(12):
        covered[week + 1] = covered[week] | (rng.random(600) < np.where(region == 1, 0.03, 0.003))
    rows = (covered, np.tile(members, (13, 1)), ring(600), THRESHOLD)
    without = hazard_model.fit(hazard_model.history(*rows))
    fit = hazard_model.fit(hazard_model.history(*rows, region=region))
    assert without.names == ("level", "members", "neighbours")
    assert fit.names == ("level", "members", "neighbours", "region_0", "region_1")
    assert fit.interval("region_1")[0] - fit.interval("region_0")[0] > 1
