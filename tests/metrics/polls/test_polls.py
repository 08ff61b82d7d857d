"""Does a poll say what all members think, and never what a few of them answered?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.accuracy import polls as bench
from bench.accuracy.electorates import WORLDS
from metrics.disclosure import marks as count_marks
from metrics.disclosure.suppression import FEW, HIDDEN
from metrics.polls import changes, polls, weighting
from tests.metrics.events import taking_part
from tests.metrics.events.taking_part import Cell, Row
from tests.party import Con

ON = date(2023, 9, 30)
RIM, TOWN, KATHU = ("50", "5007"), ("50", "5001"), ("83", "8302")
MEMBERS = {("เชียงใหม่", "แม่ริม"): 400, ("เชียงใหม่", "เมืองเชียงใหม่"): 100, ("ภูเก็ต", "กะทู้"): 500}


def poll(number: str, opened: str = "2023-09-01", **changed: str | bool | None) -> Row:
    told: dict[str, str | bool | int | None] = {
        "poll_id": number, "question": "Q", "question_key": "q", "is_several": False,
        "opened_on": opened, "closed_on": opened[:8] + "28", "scope_kind": "country",
    }  # fmt: skip
    return told | changed


def said(
    number: str, answers: dict[tuple[str | None, str | None], tuple[int, ...]], people: bool = True
) -> dict[str, list[Row]]:
    """Rows of one poll of single answers: place → how often each choice was chosen."""
    day: dict[str, Cell] = {"poll_id": number, "answered_on": "2023-09-02"}
    where = [
        (day | {"province_code": province, "amphoe_code": amphoe}, counts)
        for (province, amphoe), counts in answers.items()
    ]
    choices = len(next(iter(answers.values())))
    return {
        "poll_choices": [
            {"poll_id": number, "choice_no": n + 1, "choice": f"c{n + 1}"} for n in range(choices)
        ],
        "poll_answers": [
            place | {"choice_no": n + 1, "answers": count}
            for place, counts in where for n, count in enumerate(counts)
        ],
        "poll_respondents": [
            place | {"respondents": sum(counts) if people else None} for place, counts in where
        ],
    }  # fmt: skip


def tables(*parts: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {name: [row for part in parts for row in part.get(name, [])] for name in parts[0]}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taking_part.build(tmp_path_factory.mktemp("party"), MEMBERS)


@pytest.fixture
def con(public: Path) -> Iterator[Con]:
    """P: Chiang Mai answers four times as readily, and thinks otherwise. M: several choices."""
    p = said("P", {RIM: (120, 40), TOWN: (24, 16), KATHU: (10, 40)})
    later = said("R", {RIM: (20, 140), TOWN: (6, 34), KATHU: (10, 40)})
    rows = tables(p, later, said("F", {RIM: (9, 8)}), said("U", {RIM: (50, 60)}, people=False))
    rows["polls"] = [poll("P", "2023-08-01"), poll("R"), poll("F", question_key="f"),
                     poll("U", question_key="u")]  # fmt: skip
    with taking_part.edition(public, rows) as opened:
        yield opened


def test_members_of_where_few_answer_count_for_all_they_are(con: Con) -> None:
    told = polls.answers(con, poll_id="P", on=ON).set_index("choice")
    assert told.loc["c1", "plain_pct"] == pytest.approx(100 * 154 / 250)
    weighted = 0.4 * 120 / 160 + 0.1 * 24 / 40 + 0.5 * 10 / 50
    assert told.loc["c1", "pct"] == pytest.approx(100 * weighted)
    assert told["pct"].sum() == pytest.approx(100)
    assert (told["lo"] < told["pct"]).all() and (told["pct"] < told["hi"]).all()


def test_standard_errors_are_those_of_a_survey_library() -> None:
    """The same three strata in samplics 0.6.0, its TaylorEstimator with fpc: 0.46 ± 0.029746."""
    members, people = np.array([400.0, 100, 500]), np.array([160.0, 40, 50])
    yes = np.array([120.0, 24, 10])
    weight, share = members / 1000, yes / people
    textbook = (weight**2 * (1 - people / members) * share * (1 - share) / (people - 1)).sum()
    found = weighting.weighted(members, people, np.column_stack([yes, people - yes]))
    half = float(found.hi[0] - found.lo[0]) / 2
    assert found.share[0] == pytest.approx(0.46)
    assert np.sqrt(textbook) == pytest.approx(0.029746, abs=1e-6)
    assert half == pytest.approx(1.97 * np.sqrt(textbook), rel=0.03)


def test_a_poll_so_few_answered_says_nothing(con: Con) -> None:
    told = polls.answers(con, poll_id="F", on=ON)
    assert told["verdict"].unique().tolist() == ["too_few"]
    assert told[list(polls.SHARES)].isna().all(axis=None)
    listed = polls.listed(con, on=ON).set_index("poll_id")["verdict"]
    assert listed.to_dict() == {
        "P": "told", "R": "told", "F": "too_few", "U": "respondents_unknown",
    }  # fmt: skip


def test_answers_given_after_the_day_asked_are_not_known_yet(con: Con) -> None:
    told = polls.listed(con, on=date(2023, 9, 1)).set_index("poll_id")
    assert told.loc["R", "verdict"] == "nobody_yet"
    assert bool(told.loc["R", "is_open"])


def test_the_same_question_again_tells_what_changed(con: Con) -> None:
    told = changes.changes(con, question_key="q", on=ON).set_index("choice")
    assert told.loc["c1", "verdict"] == "less" and told.loc["c2", "verdict"] == "more"
    assert told.loc["c1", "change"] == pytest.approx(told.loc["c1", "pct"] - 46)
    assert told.loc["c1", "lo"] < told.loc["c1", "change"] < told.loc["c1", "hi"] < 0
    assert changes.changes(con, question_key="f", on=ON).empty


def test_a_choice_told_twice_changed_as_its_first_did(con: Con) -> None:
    """Of choices alike the first has the counts."""
    before = changes.changes(con, question_key="q", on=ON)
    con.execute("insert into poll_choices values ('P', 3, 'c1'), ('R', 3, 'c1')")
    told = changes.changes(con, question_key="q", on=ON)
    assert told.set_index("choice")["verdict"].to_dict() == {"c1": "less", "c2": "more"}
    assert told["change"].tolist() == pytest.approx(before["change"].tolist())


def test_turnout_is_of_the_members_of_each_area(con: Con) -> None:
    told = polls.turnout(con, poll_id="P", on=ON).set_index("area_code")
    assert told.loc["50", "share_pct"] == pytest.approx(40)
    assert told.loc["83", "share_pct"] == pytest.approx(10)
    regions = polls.turnout(con, poll_id="P", on=ON, by="region_ect")
    assert regions["respondents"].sum() == 250


def test_a_viewer_of_one_province_is_told_of_its_answers_alone(con: Con) -> None:
    told = polls.answers(con, poll_id="P", on=ON, provinces=("83",)).set_index("choice")
    assert told.loc["c1", "answers"] == 10
    assert told.loc["c1", "pct"] == pytest.approx(20)
    assert polls.turnout(con, poll_id="P", on=ON, provinces=("83",))["area_code"].tolist() == ["83"]


def test_a_poll_of_a_province_is_not_one_of_another_and_weighs_by_its_own_members(
    public: Path,
) -> None:
    rows = said("P", {RIM: (60, 20), TOWN: (10, 30)}) | {
        "polls": [poll("P", scope_kind="province", scope_code="50")]
    }
    with taking_part.edition(public, rows) as con:
        assert polls.listed(con, on=ON)["members"].tolist() == [500]
        assert polls.listed(con, on=ON, provinces=("83",)).empty
        told = polls.answers(con, poll_id="P", on=ON)
    assert told["pct"].iloc[0] == pytest.approx(100 * (0.8 * 0.75 + 0.2 * 0.25))


def test_answers_of_no_known_amphoe_or_province_are_not_lost(public: Path) -> None:
    rows = said("P", {RIM: (30, 30), ("50", None): (20, 20), (None, None): (12, 8)}) | {
        "polls": [poll("P")]
    }
    with taking_part.edition(public, rows) as con:
        listed = polls.listed(con, on=ON).iloc[0]
        told = polls.answers(con, poll_id="P", on=ON)
    assert (listed["respondents"], listed["unplaced"]) == (120, 20)
    assert told["answers"].tolist() == [62, 58]
    assert told["pct"].tolist() == pytest.approx([50, 50])


def test_a_choice_of_a_few_is_not_told_nor_worked_out(public: Path) -> None:
    rows = said("P", {RIM: (60, 3, 30)}) | {"polls": [poll("P")]}
    with taking_part.edition(public, rows) as con:
        told = polls.answers(con, poll_id="P", on=ON)
    assert told["answers_mark"].fillna("").tolist() == [HIDDEN, FEW, ""]
    assert told.loc[:1, ["answers", *polls.SHARES]].isna().all(axis=None)
    assert told["answers"].iloc[2] == 30


def test_of_several_choices_one_that_nearly_all_chose_tells_who_did_not(public: Path) -> None:
    rows = said("P", {RIM: (58, 20)}) | {"polls": [poll("P", is_several=True)]}
    rows["poll_respondents"] = [dict(rows["poll_respondents"][0]) | {"respondents": 60}]
    with taking_part.edition(public, rows) as con:
        told = polls.answers(con, poll_id="P", on=ON)
    assert told["answers_mark"].fillna("").tolist() == [HIDDEN, ""]
    assert pd.isna(told["pct"].iloc[0]) and told["plain_pct"].iloc[1] == pytest.approx(100 / 3)


@pytest.mark.parametrize("with_tables", [True, False])
def test_an_edition_without_polls_has_none(public: Path, with_tables: bool) -> None:
    with taking_part.edition(public, {}, with_tables=with_tables) as con:
        assert polls.listed(con, on=ON).empty
        assert polls.answers(con, poll_id="P", on=ON).empty
        assert changes.changes(con, question_key="q", on=ON).empty


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_no_sum_narrows_a_hidden_few_down(counts: list[int]) -> None:
    """Whoever knows the rule and the sum finds another way to fill what is missing."""
    marks = count_marks.marks(pd.Series(counts), sums_up=True)
    hidden = [n for n, mark in enumerate(marks) if not pd.isna(mark)]
    assert all(not 1 <= count <= 4 for n, count in enumerate(counts) if n not in hidden)
    few = [n for n in hidden if marks[n] == FEW]
    for one in few:
        found = set()
        for guess in range(1, 5):
            other = [count for count in counts]
            rest = next(n for n in hidden if n not in few)
            other[one], other[rest] = guess, counts[rest] + counts[one] - guess
            if count_marks.marks(pd.Series(other), sums_up=True).equals(marks):
                found.add(guess)
        assert len(found) > 1, (counts, one)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_interval_holds_its_share_and_lies_within_none_and_all(data: st.DataObject) -> None:
    cells = data.draw(st.integers(1, 6))
    people = np.array(data.draw(st.lists(st.integers(5, 60), min_size=cells, max_size=cells)))
    yes = np.array([data.draw(st.integers(0, int(each))) for each in people])
    more = np.array(data.draw(st.lists(st.integers(0, 900), min_size=cells, max_size=cells)))
    found = weighting.weighted(
        (people + more).astype(float), people.astype(float), yes[:, None].astype(float)
    )
    assert 0 <= found.lo[0] <= found.share[0] + 1e-9 and found.share[0] - 1e-9 <= found.hi[0] <= 1
    assert found.effective <= people.sum() + 1e-6


@pytest.mark.parametrize("name", ["uneven response", "uneven, few answers"])
def test_weighted_intervals_hold_what_members_think_and_unweighted_ones_do_not(name: str) -> None:
    held, plain, off, plain_off, _ = np.array(bench.ask_all(WORLDS[name], 60)).mean(axis=0)
    assert 0.90 <= held <= 0.99
    assert plain < 0.85
    assert off < plain_off
