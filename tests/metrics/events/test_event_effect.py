"""Is what an event is said to bring what it was given to bring, and is nothing said in doubt?"""

from collections.abc import Iterator
from datetime import timedelta
from math import comb

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.accuracy import event_effect as bench
from bench.accuracy import seasons
from bench.accuracy.seasons import WORLDS
from metrics.events import effect, matching, next_visits, permutation
from metrics.events.windows import REASONS
from tests.metrics.events import taking_part
from tests.party import Con

ON = bench.START + timedelta(days=seasons.DAYS - 1)
RUNS = 60


def least(share: float) -> int:
    """How many of RUNS are covered at least, all but once in a thousand times."""
    chance = 0.0
    for hits in range(RUNS + 1):
        chance += comb(RUNS, hits) * share**hits * (1 - share) ** (RUNS - hits)
        if chance > 0.001:
            return hits
    return RUNS


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no effect", "3 members an event", "events where growth was"])
def test_the_interval_holds_the_planted_effect_as_often_as_it_says(name: str) -> None:
    real = seasons.land()
    found = [bench.find(WORLDS[name], real, seed, draws=299) for seed in range(RUNS)]
    covered = sum(one.is_covered for one in found)
    assert covered >= least(0.93)
    told = [effect.verdict(one.lo, one.hi) for one in found]
    if WORLDS[name].effect:
        assert told.count("brings") >= least(0.97)
        assert not told.count("takes")
    else:
        assert told.count("little_or_nothing") >= least(0.93)


def test_an_interval_is_not_so_wide_that_it_holds_anything() -> None:
    real = seasons.land()
    found = [bench.find(WORLDS["no effect"], real, seed, draws=299) for seed in range(10)]
    assert max(one.hi - one.lo for one in found) < 1.5


@pytest.fixture(scope="module")
def con() -> Iterator[Con]:
    """An edition of 928 amphoe with 200 visits that brought 3 members each."""
    real = seasons.land()
    season = seasons.live(np.random.default_rng(3), WORLDS["3 members an event"], real)
    with duckdb.connect() as opened:
        bench.write(opened, season, real)
        yield opened


def test_all_visits_are_judged_or_left_out_for_a_reason_that_is_told(con: Con) -> None:
    rows = effect.estimates(con, on=ON).set_index(["split", "code"])
    assert rows.loc[("all", ""), "verdict"] == "brings"
    assert rows.loc[("all", ""), "lo"] < 3 < rows.loc[("all", ""), "hi"]
    gone = effect.left_out(con, on=ON)
    assert gone["reason"].tolist() == list(REASONS)
    visits = con.execute("select count(distinct (amphoe_code, held_on)) from events").fetchall()
    assert rows.loc[("all", ""), "events"] + gone["events"].sum() == visits[0][0]
    for split in ("kind", "ect", "royal", "nesdb"):
        assert rows.loc[split, "events"].sum() == rows.loc[("all", ""), "events"]


def test_the_same_question_has_the_same_answer(con: Con) -> None:
    first, again = (effect.estimates(con, on=ON) for _ in range(2))
    assert first.equals(again)


def test_an_earlier_day_knows_nothing_of_later_visits(con: Con) -> None:
    early = bench.START + timedelta(days=200)
    con.execute("begin")
    before = effect.estimates(con, on=early)
    con.execute("update membership_daily set joined = joined + 50 where date > $1", [early])
    con.execute("delete from events where held_on > $1", [early])
    assert before.equals(effect.estimates(con, on=early))
    con.execute("rollback")
    late = effect.left_out(con, on=early).set_index("reason")["events"]
    assert late["too_new"] > 0


def test_visits_among_days_of_which_only_survivors_are_known_are_left_out(con: Con) -> None:
    con.execute("begin")
    con.execute("update edition set first_list_on = $1", [bench.START + timedelta(days=150)])
    gone = effect.left_out(con, on=ON).set_index("reason")["events"]
    first = con.execute(
        "select count(*) from events where held_on <= $1", [bench.START + timedelta(days=178)]
    ).fetchall()
    con.execute("rollback")
    assert gone["backfilled"] == first[0][0] > 0


def test_a_viewer_of_two_provinces_is_told_of_those_alone(con: Con) -> None:
    mine = ("10", "50")
    con.execute("begin")
    told = effect.estimates(con, on=ON, provinces=mine)
    con.execute("update membership_daily set joined = 9 where province_code not in ('10', '50')")
    con.execute("delete from events where province_code not in ('10', '50')")
    assert told.equals(effect.estimates(con, on=ON, provinces=mine))
    con.execute("rollback")
    here = told.set_index("split").loc["all", "events"]
    assert here < effect.estimates(con, on=ON)["events"].iloc[0]


