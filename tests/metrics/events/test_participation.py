"""Are events, committees and proposals told as they were, on the day asked, and no few people?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metrics import committees
from metrics.disclosure.suppression import FEW, HIDDEN
from metrics.events import events
from metrics.proposals import proposals, time_to_answer
from metrics.safe import amphoe
from tests.metrics.events import taking_part
from tests.metrics.events.taking_part import Cell, Row
from tests.party import Con

ON = date(2023, 9, 30)
RIM, KATHU = ("50", "5007"), ("83", "8302")


def event(number: str, held: str, place: tuple[str, str | None] = RIM, **changed: Cell) -> Row:
    told: dict[str, Cell] = {
        "event_id": number, "kind": "training", "held_on": held, "province_code": place[0],
        "amphoe_code": place[1], "registered": 40, "attended": 30, "joined": 6,
    }  # fmt: skip
    return told | changed


def proposal(number: str, raised: str, **changed: Cell) -> Row:
    told: dict[str, Cell] = {
        "proposal_id": number, "raised_on": raised, "province_code": "50", "amphoe_code": "5007",
        "topic": "water", "supporters": 20, "status": "raised",
    }  # fmt: skip
    return told | changed


ROWS: dict[str, list[Row]] = {
    "events": [
        event("a", "2023-09-03", kind="election"),
        event("b", "2023-09-20", attended=38),  # 2 did not come
        event("c", "2023-09-20", KATHU, attended=3),
        event("d", "2023-09-21", KATHU, attended=55),  # more than had registered
        event("e", "2023-10-22", ("50", None), attended=None, joined=None),
    ],
    "event_flags": [{"event_id": "d", "flag": "attended_above_registered"}],
    "committees": [
        {"province_code": "50", "formed_on": "2023-06-01", "active_people": 9},
        {"province_code": "83", "formed_on": "2023-01-01", "ended_on": "2023-08-31"},
        {"province_code": "10", "formed_on": "2023-06-01", "active_people": 2},
    ],
    "proposals": [
        proposal("1", "2023-08-01", answered_on="2023-08-20", debated_on="2023-08-20",
                 status="debated", supported_on="2023-08-11"),
        proposal("2", "2023-08-01", topic="roads", supporters=3, status="declined",
                 declined_on="2023-09-25", answered_on="2023-09-25"),
        proposal("3", "2023-08-02"),
        proposal("4", "2023-08-03", answered_on="2023-08-13", adopted_on="2023-08-13",
                 status="adopted"),
        proposal("5", "2023-09-20", province_code="83", amphoe_code="8302"),
        proposal("6", "2023-10-05"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taking_part.build(tmp_path_factory.mktemp("party"))


@pytest.fixture
def con(public: Path) -> Iterator[Con]:
    with taking_part.edition(public, ROWS) as opened:
        yield opened


YEAR: Any = {"since": date(2023, 1, 1), "until": date(2023, 12, 31), "on": ON}


def test_events_are_past_or_coming_on_the_day_asked(con: Con) -> None:
    told = events.between(con, **YEAR).set_index("event_id")
    assert told["is_past"].to_dict() == {"a": True, "b": True, "c": True, "d": True, "e": False}
    assert told.loc["d", "flags"] == "attended_above_registered"
    assert told.loc["d", "attended"] == 55 and pd.isna(told.loc["d", "no_shows"])
    assert pd.isna(told.loc["e", "amphoe_th"]) and told.loc["e", "province_code"] == "50"
    day = events.between(con, since=date(2023, 9, 20), until=date(2023, 9, 20), on=ON)
    assert day["event_id"].tolist() == ["b", "c"]


def test_few_who_came_or_did_not_are_not_told_nor_worked_out(con: Con) -> None:
    told = events.between(con, **YEAR).set_index("event_id")
    assert (told.loc["a", "attended"], told.loc["a", "no_shows"]) == (30, 10)
    assert told.loc["b", ["attended_mark", "no_shows_mark"]].tolist() == [HIDDEN, FEW]
    assert told.loc["c", ["attended_mark", "no_shows_mark"]].tolist() == [FEW, HIDDEN]
    assert told.loc[["b", "c"], ["attended", "no_shows"]].isna().all(axis=None)


def test_totals_count_no_shows_where_both_counts_are_told(con: Con) -> None:
    told = events.totals(con, **YEAR).set_index("kind")
    assert told.loc["training", ["past", "coming", "counted"]].tolist() == [3, 1, 2]
    # 2 and 37 in truth: made of what is shown, each count under five is taken for 2.5.
    assert told.loc["training", ["no_shows", "is_about"]].tolist() == [40, True]
    assert not told.loc["election", "is_about"]
    assert told.loc["election", "no_show_pct"] == pytest.approx(25)
    day = YEAR | {"since": date(2023, 9, 20), "until": date(2023, 9, 20)}
    by = events.totals(con, **day, by="amphoe_code").set_index("code")
    assert by.loc["8302", "attended_mark"] == FEW and pd.isna(by.loc["8302", "attended"])
    by = events.totals(con, **YEAR, by="amphoe_code")
    assert by["past"].sum() == 4


def test_no_two_spans_of_days_tell_what_one_event_hides(con: Con) -> None:
    """What is added for one more event is the same, whatever its count under five."""
    until = {"until": date(2023, 9, 20)}
    counts = ["registered", "attended", "no_shows", "joined"]
    for hidden in (1, 4):
        con.execute("update events set attended = ? where event_id = 'c'", [hidden])
        both = events.totals(con, **YEAR | until).set_index("kind").loc["training", counts]
        assert both.tolist() == [80, 40, 40, 12]


def test_a_viewer_is_told_of_the_own_provinces_events(con: Con) -> None:
    told = events.between(con, **YEAR, provinces=("83",))
    assert told["event_id"].tolist() == ["c", "d"]
    assert len(events.unvisited(con, on=ON, provinces=("83",))) == 2


def test_amphoe_nobody_visited_are_all_but_those_visited_by_the_day(con: Con) -> None:
    assert len(events.unvisited(con, on=ON)) == 926
    before = events.unvisited(con, on=date(2023, 9, 10))
    assert len(before) == 927
    row = before.set_index("amphoe_code").loc["8302"]
    assert row["next_on"] == pd.Timestamp(2023, 9, 20)
    assert row["members_mark"] == FEW


def test_members_where_nobody_went_are_hidden_as_everywhere(tmp_path: Path) -> None:
    many = {("ภูเก็ต", "กะทู้"): 3, ("ภูเก็ต", "ถลาง"): 9, ("ภูเก็ต", "เมืองภูเก็ต"): 8}
    with taking_part.edition(taking_part.build(tmp_path, many), {}) as con:
        theirs = amphoe.by_amphoe(con, on=ON, provinces=("83",)).set_index("amphoe_code")
        told = events.unvisited(con, on=ON, provinces=("83",)).set_index("amphoe_code")
        assert HIDDEN in set(told["members_mark"])
        assert told["members_mark"].to_dict() == theirs["members_mark"].to_dict()
        assert told["members"].dropna().to_dict() == theirs["members"].dropna().to_dict()
        # Phuket is all there is: its own number may be shown, and so may that of the two groups.
        province = committees.by_province(con, on=ON, since=ON).set_index("province_code")
        assert province.loc["83", "members"] == 20


def test_the_pace_is_of_whole_weeks_and_knows_which_amphoe_are_new(con: Con) -> None:
    told = events.weekly(con, until=ON, weeks=5)
    assert told["events"].tolist() == [0, 1, 0, 3, 0]
    assert told["amphoe"].tolist() == [0, 1, 0, 2, 0]
    assert told["amphoe_first"].tolist() == [0, 1, 0, 1, 0]


def test_a_committee_is_there_until_the_day_it_ends(con: Con) -> None:
    before, after = (
        committees.by_province(con, on=day, since=date(2023, 7, 1)).set_index("province_code")
        for day in (date(2023, 8, 30), ON)
    )
    assert bool(before.loc["83", "has_committee"]) and not bool(after.loc["83", "has_committee"])
    assert after.loc["83", "ended_on"] == pd.Timestamp(2023, 8, 31)
    assert after.loc["50", "active_people"] == 9
    assert after.loc["10", "active_people_mark"] == FEW
    none = committees.without(con, on=ON)
    assert len(none) == 75 and none["province_code"].iloc[0] != "50"


def test_provinces_with_and_without_a_committee_are_all_provinces(con: Con) -> None:
    told = committees.compared(con, on=ON, since=date(2023, 7, 1))
    assert told["has_committee"].tolist() == [True, False]
    assert told["provinces"].tolist() == [2, 75]
    assert told["amphoe"].sum() == 928
    assert len(committees.compared(con, on=ON, since=date(2023, 7, 1), provinces=("50",))) == 1


def test_the_board_is_what_was_known_on_the_day(con: Con) -> None:
    now = proposals.board(con, on=ON).set_index(["status", "topic"])["proposals"]
    assert now.to_dict() == {
        ("raised", "water"): 2, ("debated", "water"): 1, ("adopted", "water"): 1,
        ("declined", "roads"): 1,
    }  # fmt: skip
    then = proposals.board(con, on=date(2023, 8, 12)).set_index(["status", "topic"])["proposals"]
    assert then.to_dict() == {
        ("raised", "water"): 2, ("raised", "roads"): 1, ("supported", "water"): 1,
    }  # fmt: skip


def test_what_an_amphoe_wants_tells_no_few_supporters(con: Con) -> None:
    told = proposals.listed(con, on=ON, amphoe_code="5007").set_index("proposal_id")
    assert sorted(told.index) == ["1", "2", "3", "4"]
    assert told.loc["2", "supporters_mark"] == FEW and pd.isna(told.loc["2", "supporters"])
    assert told.loc["1", "days"] == 19 and told.loc["3", "days"] == 59


def test_only_proposals_that_had_thirty_days_count_as_answered_in_them(con: Con) -> None:
    told = proposals.answered_soon(con, on=ON).iloc[0]
    assert (told["proposals"], told["due"], told["soon"], told["answered"]) == (5, 4, 2, 3)
    assert pd.isna(told["soon_pct"])
    by = proposals.answered_soon(con, on=ON, by="province_code").set_index("code")
    assert by.loc["83", "due"] == 0


UNDATED = [
    proposal("1", "2023-08-01", status="done", listed_on="2023-09-20"),
    proposal("2", "2023-08-01", status="declined", listed_on="2023-09-20"),
    # Answered before it was raised: nobody knows when.
    proposal("3", "2023-08-10", status="debated", debated_on="2023-08-01",
             answered_on="2023-08-01", listed_on="2023-09-20"),
    *(proposal(f"{n}", "2023-08-01", status="adopted", adopted_on=f"2023-08-{n}",
               answered_on=f"2023-08-{n}", listed_on="2023-09-20") for n in range(11, 16)),
]  # fmt: skip


def test_an_answer_on_a_day_nobody_knows_is_an_answer_and_no_wait(public: Path) -> None:
    with taking_part.edition(public, {"proposals": UNDATED}) as con:
        told = proposals.answered_soon(con, on=ON).iloc[0]
        assert told[["proposals", "due", "soon", "answered", "soon_pct"]].tolist() == [
            8, 5, 5, 8, 100,
        ]  # fmt: skip
        listed = proposals.listed(con, on=ON).set_index("proposal_id")
        assert listed["is_answered"].all()
        assert listed.loc[["1", "2", "3"], ["days", "answered_on"]].isna().all(axis=None)
        assert listed.loc["11", "days"] == 10
        steps = proposals.steps(con, on=ON).set_index("step")
        assert steps.loc["answered", ["proposals", "taken", "median_days"]].tolist() == [8, 8, 12]
        # Before the export told so nothing was known but the days.
        before = proposals.listed(con, on=date(2023, 9, 19)).set_index("proposal_id")
        assert before["is_answered"].to_dict() | {"1": False, "2": False} == (
            before["is_answered"].to_dict()
        )
        assert before.loc["1", "days"] == 49 and before.loc["3", "is_answered"]


def test_what_is_past_a_step_on_a_day_nobody_knows_waits_for_it_no_more(public: Path) -> None:
    rows = [
        proposal(f"{n}", "2023-08-01", supported_on="2023-08-05", debated_on=f"2023-08-{n}",
                 answered_on=f"2023-08-{n}", status="debated") for n in range(11, 16)
    ]  # fmt: skip
    more = [
        proposal(f"{n}", "2023-08-01", supported_on="2023-08-05", status=status,
                 listed_on="2023-09-20")
        for n, status in enumerate(["debated"] * 6 + ["done"])
    ]  # fmt: skip
    with taking_part.edition(public, {"proposals": [*rows, *more]}) as con:
        steps = proposals.steps(con, on=ON).set_index("step")
    assert steps.loc["debated", ["proposals", "taken", "median_days"]].tolist() == [12, 11, 8]


def test_a_step_counts_those_who_still_wait(con: Con) -> None:
    told = proposals.steps(con, on=ON).set_index("step")
    assert told.loc["answered", ["proposals", "taken"]].tolist() == [5, 3]
    assert told.loc["answered", "median_days"] == 55
    assert told.loc["supported", ["proposals", "taken"]].tolist() == [5, 1]
    assert pd.isna(told.loc["supported", "median_days"])


def test_the_median_is_that_of_the_textbook_and_of_statsmodels() -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(4)
    for _ in range(20):
        days = rng.integers(1, 60, 40).astype(float)
        done = rng.random(40) < 0.7
        theirs = SurvfuncRight(days, done.astype(int))
        ours = time_to_answer.median(days, done)
        assert ours.median == pytest.approx(theirs.quantile(0.5), nan_ok=True)
        lo, hi = theirs.quantile_ci(0.5, method="cloglog")
        if np.isfinite([lo, hi]).all() and not np.isnan(ours.hi):
            assert abs(ours.lo - lo) <= 3 and abs(ours.hi - hi) <= 3


@pytest.mark.parametrize("with_tables", [True, False])
def test_an_edition_without_any_of_it_answers_all_the_same(public: Path, with_tables: bool) -> None:
    with taking_part.edition(public, {}, with_tables=with_tables) as con:
        assert events.between(con, **YEAR).empty and events.totals(con, **YEAR).empty
        assert events.weekly(con, until=ON, weeks=3)["events"].tolist() == [0, 0, 0]
        assert len(events.unvisited(con, on=ON)) == 928
        assert len(committees.without(con, on=ON)) == 77
        assert proposals.board(con, on=ON).empty and proposals.listed(con, on=ON).empty
        assert proposals.answered_soon(con, on=ON).empty
        assert proposals.steps(con, on=ON)["proposals"].sum() == 0
