"""Do scenarios reach each target on the right day, and never what cannot be reached?"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.members import scenarios as exact_scenarios
from metrics.safe import members, targets
from metrics.targets import projections, scenarios
from metrics.targets.scenarios import Lacking, Shares
from tests.metrics.party import TODAY, party
from tests.slow import these

NOW = date(2023, 10, 22)


def test_the_day_reached_is_the_first_on_which_the_number_is_there() -> None:
    path = scenarios.members_path(77_760, 2224)
    assert scenarios.reached_on(path, 100_000, NOW) == date(2023, 12, 31)
    assert scenarios.reached_on(path, 100_001, NOW) == date(2024, 1, 1)
    assert scenarios.value_on(path, 70) == pytest.approx(100_000)
    assert scenarios.value_on(path, 35) == pytest.approx(88_880)


def test_nobody_new_never_reaches() -> None:
    assert scenarios.reached_on(scenarios.members_path(10, 0), 11, NOW) is None
    idle = scenarios.amphoe_path(29, 928, [0.0] * scenarios.MOST_WEEKS, Shares())
    assert scenarios.reached_on(idle, 30, NOW) is None


def test_a_number_that_falls_never_goes_below_none() -> None:
    path = scenarios.members_path(100, -30)
    assert min(path) == 0
    assert scenarios.reached_on(path, 101, NOW) is None


def test_a_target_already_passed_is_reached_today() -> None:
    assert scenarios.reached_on(scenarios.members_path(120, 0), 100, NOW) == NOW


def test_what_takes_over_ten_years_is_not_reached() -> None:
    path = scenarios.members_path(0, 1)
    assert scenarios.reached_on(path, scenarios.MOST_WEEKS, NOW) is not None
    assert scenarios.reached_on(path, scenarios.MOST_WEEKS + 1, NOW) is None


def test_loss_as_big_as_gain_never_reaches() -> None:
    # At 100 covered, 2 % lost a week are the 2 won: it comes near 100, and stays below.
    path = scenarios.amphoe_path(29, 928, [2.0] * scenarios.MOST_WEEKS, Shares(1, 1, 0.02))
    assert len(path) == scenarios.MOST_WEEKS + 1
    assert max(path) < 100
    assert scenarios.reached_on(path, 100, NOW) is None
    falling = scenarios.amphoe_path(100, 928, [1.0] * scenarios.MOST_WEEKS, Shares(1, 1, 0.02))
    assert scenarios.reached_on(falling, 101, NOW) is None


def test_there_are_never_more_than_there_are_amphoe() -> None:
    path = scenarios.amphoe_path(900, 928, [200.0] * 20, Shares(), 20)
    assert max(path) == 928
    assert scenarios.amphoe_path(950, 928, [], Shares(), 3)[0] == 928


def test_elections_count_as_the_past_shares_say() -> None:
    path = scenarios.amphoe_path(0, 928, [10.0] * 4, Shares(0.9, 0.5, 0.0), 4)
    assert path == pytest.approx([0, 4.5, 9, 13.5, 18])


def test_the_elections_needed_are_just_enough() -> None:
    shares = Shares(0.93, 0.98, 0.0014)
    needed = scenarios.elections_needed(29, 928, 400, 167, shares)
    assert needed is not None
    for factor, is_enough in ((1.0, True), (0.99, False)):
        path = scenarios.amphoe_path(29, 928, [needed * factor] * 24, shares, 24)
        assert (scenarios.value_on(path, 167) >= 400) is is_enough


def test_no_number_of_elections_brings_what_cannot_be() -> None:
    assert scenarios.elections_needed(29, 928, 929, 70, Shares()) is None
    assert scenarios.elections_needed(29, 928, 400, 0, Shares()) is None
    assert scenarios.elections_needed(29, 928, 400, 70, Shares(held=0.0)) is None
    assert scenarios.elections_needed(400, 928, 300, 70, Shares()) == 0


@pytest.mark.parametrize("days", [1, 6, 7, 8, 70, 167])
def test_elections_spread_over_days_are_all_held_by_the_last(days: int) -> None:
    weekly = scenarios.spread(172, days)
    assert sum(weekly) == pytest.approx(172)
    path = scenarios.amphoe_path(29, 928, weekly, Shares())
    assert scenarios.value_on(path, 7 * len(weekly)) == pytest.approx(201)
    assert scenarios.spread(172, 0) == []


def test_what_is_lacking_are_the_amphoe_nearest_to_the_threshold() -> None:
    short_of = [40, 3, 90, 1, 20]
    assert scenarios.lacking(short_of, 186, 189, 1.0) == Lacking(3, 24)
    assert scenarios.lacking(short_of, 186, 189, 0.6) == Lacking(5, 154)
    assert scenarios.lacking(short_of, 189, 189, 1.0) == Lacking(0, 0)
    assert scenarios.lacking(short_of, 186, 192, 1.0) is None
    assert scenarios.lacking(short_of, 186, 189, 0.0) is None


def test_a_scenario_begins_where_things_stand(tmp_path: Path) -> None:
    with party(tmp_path) as con:
        row = exact_scenarios.start(con, on=TODAY).iloc[0]
        assert (row.members, row.amphoe_covered, row.amphoe) == (12, 1, 928)
        assert row.members_4w == pytest.approx((12 - 10) / 4)
        assert row.elections_4w == pytest.approx(1 / 4)
        before = exact_scenarios.start(con, on=date(2023, 9, 5)).iloc[0]
        assert (before.members, before.amphoe_covered) == (7, 1)
        assert before[["held_share", "elected_share", "lost_per_week"]].isna().all()


def test_a_part_of_the_country_begins_with_its_own_and_no_shares(tmp_path: Path) -> None:
    with party(tmp_path) as con:
        row = exact_scenarios.start(con, on=TODAY, provinces=("83",)).iloc[0]
        assert (row.members, row.amphoe_covered, row.amphoe) == (5, 1, 3)
        assert row[["held_share", "elected_share", "lost_per_week"]].isna().all()


@pytest.mark.parametrize("every", these((0,), [11, 1]))
def test_a_scenario_begins_nowhere_with_members_that_may_not_be_told(
    tmp_path: Path, every: int
) -> None:
    with party(tmp_path) as con:
        codes = sorted(
            str(code) for (code,) in con.execute("select province_code from provinces").fetchall()
        )
        found = con.execute("select distinct province_code from membership_daily").fetchall()
        has_members = {code for (code,) in found}
        for code in (code for n, code in enumerate(codes) if code in has_members or n % every == 0):
            row = targets.scenario_start(con, on=TODAY, provinces=(code,)).iloc[0]
            told = members.total(con, on=TODAY, provinces=(code,)).iloc[0]
            assert pd.isna(row.members) == pd.isna(told.members), code
            exact = exact_scenarios.start(con, on=TODAY, provinces=(code,)).iloc[0].members
            assert pd.isna(row.members) or not 0 < exact < 5
            assert pd.isna(row.members_4w) or pd.notna(row.members)


def test_shares_are_known_once_a_forecast_was_made(tmp_path: Path) -> None:
    with party(tmp_path) as con:
        row = exact_scenarios.start(con, on=TODAY).iloc[0]
        assert 0 < row.held_share <= 1
        assert 0 < row.elected_share <= 1
        assert 0 <= row.lost_per_week < 0.5
        days = projections.forecast_days(con)["made_on"]
        assert days.dt.date.tolist() == [TODAY]


def test_elections_are_set_only_while_amphoe_are_ready() -> None:
    weekly = scenarios.while_ready(50, 172, 6)
    assert weekly == [50, 50, 50, 22, 0, 0]
    assert sum(scenarios.while_ready(9.5, 172)) == pytest.approx(172)
    assert scenarios.while_ready(0, 172, 2) == [0, 0]
    assert scenarios.while_ready(5, 0, 2) == [0, 0]
