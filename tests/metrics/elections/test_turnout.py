"""Is turnout what a hand works out, and can a sum give away what is banded?"""

from collections.abc import Iterator
from datetime import date

import pytest

from metrics.elections import results, turnout
from tests.metrics.elections.voting_party import ON, build
from tests.party import Con

COUNTS = ["elections", "counted", "banded", "untold", "eligible", "ballots"]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with build(tmp_path_factory.mktemp("voting")).opened() as opened:
        yield opened


def test_turnout_is_over_the_elections_that_tell_both_counts(con: Con) -> None:
    total = turnout.total(con, on=ON).iloc[0]
    # E1 80 of 200, E2 70 of 100, E10 30 of 50; E3 is banded, E4 tells no one eligible
    assert total[COUNTS].tolist() == [5, 3, 1, 1, 350, 180]
    assert total["turnout_pct"] == pytest.approx(100 * 180 / 350)


def test_the_three_ballots_of_a_banded_election_are_in_no_sum(con: Con) -> None:
    by_channel = turnout.by_channel(con, on=ON).set_index("channel")
    assert by_channel.loc["online", COUNTS[:4]].tolist() == [1, 0, 1, 0]
    assert by_channel.loc["online", ["eligible", "ballots", "turnout_pct"]].isna().all()
    assert by_channel.loc["onsite", COUNTS].tolist() == [2, 1, 0, 1, 200, 80]
    assert by_channel.loc["hybrid", COUNTS].tolist() == [2, 2, 0, 0, 150, 100]
    assert list(by_channel.index) == ["onsite", "online", "hybrid"]


def test_the_split_of_hybrid_ballots_leaves_out_the_one_that_is_banded(con: Con) -> None:
    hybrid = turnout.by_channel(con, on=ON).set_index("channel").loc["hybrid"]
    assert hybrid[["split", "online", "onsite"]].tolist() == [1, 40, 30]


@pytest.mark.parametrize("scheme", ["ect", "royal", "nesdb"])
def test_turnout_by_region_adds_up_to_the_country(con: Con, scheme: str) -> None:
    regions = turnout.by_region(con, on=ON, scheme=scheme)
    assert regions["region_code"].tolist() == ["north", "south"]
    assert regions[COUNTS].to_numpy().tolist() == [[3, 2, 0, 1, 300, 150], [2, 1, 1, 0, 50, 30]]
    assert regions["turnout_pct"].tolist() == [50, 60]


def test_a_week_without_a_count_has_no_turnout_but_its_place(con: Con) -> None:
    weeks = turnout.over_time(con, on=ON, step="week")
    assert weeks["elections"].tolist() == [2, 1, 1, 1]
    assert weeks["counted"].tolist() == [2, 1, 0, 0]
    assert weeks["ballots"].tolist() == [110, 70, 0, 0]
    assert weeks["turnout_pct"].dropna().tolist() == [44, 70]


def test_an_area_without_an_election_held_has_no_turnout(con: Con) -> None:
    total = turnout.total(con, on=ON, provinces=("10",)).iloc[0]
    assert total[COUNTS[:4]].tolist() == [0, 0, 0, 0]
    assert total[["eligible", "ballots", "turnout_pct"]].isna().all()
    assert turnout.over_time(con, on=ON, step="month", provinces=("10",)).empty


def test_candidates_are_counted_by_how_many_stood(con: Con) -> None:
    stood = results.by_candidates(con, on=ON)
    assert stood["candidates"].dropna().tolist() == [1, 2, 3]
    assert stood["elections"].tolist() == [1, 2, 1, 1]


def test_waits_have_the_middle_the_shortest_and_the_longest(con: Con) -> None:
    waits = results.waits(con, on=ON).set_index("wait")
    columns = ["elections", "median_days", "least_days", "most_days"]
    assert waits[columns].T.to_dict("list") == {
        "days_in_all": [4, 11.5, 7, 30],  # 7, 10, 13 and 30
        "days_to_vote": [5, 10, 6, 20],  # 6, 10, 10, 11 and 20
        "days_to_result": [4, 1.5, 0, 10],  # 0, 1, 2 and 10
    }


def test_an_earlier_day_waits_for_the_results_that_came_later(con: Con) -> None:
    waits = results.waits(con, on=date(2023, 10, 9)).set_index("wait")
    assert waits.loc["days_in_all", ["elections", "median_days"]].tolist() == [2, 10]
