"""Is a forecast that was kept held against what happened, and is that judged right?"""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from etl.warehouse.forecast_history import TABLES
from metrics.targets import track_record
from tests.metrics.targets.growing_party import day, grow, people, publish, thai, votes
from tests.party import Con, Party

MEMBERS, COVERED = "members", "amphoe_covered"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """The party of tests/metrics/growing_party.py, with what it kept."""
    return grow(Party(tmp_path_factory.mktemp("party")))


@pytest.fixture
def con(data: Party) -> Iterator[Con]:
    with data.opened() as opened:
        yield opened


def forecasts_of(con: Con, made_on: int, on: int = 20) -> pd.DataFrame:
    rows = track_record.due_forecasts(con, on=day(on), metric=MEMBERS)
    return rows[rows["made_on"] == pd.Timestamp(day(made_on))]


def test_every_kept_forecast_is_held_against_every_week_that_has_come_due(con: Con) -> None:
    rows = track_record.due_forecasts(con, on=day(20), metric=MEMBERS)
    made = {on.date(): len(each) for on, each in rows.groupby("made_on")}
    assert made == {day(4): 16, day(12): 8, day(16): 4}
    twelve = forecasts_of(con, 12)
    assert twelve["weeks_ahead"].tolist() == list(range(1, 9))
    assert [on.date() for on in twelve["week_ends_on"]] == [day(week) for week in range(13, 21)]
    assert twelve["last_value"].tolist() == pytest.approx([268] * 8)
    assert (twelve["lo80"] <= twelve["median"]).all() and (twelve["median"] <= twelve["hi80"]).all()


def test_an_earlier_day_knows_only_what_had_come_due_by_then(con: Con) -> None:
    assert len(forecasts_of(con, 12, on=14)) == 2
    assert forecasts_of(con, 16, on=16).empty
    assert track_record.due_forecasts(con, on=day(4), metric=MEMBERS).empty


def test_what_happened_is_what_this_edition_knows_and_what_was_said_stays(con: Con) -> None:
    """Five of week 15 were first told by a corrected list, and are gone from the next one."""
    actual = forecasts_of(con, 12).set_index("weeks_ahead")["actual"]
    assert actual[[1, 2]].tolist() == [282, 296]
    assert actual[[3, 4, 5, 7]].tolist() == [315, 329, 343, 371]
    assert actual[8] == 380
    said = forecasts_of(con, 12)["last_pace"].tolist()
    assert said == pytest.approx([268 + 14 * week for week in range(1, 9)])


def test_two_builds_of_one_day_count_once_and_the_last_stands(con: Con) -> None:
    sixteen = forecasts_of(con, 16)
    assert sixteen["weeks_ahead"].tolist() == [1, 2, 3, 4]
    assert sixteen["last_value"].tolist() == pytest.approx([329] * 4)


def test_errors_are_the_mean_distance_to_what_happened_case_by_case(con: Con) -> None:
    cases = track_record.due_forecasts(con, on=day(20), metric=MEMBERS).dropna(subset="median")
    summary = track_record.summary(con, on=day(20), metric=MEMBERS)
    told = summary[summary["source"] == "kept"].set_index("weeks")
    assert list(told.index) == ["1-4", "5-8", "all"]
    assert told["forecasts"].tolist() == [2, 1, 2]
    assert told["cases"].tolist() == [8, 4, 12]
    # From 268: 14, 28, 47, 61 off, then 75, 89, 103, 112. From 329: 14, 28, 42, 51.
    assert told["last_value_error"].tolist() == pytest.approx([285 / 8, 379 / 4, 664 / 12])
    # On by 14 a week from 268: 0, 0, 5, 5 off, then 5, 5, 5, 0.
    assert told.loc["5-8", "last_pace_error"] == pytest.approx(15 / 4)
    off = cases["median"] - cases["actual"]
    assert told.loc["all", "error"] == pytest.approx(off.abs().mean())
    assert told.loc["all", "half_within"] == pytest.approx(off.abs().median())
    assert told.loc["all", "bias"] == pytest.approx(off.mean())
    inside = cases["actual"].between(cases["lo95"], cases["hi95"])
    assert told.loc["all", "inside_95"] == pytest.approx(inside.mean())
    better = told["last_pace_error"] < told["error"]
    assert told["is_last_pace_better"].tolist() == better.tolist()
    assert not told["is_last_value_better"].any()


def test_a_forecast_of_the_pace_alone_is_kept_and_not_judged(con: Con) -> None:
    four = forecasts_of(con, 4)
    assert four["median"].isna().all()
    assert four["last_pace"].notna().all()
    summary = track_record.summary(con, on=day(12), metric=MEMBERS)
    assert set(summary["source"]) == {"tested"}
    assert track_record.summary(con, on=day(7), metric=MEMBERS).empty
    assert track_record.at_weeks(con, on=day(7), metric=MEMBERS, weeks=1).empty


def test_just_so_many_weeks_ahead_takes_one_case_of_each_forecast(con: Con) -> None:
    rows = track_record.at_weeks(con, on=day(20), metric=MEMBERS, weeks=4).set_index("source")
    assert rows.loc["kept", ["forecasts", "cases"]].tolist() == [2, 2]
    assert rows.loc["kept", "last_value_error"] == pytest.approx((61 + 51) / 2)
    assert not rows.loc["kept", "is_too_narrow"], "two cases are too few to say so"
    far = track_record.at_weeks(con, on=day(20), metric=MEMBERS, weeks=13)
    assert "kept" not in far["source"].tolist()


