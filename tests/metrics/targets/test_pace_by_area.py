"""Is every province and region judged by its own target, or by its share of the country's?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.members import pace, pace_by_area
from metrics.members.pace_by_area import Level
from metrics.safe import areas
from tests.metrics.party import LINE, START, TODAY, party
from tests.party import Con


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with party(
        tmp_path_factory.mktemp("party"),
        "members,99,2566-10-01,2566-12-31,after,",
        f"members,20,{LINE},next,",
        f"members,6,{LINE},phuket,83",
        f"amphoe_covered,464,{LINE},half of all,",
    ) as opened:
        yield opened


def rows(con: Con, level: Level = "province", on: date = TODAY) -> pd.DataFrame:
    return pace_by_area.ahead_behind(con, on=on, level=level).set_index("area_code")


def test_without_its_own_target_a_province_has_the_share_of_its_members_at_the_start(
    con: Con,
) -> None:
    row = rows(con).loc["50"]
    # 8 of 10 members at the start: 16 of 20, and half way 12. Now they are 6.
    assert (row.area_kind, row.area_en, row.amphoe) == ("province", "Chiang Mai", 25)
    assert not row.members_is_own_target
    assert (row.members_now, row.members_value, row.members_at_start) == (6, 16, 8)
    assert (row.members_expected_now, row.members_ahead, row.members_ahead_pct) == (12, -6, -50)
    assert row.members_days_ahead == pytest.approx(-10.5 - 21)
    assert row.members_needed_per_week == pytest.approx(10 / 3)
    assert row.members_actual_4w == -0.5


def test_amphoe_covered_are_shared_by_the_number_of_amphoe(con: Con) -> None:
    row = rows(con).loc["50"]
    # Half of 25 amphoe, from 1 at the start; the one has been lost.
    assert (row.amphoe_covered_now, row.amphoe_covered_value) == (0, 12.5)
    assert row.amphoe_covered_expected_now == 6.75
    assert (row.amphoe_covered_ahead, row.amphoe_covered_ahead_pct) == (-6.75, -100)
    assert rows(con)["amphoe_covered_value"].sum() == 464


def test_its_own_target_goes_before_the_share(con: Con) -> None:
    row = rows(con).loc["83"]
    assert row.members_is_own_target
    assert (row.members_now, row.members_value, row.members_expected_now) == (5, 6, 4)
    assert (row.members_ahead, row.members_ahead_pct, row.members_days_ahead) == (1, 25, 10.5)
    assert not row.amphoe_covered_is_own_target
    assert (row.amphoe_covered_now, row.amphoe_covered_ahead) == (1, 0.25)


@pytest.mark.parametrize("level", ["ect", "royal", "nesdb"])
def test_a_region_has_its_own_share_whatever_its_provinces_aim_at(con: Con, level: Level) -> None:
    found = rows(con, level)
    south = found.loc["south"]
    assert (south.area_kind, south.area_en) == (level, "South")
    # 2 of 10 at the start: 4 of 20, passed.
    assert (south.members_now, south.members_value, south.members_expected_now) == (5, 4, 3)
    assert south.members_is_passed
    assert pd.isna(south.members_needed_per_week)
    assert south.members_days_ahead == 42
    assert found["amphoe"].sum() == 928
    assert found["members_value"].sum() == 20
    assert set(found.index) == set(
        row[0]
        for row in con.execute(
            "select region_code from region_names where scheme = $level", {"level": level}
        ).fetchall()
    )


def test_a_province_without_members_has_no_share_and_no_percentage(con: Con) -> None:
    found = rows(con)
    assert len(found) == 77
    assert found.index.is_monotonic_increasing
    row = found.loc["10"]
    assert (row.members_now, row.members_value, row.members_ahead) == (0, 0, 0)
    assert pd.isna(row.members_ahead_pct)
    assert pd.isna(row.members_days_ahead)


def test_the_target_due_next_counts_and_the_last_once_all_are_past(con: Con) -> None:
    assert rows(con, on=date(2023, 11, 12)).loc["50"].members_value == 16
    assert rows(con, on=date(2023, 11, 13)).loc["50"].members_value == pytest.approx(79.2)
    late = rows(con, on=date(2024, 2, 1)).loc["50"]
    assert late.members_value == late.members_expected_now == pytest.approx(79.2)
    assert pd.isna(late.members_needed_per_week)


def test_before_the_start_the_share_is_that_of_the_day_and_nothing_is_expected(con: Con) -> None:
    # Eight weeks before: 5 and 2 members.
    row = rows(con, on=date(2023, 8, 27)).loc["50"]
    assert not row.members_is_started
    assert row.members_value == pytest.approx(20 * 5 / 7)
    assert pd.isna(row.members_expected_now)
    assert pd.isna(row.members_ahead)


def test_members_of_no_known_place_have_their_part_of_the_target(tmp_path: Path) -> None:
    with party(tmp_path, "members,28,2566-10-15,2566-11-05,x,") as con:
        found = rows(con)
    # 8, 5 and one unknown on 15 October.
    assert (found.loc["50"].members_value, found.loc["83"].members_value) == (16, 10)
    assert found["members_value"].sum() == 26


def test_where_there_is_no_target_only_what_is_there_is_told(tmp_path: Path) -> None:
    with party(tmp_path, f"members,9,{LINE},x,50") as con:
        found = rows(con)
    assert found.loc["50"].members_is_own_target
    assert found.loc["50"].members_expected_now == 8.5
    row = found.loc["83"]
    assert (row.members_now, row.amphoe_covered_now) == (5, 1)
    assert not row.members_is_own_target
    assert not row.members_is_passed
    rests = ("value", "at_start", "expected_now", "ahead", "ahead_pct", "days_ahead")
    for name in (*rests, "deadline", "start_on", "needed_per_week"):
        assert pd.isna(row[f"members_{name}"]), name
        assert found[f"amphoe_covered_{name}"].isna().all(), name


def test_a_country_without_members_at_the_start_has_no_shares(tmp_path: Path) -> None:
    with party(tmp_path, "members,9,2500-01-01,2566-12-31,x,") as con:
        found = rows(con)
    assert found["members_value"].isna().all()
    assert found.loc["50"].members_now == 6


def test_a_narrower_question_gets_the_areas_that_lie_wholly_in_it(con: Con) -> None:
    def asked(level: Level, *provinces: str) -> pd.DataFrame:
        return pace_by_area.ahead_behind(con, on=TODAY, level=level, provinces=provinces)

    narrow = asked("province", "50", "83").set_index("area_code")
    pd.testing.assert_frame_equal(narrow, rows(con).loc[["50", "83"]], check_dtype=False)
    assert asked("ect", "50", "83").empty
    assert asked("province").empty


def test_small_counts_of_today_or_of_the_start_are_hidden(con: Con) -> None:
    counts = ["members_now", "members_value", "members_ahead", "members_actual_4w"]
    for on in (START, TODAY):
        shown = areas.ahead_behind(con, on=on, level="province").set_index("area_code")
        # 5 now, but 2 at the start, which pace and share would give away: and what hides it.
        assert shown.loc["83", counts].isna().all()
        assert shown.loc["50", counts].isna().all()
        assert shown.loc["10", "members_now"] == 0
    assert shown.loc["83", "amphoe_covered_now"] == 1


def test_what_the_areas_have_is_what_their_targets_say(con: Con) -> None:
    own = pace.pace(con, on=TODAY).set_index("label_en").loc["phuket"]
    row = rows(con).loc["83"]
    for name in ("now", "value", "at_start", "expected_now", "days_ahead", "needed_per_week"):
        assert row[f"members_{name}"] == own[name], name
