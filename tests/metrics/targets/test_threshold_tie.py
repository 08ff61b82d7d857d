"""Is it told how far amphoe are from the members that an election takes?"""

from collections.abc import Iterator

import pandas as pd
import pytest

from metrics.members import pace
from tests.metrics.party import LINE, TODAY, party
from tests.party import Con


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with party(
        tmp_path_factory.mktemp("party"),
        "members,99999,2566-10-01,2566-12-31,after,",
        f"members,1856,{LINE},next,",
        f"members,7,{LINE},phuket,83",
        f"amphoe_covered,400,{LINE},covered,",
    ) as opened:
        yield opened


def test_amphoe_at_the_threshold_and_what_the_others_lack(con: Con) -> None:
    row = pace.threshold_tie(con, on=TODAY).iloc[0]
    # The threshold is 6: แม่ริม has 6 and no representative any more, กะทู้ 5 and has one.
    assert (row.amphoe, row.threshold) == (928, 6)
    assert (row.amphoe_at_threshold, row.amphoe_at_threshold_uncovered) == (1, 1)
    assert row.amphoe_covered == 1
    assert row.members_short == 1 + 926 * 6


def test_members_an_amphoe_now_and_at_the_target_that_is_due_next(con: Con) -> None:
    row = pace.threshold_tie(con, on=TODAY).iloc[0]
    # Eleven of the twelve members have a known amphoe.
    assert row.members_per_amphoe == pytest.approx(11 / 928)
    assert (row.members_target, row.members_per_amphoe_at_target) == (1856, 2)


def test_a_day_before_the_election_counts_as_it_was(con: Con) -> None:
    row = pace.threshold_tie(con, on=TODAY.replace(day=1)).iloc[0]
    assert (row.amphoe_at_threshold, row.amphoe_at_threshold_uncovered) == (1, 0)
    assert row.members_short == 4 + 926 * 6


def test_a_narrower_question_is_told_of_its_own_amphoe_without_the_countrys_target(
    con: Con,
) -> None:
    row = pace.threshold_tie(con, on=TODAY, provinces=("83",)).iloc[0]
    assert (row.amphoe, row.amphoe_covered, row.amphoe_at_threshold) == (3, 1, 0)
    assert row.members_short == 1 + 6 + 6
    assert row.members_per_amphoe == pytest.approx(5 / 3)
    assert pd.isna(row.members_target)
    assert pd.isna(row.members_per_amphoe_at_target)
    assert pace.threshold_tie(con, on=TODAY, provinces=()).iloc[0].amphoe == 0


def test_without_a_target_of_members_the_rest_is_still_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with party(tmp_path_factory.mktemp("party"), f"amphoe_covered,400,{LINE},covered,") as con:
        row = pace.threshold_tie(con, on=TODAY).iloc[0]
    assert row.amphoe_at_threshold == 1
    assert pd.isna(row.members_target)
    assert pd.isna(row.members_per_amphoe_at_target)