def test_the_tests_of_the_past_end_by_the_day(con: Con) -> None:
    rows = track_record.backtests(con, on=day(20), metric=MEMBERS)
    assert rows["made_on"].min() == pd.Timestamp(day(7))
    assert rows["week_ends_on"].max() == pd.Timestamp(day(20))
    assert (rows["week_ends_on"] - rows["made_on"]).dt.days.eq(7 * rows["weeks_ahead"]).all()
    earlier = track_record.backtests(con, on=day(12), metric=MEMBERS)
    assert earlier["week_ends_on"].max() == pd.Timestamp(day(12))
    summary = track_record.summary(con, on=day(12), metric=MEMBERS).set_index("source")
    assert summary.loc[["tested"], "forecasts"].max() == 5


def test_coverage_counts_amphoe_up_to_the_newest_elections_export(con: Con) -> None:
    rows = track_record.due_forecasts(con, on=day(20), metric=COVERED)
    assert set(rows["made_on"]) == {pd.Timestamp(day(12))}
    assert rows["week_ends_on"].max() == pd.Timestamp(day(16)), "later weeks are not known yet"
    assert rows["actual"].tolist() == [3, 3, 3, 4]
    assert rows["last_value"].eq(3).all()
    due = track_record.next_due(con, on=day(20), metric=COVERED)
    assert due["week_ends_on"].tolist() == [pd.Timestamp(day(17))]


def test_the_next_week_to_come_due_is_the_first_that_no_list_has_told_of(con: Con) -> None:
    def due(on: int) -> list[date]:
        found = track_record.next_due(con, on=day(on), metric=MEMBERS)
        return [stamp.date() for stamp in found["week_ends_on"]]

    assert due(20) == [day(21)]
    assert due(12) == [day(13)]
    assert due(3) == []


def test_a_day_after_the_newest_list_has_nothing_more_to_judge(party: Party) -> None:
    for week in (0, 10, 12):
        party.members(thai(day(week)), *people(week))
        if week:
            publish(party)
    party.elections(thai(day(15)), *votes(15))
    publish(party)
    with party.opened() as con:
        rows = track_record.due_forecasts(con, on=day(15), metric=MEMBERS)
        assert rows["week_ends_on"].max() == pd.Timestamp(day(12))
        due = track_record.next_due(con, on=day(15), metric=MEMBERS)
        assert due["week_ends_on"].tolist() == [pd.Timestamp(day(13))]


def test_only_the_whole_country_has_a_record(con: Con) -> None:
    for ask in (track_record.due_forecasts, track_record.backtests, track_record.summary):
        for provinces in ((), ("50",)):
            assert ask(con, on=day(20), metric=MEMBERS, provinces=provinces).empty
    assert track_record.next_due(con, on=day(20), metric=MEMBERS, provinces=("50",)).empty


def without_forecasts(con: Con) -> None:
    """Let the edition answer as one that was made before there were forecasts."""
    ((edition,),) = con.execute("select current_database()").fetchall()
    for name in TABLES:
        con.execute(f"create temp view {name} as from {edition}.main.{name} where false")


def test_an_edition_made_before_forecasts_were_has_no_record(con: Con) -> None:
    without_forecasts(con)
    for ask in (track_record.due_forecasts, track_record.backtests, track_record.summary):
        assert ask(con, on=day(20), metric=MEMBERS).empty
    assert track_record.next_due(con, on=day(20), metric=MEMBERS).empty
    assert track_record.at_weeks(con, on=day(20), metric=MEMBERS, weeks=4).empty


def test_bands_that_hold_too_little_of_what_happened_are_called_too_narrow(con: Con) -> None:
    without_forecasts(con)
    con.execute(
        """
        create or replace temp view forecast_tests as
        select 'members' as metric, 'country' as area_kind, '' as area_code,
            date '2023-01-01' + (7 * n)::int as origin, origin + 7 as week_ends_on,
            1 as weeks_ahead, case when n < 8 then 100 else 130 end as actual,
            100 as median, 90 as lo50, 110 as hi50, 90 as lo80, 110 as hi80, 90 as lo95,
            110 as hi95, 101 as last_value, 99 as last_pace,
        from range(10) as each(n)
        """
    )

    def judged(on: date) -> dict[str, object]:
        rows = track_record.at_weeks(con, on=on, metric=MEMBERS, weeks=1)
        (row,) = rows.to_dict("records")
        return {str(name): value for name, value in row.items()}

    all_ten, nine = judged(date(2023, 3, 12)), judged(date(2023, 3, 5))
    assert (all_ten["cases"], all_ten["inside_95"], all_ten["is_too_narrow"]) == (10, 0.8, True)
    assert (nine["cases"], nine["is_too_narrow"]) == (9, False), "nine cases say little"
    # 8 of them 0 off and two 30; the last value 8 times 1 and twice 29.
    assert (all_ten["error"], all_ten["last_value_error"]) == (6, pytest.approx(6.6))
    assert (all_ten["is_last_value_better"], all_ten["is_last_pace_better"]) == (False, False)

    def is_narrow(on: date) -> bool:
        return bool(track_record.narrow(con, on=on, metric=MEMBERS)["is_too_narrow"].iloc[0])

    assert is_narrow(date(2023, 3, 12))
    assert not is_narrow(date(2023, 3, 5))
    assert not track_record.narrow(con, on=day(20), metric=COVERED)["is_too_narrow"].iloc[0]
