"""Are pace, weekly coverage and what was gained or lost right on any day?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from metrics.coverage import coverage
from metrics.members import areas, pace
from tests.metrics.party import DEADLINE, LINE, START, TODAY, party
from tests.party import Con, Party, election, member

Provinces = tuple[str, ...] | None


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Con]:
    settings = Party(tmp_path, drop_pct=1000)
    settings.write_list(
        "targets.csv",
        "metric,value,start_on,deadline,label_th,label_en,source",
        "members,20,2023-10-22,2023-12-31,ก,a,x",
        "members,5,2023-10-01,2023-10-22,ข,b,x",
        "amphoe_covered,1,2023-10-22,2024-04-06,ค,c,x",
    )
    settings.members("2566-08-31", *[member(str(number)) for number in range(6)])
    joined = [member(str(number), approved="10/10/2566") for number in range(6, 10)]
    settings.members("2566-10-22", *(member(str(number)) for number in range(6)), *joined)
    settings.elections(
        "2566-10-22",
        election("1", held="01/10/2566", term_to="18/10/2566"),
        election("2", held="30/11/2566"),
        election("3", amphoe="สันทราย", held="20/10/2566"),
        election("4", amphoe="กะทู้", province="ภูเก็ต", held="08/10/2566"),
    )
    settings.publish()
    with settings.opened() as opened:
        yield opened


def test_the_pace_needed_spreads_what_is_short_over_the_days_left(con: Con) -> None:
    rows = pace.pace(con, on=TODAY).set_index("label_en")
    far = rows.loc["a"]
    assert (far.now, far.short_of, far.days_left) == (10, 10, 70)
    assert far.needed_per_week == pytest.approx(1)
    assert far.actual_per_week == pytest.approx(1)
    assert not far.is_passed
    passed = rows.loc["b"]
    assert passed.is_passed
    assert passed.short_of == 0
    assert rows.loc["c"].now == 2


def test_before_the_first_list_the_pace_is_marked(con: Con) -> None:
    rows = pace.pace(con, on=date(2023, 9, 20)).set_index("label_en")
    assert rows.loc["a"].is_backfilled
    assert not pace.pace(con, on=TODAY).set_index("label_en").loc["a"].is_backfilled


def test_gained_and_lost_are_dated_by_what_was_known_that_week(con: Con) -> None:
    rows = coverage.changes(con, since=date(2023, 10, 15), until=TODAY)
    found = {row.amphoe_code: row for row in rows.itertuples()}
    assert set(found) == {"5007", "5014"}
    assert found["5007"].change == "lost"
    assert found["5007"].changed_on.date() == date(2023, 10, 19)
    assert found["5014"].change == "gained"
    assert not found["5014"].is_first_in_province


def test_weekly_coverage_counts_terms_that_contain_the_day(con: Con) -> None:
    weeks = coverage.weekly(con, until=TODAY, weeks=4)
    assert weeks["amphoe_covered"].tolist() == [1, 2, 2, 2]
    assert weeks["week_ends_on"].iloc[-1].date() == TODAY
    narrow = coverage.weekly(con, until=TODAY, weeks=2, provinces=("83",))
    assert narrow["amphoe_covered"].tolist() == [1, 1]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """A party with targets in provinces and regions; tests/metrics/party.py says its numbers."""
    with party(
        tmp_path_factory.mktemp("party"),
        f"members,20,{LINE},country,",
        f"members,6,{LINE},phuket,83",
        f"members,10,{LINE},north,ect:north",
        f"members,9,{LINE},chiang mai,50",
        f"members,3,{LINE},phuket passed,83",
        f"members,5,{LINE},met at start,",
        "members,30,2566-11-01,2566-12-31,later,",
        "members,12,2566-10-15,2566-10-29,south,royal:south",
        f"amphoe_covered,2,{LINE},country covered,",
        f"amphoe_covered,3,{LINE},phuket covered,83",
    ) as con:
        yield con


def stand(con: Con, name: str, *, on: date = TODAY, provinces: Provinces = None) -> pd.Series:
    return pace.pace(con, on=on, provinces=provinces).set_index("label_en").loc[name]


def test_pace_kept_is_told_over_one_four_and_eight_weeks(placed: Con) -> None:
    row = stand(placed, "country")
    # 12 today; 14 a week ago, 10 four weeks ago, 7 eight weeks ago.
    assert (row.now, row.change, row.actual_1w) == (12, -2, -2)
    assert (row.actual_4w, row.actual_per_week, row.actual_8w) == (0.5, 0.5, 0.625)
    assert not row.is_backfilled_8w
    earlier = stand(placed, "country", on=date(2023, 9, 10))
    assert not earlier.is_backfilled
    assert not earlier.is_backfilled_1w
    assert earlier.is_backfilled_8w


def test_the_straight_line_from_the_start_says_how_many_days_ahead_or_behind(placed: Con) -> None:
    row = stand(placed, "country")
    # From 10 to 20 in 42 days: 15 after 21 days; 12 was due after 8.4.
    assert (row.at_start, row.expected_now) == (10, 15)
    assert row.days_ahead == pytest.approx(8.4 - 21)
    assert (row.short_of, row.days_left) == (8, 21)
    assert row.needed_per_week == pytest.approx(8 / 3)
    on_the_first_day = stand(placed, "country", on=START)
    assert (on_the_first_day.expected_now, on_the_first_day.days_ahead) == (10, 0)


def test_a_target_of_a_province_or_region_counts_what_is_in_it(placed: Con) -> None:
    phuket = stand(placed, "phuket")
    assert (phuket.area_kind, phuket.area_code, phuket.area_en) == ("province", "83", "Phuket")
    assert (phuket.now, phuket.at_start, phuket.expected_now) == (5, 2, 4)
    assert phuket.days_ahead == pytest.approx(31.5 - 21)
    assert phuket.needed_per_week == pytest.approx(1 / 3)
    assert phuket.actual_4w == 0.75
    north = stand(placed, "north")
    assert (north.area_kind, north.area_code, north.area_en) == ("ect", "north", "North")
    assert (north.now, north.at_start, north.expected_now) == (6, 8, 9)
    south = stand(placed, "south")
    assert (south.now, south.at_start, south.expected_now) == (5, 5, 8.5)
    covered = stand(placed, "phuket covered")
    assert (covered.now, covered.at_start, covered.expected_now) == (1, 0, 1.5)
    assert covered.days_ahead == pytest.approx(14 - 21)


def test_members_of_no_known_place_count_for_the_country_only(placed: Con) -> None:
    places = areas.by_province(placed, on=TODAY, since=TODAY)
    assert stand(placed, "country").now == 12
    assert places.dropna(subset="province_code")["members"].sum() == 11


def test_a_target_of_the_country_has_no_name_of_an_area(placed: Con) -> None:
    row = stand(placed, "country")
    assert (row.area_kind, row.area_code) == ("country", "")
    assert pd.isna(row.area_th)
    assert pd.isna(row.area_en)


def test_a_series_that_falls_is_behind_by_no_more_than_the_line_is_long(placed: Con) -> None:
    # 8 at the start, 6 now. To 10 by the line: 42 days before the start; to 9: 84, kept to 42.
    assert stand(placed, "north").days_ahead == -42 - 21
    assert stand(placed, "chiang mai").days_ahead == -42 - 21
    assert stand(placed, "chiang mai").actual_1w == -2


def test_a_passed_target_needs_nothing_more_and_says_how_far_ahead_it_is(placed: Con) -> None:
    row = stand(placed, "phuket passed")
    assert row.is_passed
    assert (row.now, row.value, row.short_of) == (5, 3, 0)
    assert pd.isna(row.needed_per_week)
    # From 2 to 3 in 42 days; 5 would take 126, kept to twice the line.
    assert row.days_ahead == 84 - 21


def test_a_target_met_at_its_start_only_asks_to_stay(placed: Con) -> None:
    row = stand(placed, "met at start")
    assert row.is_passed
    assert (row.at_start, row.expected_now) == (10, 5)
    assert pd.isna(row.days_ahead)


def test_before_its_start_a_target_is_not_judged(placed: Con) -> None:
    row = stand(placed, "later")
    assert not row.is_started
    assert (row.now, row.value, row.short_of) == (12, 30, 18)
    assert row[["at_start", "expected_now", "days_ahead"]].isna().all()
    assert stand(placed, "later", on=date(2023, 11, 1)).is_started


def test_after_the_deadline_the_line_stays_at_the_target(placed: Con) -> None:
    late = DEADLINE + timedelta(days=7)
    missed = stand(placed, "country", on=late)
    assert (missed.days_left, missed.expected_now, missed.is_passed) == (-7, 20, False)
    assert missed.days_ahead == pytest.approx(8.4 - 42)
    assert pd.isna(missed.needed_per_week)
    assert stand(placed, "phuket passed", on=late).days_ahead == 84 - 42
    on_the_day = stand(placed, "country", on=DEADLINE)
    assert (on_the_day.days_left, on_the_day.expected_now) == (0, 20)
    assert pd.isna(on_the_day.needed_per_week)


def test_coverage_that_is_lost_counts_no_more(placed: Con) -> None:
    row = stand(placed, "country covered")
    assert (row.at_start, row.now, row.expected_now, row.days_ahead) == (1, 1, 1.5, -21)
    assert (row.actual_1w, row.actual_4w) == (-1, 0)
    assert not row.is_backfilled_8w


def test_a_narrower_question_gets_the_targets_that_lie_wholly_in_it(placed: Con) -> None:
    def names(*provinces: str) -> set[str]:
        return set(pace.pace(placed, on=TODAY, provinces=provinces)["label_en"])

    assert names("83") == {"phuket", "phuket passed", "phuket covered"}
    assert names("50") == {"chiang mai"}
    assert names() == set()
    whole = placed.execute("select list(province_code) from provinces").fetchone()
    assert whole
    assert names(*whole[0]) == {
        *("phuket", "phuket passed", "phuket covered", "chiang mai", "north", "south"),
    }
    assert stand(placed, "phuket", provinces=("83",)).now == 5


def test_the_country_comes_first_then_the_next_deadline(placed: Con) -> None:
    rows = pace.pace(placed, on=TODAY)
    assert rows["label_en"].tolist()[:4] == ["country covered", "country", "met at start", "later"]
    assert rows["label_en"].tolist()[4] == "south"
    assert sorted(rows["target_id"]) == list(range(1, 11))


def test_without_targets_there_is_no_row(tmp_path: Path) -> None:
    with party(tmp_path) as con:
        assert pace.pace(con, on=TODAY).empty


def test_an_edition_built_before_targets_had_areas_can_still_be_asked(
    placed: Con, tmp_path: Path
) -> None:
    now = pace.pace(placed, on=TODAY)
    shown = [*("edition", "provinces", "amphoe", "region_names"), "membership_daily"]
    with duckdb.connect(str(tmp_path / "old.duckdb")) as old:
        for name in (*shown, "coverage_spans"):
            old.register("copied", placed.execute(f"from {name}").df())
            old.execute(f"create table {name} as from copied")
        old.register("copied", now[now["area_kind"] == "country"])
        old.execute(
            "create table targets as select metric, value, start_on::date as start_on,"
            " deadline::date as deadline, label_th, label_en, source from copied"
        )
        before = pace.pace(old, on=TODAY).set_index("label_en")
    assert before["target_id"].is_unique
    assert set(before["area_kind"]) == {"country"}
    assert before["now"].to_dict() == now.set_index("label_en")["now"][before.index].to_dict()