def test_few_visits_tell_nothing_but_how_many_they_are(con: Con) -> None:
    told = effect.estimates(con, on=ON, provinces=("50",)).iloc[0]
    assert told["events"] < effect.LEAST_EVENTS
    assert told["verdict"] == "cannot_tell_yet"
    assert told[["before", "after", "estimate", "lo", "hi"]].isna().all()


def test_an_election_with_a_meeting_on_its_day_is_one_visit(con: Con) -> None:
    con.execute("begin")
    con.execute(
        "insert into events select 'again' || event_id, 'meeting', held_on, province_code,"
        " amphoe_code, null, null, null from events where kind = 'election'"
    )
    rows = effect.estimates(con, on=ON).set_index(["split", "code"])
    con.execute("rollback")
    assert rows.loc[("all", "")].equals(effect.estimates(con, on=ON).iloc[0][2:])
    assert ("kind", "several") in rows.index and ("kind", "election") not in rows.index


def test_an_edition_without_events_tells_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    public = taking_part.build(tmp_path_factory.mktemp("party"))
    for with_tables in (True, False):
        with taking_part.edition(public, {}, with_tables=with_tables) as con:
            told = effect.estimates(con, on=ON)
            assert told["verdict"].tolist() == ["cannot_tell_yet"]
            assert told["events"].tolist() == [0]
            assert effect.left_out(con, on=ON)["events"].sum() == 0
            assert next_visits.next_visits(con, on=ON).empty


def test_a_verdict_says_no_more_than_the_interval() -> None:
    words = [effect.verdict(lo, hi) for lo, hi in ((1, 9), (-2, -1), (-1, 1), (-4, 4))]
    assert words == ["brings", "takes", "little_or_nothing", "cannot_tell_yet"]


def test_where_visits_bring_alike_no_order_is_made_up() -> None:
    rng = np.random.default_rng(1)
    cells = rng.integers(0, 12, 300)
    alike = next_visits.shrink(rng.normal(3, 3, 300), cells, 12)
    apart = next_visits.shrink(rng.normal(3, 3, 300) + cells, cells, 12)
    assert np.ptp(alike.expected) < 1
    assert np.corrcoef(apart.expected, np.arange(12))[0, 1] > 0.95
    assert apart.between > 5


def test_a_cell_nobody_visited_is_expected_what_the_others_are_and_less_surely() -> None:
    rng = np.random.default_rng(2)
    cells = rng.integers(0, 5, 200)
    shrunk = next_visits.shrink(rng.normal(2, 1, 200) + cells, cells, 6)
    assert shrunk.expected[:5].min() < shrunk.expected[5] < shrunk.expected[:5].max()
    assert shrunk.se[5] > shrunk.se[:5].max()


def test_every_amphoe_has_an_expectation_once_visits_bring_members(con: Con) -> None:
    told = next_visits.next_visits(con, on=ON)
    assert len(told) == 928
    assert set(told["verdict"]) <= {"differs", "same_everywhere"}
    assert ((told["lo"] < told["expected"]) & (told["expected"] < told["hi"])).all()


@settings(max_examples=40, deadline=None)
@given(shift=st.floats(-50, 50), seed=st.integers(0, 999), sets=st.integers(10, 40))
def test_what_is_added_to_every_event_moves_the_interval_by_as_much(
    shift: float, seed: int, sets: int
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.poisson(4, (sets, 11)).astype(float)
    clusters = rng.integers(0, 900, (sets, 11))
    plain = permutation.interval(values, clusters, draws=99)
    values[:, 0] += shift
    moved = permutation.interval(values, clusters, draws=99)
    assert np.allclose(
        [moved.estimate, moved.lo, moved.hi],
        np.array([plain.estimate, plain.lo, plain.hi]) + shift,
    )
    assert plain.lo < plain.estimate < plain.hi


def test_no_control_was_visited_in_the_days_compared_or_lies_next_door() -> None:
    real = seasons.land()
    season = seasons.live(np.random.default_rng(5), WORLDS["a national surge"], real)
    alone = matching.is_alone(season.visits, season.amphoe, season.days)
    places, days = season.amphoe[alone], season.days[alone]
    matched = matching.match(season.country, season.visits, places, days)
    for event, (treated, *controls) in zip(matched.event, matched.amphoe, strict=True):
        day = days[event]
        assert treated == places[event]
        assert not season.visits[controls, max(day - 55, 0) : day + 28].any()
        assert not real.neighbours[treated, controls].any()
        assert (real.is_khet[controls] == real.is_khet[treated]).all()
        assert len(set(controls)) == matching.CONTROLS
