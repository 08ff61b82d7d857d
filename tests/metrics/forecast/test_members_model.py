"""Can the forecast of members be trusted with the series a party really has?"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.arrays import Floats
from metrics.forecast import members_model


def steady(weeks: int = 30, change: float = 300) -> Floats:
    rng = np.random.default_rng(5)
    return np.asarray(60_000 + np.cumsum(rng.normal(change, 40, weeks)))


def widths(futures: Floats) -> Floats:
    fan = members_model.fan(futures)
    return fan.hi95 - fan.lo95


def test_the_same_series_gives_the_same_numbers() -> None:
    one, other = (members_model.simulate(steady(), 20, seed=7) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, members_model.simulate(steady(), 20, seed=8))


def test_a_steady_drive_goes_on_and_slowly_wears_off() -> None:
    values = steady()
    fan = members_model.fan(members_model.simulate(values, 12, seed=1))
    line = members_model.last_pace(values, 12)
    assert values[-1] + 8 * 150 < fan.median[7] < line[7] + 300
    assert fan.median[11] < line[11]
    assert line[0] - values[-1] == pytest.approx((values[-1] - values[-5]) / 4)


def test_bands_hold_one_another_and_widen() -> None:
    futures = members_model.simulate(steady(), 26, seed=1)
    fan = members_model.fan(futures)
    ordered = [fan.lo95, fan.lo80, fan.lo50, fan.median, fan.hi50, fan.hi80, fan.hi95]
    for low, high in pairwise(ordered):
        assert (low <= high).all()
    assert widths(futures)[25] > 2 * widths(futures)[3] > 2 * widths(futures)[0] > 0


def test_what_never_fell_is_not_made_to_fall() -> None:
    values = np.cumsum(np.full(20, 500.0)) + 1000
    futures = members_model.simulate(values, 10, seed=1)
    assert (np.diff(futures, axis=1) >= 0).all()
    assert (futures[:, 0] >= values[-1]).all()


def test_a_party_that_loses_half_its_members_is_not_forecast_to_grow() -> None:
    """The Democrats went from 178,095 to 94,492 in five months of 2564."""
    values = np.linspace(178_095, 94_492, 22)
    fan = members_model.fan(members_model.simulate(values, 26, seed=1))
    assert fan.median[8] < values[-1] - 8 * 1500
    assert (fan.lo95 >= 0).all()
    assert fan.lo95[25] < 40_000


def test_fifty_thousand_in_three_days_make_the_bands_wide() -> None:
    before = steady(20)
    jumped = np.append(before, before[-1] + 50_000)
    usual, after = (members_model.simulate(values, 8, seed=1) for values in (before, jumped))
    assert widths(after)[7] > 10 * widths(usual)[7]
    assert np.isfinite(after).all()


def test_a_week_of_nothing_and_a_month_of_nothing_are_taken() -> None:
    one = steady(20)
    one[12:] -= one[12] - one[11]
    month = steady(20)
    month[9:13] = month[8]
    for values in (one, np.maximum.accumulate(month)):
        futures = members_model.simulate(values, 13, seed=1)
        assert np.isfinite(futures).all()
        assert np.median(futures[:, -1]) > values[-1]


def test_what_never_moved_may_still_move() -> None:
    futures = members_model.simulate(np.full(12, 40_000.0), 13, seed=1)
    assert abs(np.median(futures[:, -1]) - 40_000) < 400
    assert widths(futures)[12] > widths(futures)[0] > 0


def test_a_mixed_series_is_forecast_from_its_level() -> None:
    rng = np.random.default_rng(3)
    values = 60_000 + 500 * rng.standard_normal(30)
    fan = members_model.fan(members_model.simulate(values, 13, seed=1))
    assert abs(fan.median[-1] - values[-1]) < 1500
    assert fan.lo95[0] < values[-1] < fan.hi95[0]


@pytest.mark.parametrize("points", range(8))
def test_under_eight_points_nothing_is_forecast(points: int) -> None:
    with pytest.raises(ValueError, match="8 are needed"):
        members_model.simulate(np.full(points, 100.0), 4, seed=1)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_count_that_is_none_is_refused(wrong: float) -> None:
    values = steady()
    values[4] = wrong
    with pytest.raises(ValueError, match="zero or more"):
        members_model.simulate(values, 4, seed=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3_000_000), min_size=8, max_size=60))
def test_no_series_breaks_it_or_makes_members_negative(values: list[int]) -> None:
    series = np.array(values, dtype=np.float64)
    futures = members_model.simulate(series, 30, seed=1, paths=200)
    assert futures.shape == (200, 30)
    assert np.isfinite(futures).all()
    assert (futures >= 0).all()
    assert widths(futures)[29] >= widths(futures)[0] or futures.min() == 0


def test_the_chance_counts_paths_at_the_deadline_and_is_never_certain() -> None:
    futures = np.array([[10.0, 20.0], [10.0, 40.0], [10.0, 0.0], [10.0, 30.0]])
    assert members_model.chance(futures, 0, 2, 30) == 0.5
    assert members_model.chance(futures, 0, 1.5, 20) == 0.5  # half-way: 15, 25, 5, 20
    assert members_model.chance(futures, 0, 0, 5) == members_model.NEVER_CERTAIN
    assert members_model.chance(futures, 0, 1, 5) == 1 - members_model.NEVER_CERTAIN
    with pytest.raises(ValueError, match="weeks"):
        members_model.chance(futures, 0, 3, 30)


def test_the_day_it_is_reached_lies_between_two_weeks() -> None:
    futures = np.array([[10.0, 20.0], [4.0, 8.0], [20.0, 0.0]])
    assert members_model.reached(futures, 0, 15).tolist() == [1.5, np.inf, 0.75]
    assert members_model.reached(futures, 15, 15).tolist() == [0, 0, 0]


def test_real_cumulative_series_stay_inside_the_bands(shared: object) -> None:
    """A small part of `bench/accuracy/forecasts.py`, which says how good it is on all of them."""
    series = pytest.importorskip("bench.accuracy.series")
    cases = [case for case in series.cumulative() if len(case.known) in (14, 28)]
    found = series.score(cases, lambda known, weeks: members_model.simulate(known, weeks, seed=1))
    line = series.score(cases, pytest.importorskip("bench.accuracy.rivals").straight_line)
    assert 0.9 <= found.cover_all <= 0.99
    assert found.brier < 0.17 < line.brier
    assert found.crps_pace < 0.8 * line.crps_pace
