"""Do the gaps name every amphoe without a representative, and does each score add up?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl.warehouse import older_editions
from metrics.coverage.gaps import PARTS, weights
from metrics.members import coverage
from metrics.members import gaps as readiness
from tests.party import Con, Party, election, member

ON = date(2023, 10, 22)
MEMBERS = {"แม่ริม": 5, "ฝาง": 3, "สันทราย": 3, "แม่แตง": 2, "ไชยปราการ": 1}


def announced(number: str, **changed: str) -> dict[str, str]:
    return election(number, **changed) | {"วันประกาศ": "01/10/2566"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """A party with a threshold of 4, one representative (Fang) and some elections on the way."""
    party = Party(tmp_path_factory.mktemp("party"), threshold=4)
    rows = [
        member(f"{amphoe}{n}", amphoe=amphoe)
        for amphoe, many in MEMBERS.items()
        for n in range(many)
    ]
    party.members("2566-09-30", *rows)
    party.members("2566-10-22", *rows)
    elections = [
        announced("E1", amphoe="ฝาง", held="10/10/2566"),
        announced("E2", amphoe="สันทราย", held="05/11/2566", status="ประกาศแล้ว"),
        announced("E3", amphoe="แม่แตง", held="01/10/2566", status="ปิดลงคะแนน"),
        announced("E4", amphoe="แม่ริม", held="05/11/2566", status="ยกเลิก"),
    ]
    party.elections("2566-10-22", *elections)
    party.publish()
    return party


@pytest.fixture
def con(data: Party) -> Iterator[Con]:
    """The edition as a page has it: read-only, closed to the outside, a cursor a question."""
    with data.opened() as opened, opened.cursor() as cursor:
        yield cursor


def one(gaps: pd.DataFrame, amphoe: str) -> pd.Series:
    return gaps.set_index("amphoe_th").loc[amphoe]


def test_the_gaps_are_the_amphoe_that_are_not_covered(con: Con) -> None:
    gaps = readiness.gaps(con, on=ON, provinces=None)
    each = coverage.by_amphoe(con, on=ON)
    assert sorted(gaps["amphoe_code"]) == sorted(each[~each["is_covered"]]["amphoe_code"])
    assert len(gaps) == 927
    assert "ฝาง" not in gaps[gaps["province_code"] == "50"]["amphoe_th"].tolist()


def test_a_score_is_the_sum_of_its_parts_and_the_readiest_comes_first(con: Con) -> None:
    gaps = readiness.gaps(con, on=ON)
    parts = gaps[list(PARTS.values())]
    assert (parts.sum(axis=1) - gaps["score"]).abs().max() < 1e-6
    assert gaps["score"].is_monotonic_decreasing
    assert gaps["rank"].tolist() == list(range(1, 928))
    assert gaps["score"].between(0, 100).all()


def test_members_count_up_to_the_threshold_and_no_further(con: Con) -> None:
    gaps = readiness.gaps(con, on=ON, provinces=("50",))
    ready, near, none = one(gaps, "แม่ริม"), one(gaps, "สันทราย"), one(gaps, "จอมทอง")
    assert (ready["members"], ready["short_of"], ready["is_at_threshold"]) == (5, 0, True)
    assert (ready["score_members"], ready["score_threshold"]) == (40, 25)
    assert (near["members"], near["short_of"], near["is_at_threshold"]) == (3, 1, False)
    assert (near["score_members"], near["score_threshold"]) == (30, 0)
    assert (none["members"], none["score_members"], none["score"]) == (0, 0, 0)


def test_a_covered_neighbour_counts_by_its_share(con: Con) -> None:
    row = one(readiness.gaps(con, on=ON, provinces=("50",)), "ไชยปราการ")
    assert row["neighbours_covered"] == 1
    assert row["score_neighbours"] == round(20 / row["neighbours"], 1)


def test_neighbours_count_across_the_border_of_a_province(con: Con) -> None:
    gaps = readiness.gaps(con, on=ON, provinces=("57",))
    assert gaps["province_code"].eq("57").all()
    assert one(gaps, "แม่สรวย")["neighbours_covered"] == 1


def test_an_announced_election_counts_and_a_cancelled_or_past_one_does_not(con: Con) -> None:
    gaps = readiness.gaps(con, on=ON, provinces=("50",))
    coming, past, cancelled = one(gaps, "สันทราย"), one(gaps, "แม่แตง"), one(gaps, "แม่ริม")
    assert coming["next_election_on"] == pd.Timestamp(2023, 11, 5)
    assert coming["score_election"] == 15
    assert past["last_election_on"] == pd.Timestamp(2023, 10, 1)
    assert (past["coverage"], past["score_election"]) == ("held", 0)
    assert pd.isna(cancelled["next_election_on"]) and cancelled["score_election"] == 0


def test_an_election_held_since_was_an_announced_one_on_an_earlier_day(con: Con) -> None:
    """Known is the day it was announced: before that day nobody could count on it."""
    earlier = one(readiness.gaps(con, on=date(2023, 10, 5), provinces=("50",)), "ฝาง")
    assert earlier["next_election_on"] == pd.Timestamp(2023, 10, 10)
    assert earlier["score_election"] == 15
    before = one(readiness.gaps(con, on=date(2023, 9, 30), provinces=("50",)), "ฝาง")
    assert pd.isna(before["next_election_on"])


def test_an_election_of_today_is_still_the_next_one(con: Con) -> None:
    row = one(readiness.gaps(con, on=date(2023, 11, 5), provinces=("50",)), "สันทราย")
    assert row["next_election_on"] == pd.Timestamp(2023, 11, 5)


def test_provinces_with_no_representative_are_whole_provinces_of_gaps(con: Con) -> None:
    without = readiness.provinces_without(con, on=ON)
    assert len(without) == 76
    assert "50" not in without["province_code"].tolist()
    assert without["region_th"].notna().all()
    before = readiness.provinces_without(con, on=date(2023, 9, 30), provinces=("50", "51"))
    assert before["province_th"].tolist() == ["เชียงใหม่", "ลำพูน"]
    first = before.iloc[0]
    assert (first["members"], first["amphoe"], first["amphoe_ready"]) == (14, 25, 1)
    assert first["first_th"] == "แม่ริม"


def test_a_viewer_of_no_province_sees_no_gap(con: Con) -> None:
    assert readiness.gaps(con, on=ON, provinces=()).empty
    assert readiness.provinces_without(con, on=ON, provinces=()).empty


def test_the_weights_are_those_of_the_list(con: Con) -> None:
    listed = weights(con).set_index("part")["weight"]
    assert listed.to_dict() == {
        "members_to_threshold": 40,
        "threshold_reached": 25,
        "neighbours_covered": 20,
        "election_announced": 15,
    }


def test_a_party_may_weigh_as_it_likes_and_set_no_threshold(tmp_path: Path) -> None:
    party = Party(tmp_path, threshold=0)
    told = ("members_to_threshold,7,x", "something_else,90,x")
    party.write_list("gap_weights.csv", "part,weight,why", *told)
    party.members("2566-10-22", member("1"))
    party.publish()
    with party.opened() as opened:
        gaps = readiness.gaps(opened, on=ON)
        assert gaps["score"].eq(7).all() and gaps["is_at_threshold"].all()
        assert weights(opened)["part"].tolist() == ["members_to_threshold"]


def test_without_forecasts_no_amphoe_has_a_chance_and_the_order_stays(party: Party) -> None:
    party.members("2566-10-22", member("1"), member("2", amphoe="ฝาง"))
    party.publish()
    with party.opened() as opened:
        gaps = readiness.gaps(opened, on=ON)
        assert gaps[["chance_4w", "chance_13w"]].isna().all(axis=None)
        ranked = readiness.gaps(opened, on=ON, by="chance_4w")
    assert ranked["amphoe_code"].tolist() == gaps["amphoe_code"].tolist()


def test_an_edition_made_before_chances_were_can_still_be_asked(data: Party, con: Con) -> None:
    shown = (
        "edition",
        "lists",
        "amphoe",
        "provinces",
        "amphoe_neighbours",
        "elections",
        "gap_weights",
    )
    with duckdb.connect() as old:
        for name in (*shown, "membership_daily", "coverage_spans"):
            old.register("copied", con.execute(f"from {name}").to_arrow_table())
            old.execute(f"create table {name} as from copied")
            old.unregister("copied")
        older_editions.complete(old)
        gaps = readiness.gaps(old, on=ON)
    assert gaps["chance_4w"].isna().all()
    assert gaps["score"].tolist() == readiness.gaps(con, on=ON)["score"].tolist()


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """The same small party in October, with its forecasts: only announced elections count."""
    party = Party(tmp_path_factory.mktemp("foreseen"), threshold=4)
    members = [member(f"{name}{n}", amphoe=name) for name in MEMBERS for n in range(5)]
    party.members("2566-10-22", *members)
    elections = [
        announced("E1", amphoe="ไชยปราการ", held="29/10/2566", status="ประกาศแล้ว"),
        announced("E2", amphoe="ฝาง", held="20/12/2566", status="ประกาศแล้ว"),
    ]
    party.elections("2566-10-22", *elections)
    party.publish(looks_ahead=True)
    with party.opened() as opened:
        yield opened


def test_gaps_can_be_ranked_by_the_chance_within_4_or_13_weeks(foreseen: Con) -> None:
    soon = readiness.gaps(foreseen, on=ON, by="chance_4w")
    assert soon["amphoe_th"].iloc[0] == "ไชยปราการ"
    assert soon["chance_4w"].is_monotonic_decreasing
    assert soon["rank"].tolist() == list(range(1, 929))
    later = readiness.gaps(foreseen, on=ON, by="chance_13w")
    assert set(later["amphoe_th"].iloc[:2]) == {"ไชยปราการ", "ฝาง"}
    assert (later["chance_13w"] >= later["chance_4w"]).all()
    assert later["chance_13w"].between(0.005, 0.995).all()
    assert one(soon, "ฝาง")["chance_4w"] == 0.005
    narrow = readiness.gaps(foreseen, on=ON, by="chance_4w", provinces=("50",))
    assert narrow["rank"].tolist() == list(range(1, 26))


def test_chances_are_of_the_newest_day_only(foreseen: Con) -> None:
    before = readiness.gaps(foreseen, on=date(2023, 10, 21), by="chance_4w")
    assert before["chance_4w"].isna().all()
    assert before["score"].is_monotonic_decreasing
