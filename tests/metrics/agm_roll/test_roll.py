"""Is everybody on the roll who may vote, nobody else, and is it said why?"""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.warehouse import older_editions
from metrics.agm_roll import roll, totals
from tests.etl.models.life import FIRST, Life, ask, covered
from tests.party import Con

ON = date(2023, 10, 22)
OLD, NEW, LATER = date(2023, 2, 1), date(2023, 9, 1), date(2023, 12, 1)


def whole(life: Life, *, voters: str | None = None) -> Con:
    """The tables that the models make of a life, with names of places and members by type."""
    if voters:
        life.rules.append(("agm_voters", FIRST, None, voters, None, False, "x"))
    con = life.work_out()
    con.execute(
        """
        create or replace table amphoe as select *, 'อ.' || amphoe_code as amphoe_th,
            'A. ' || amphoe_code as amphoe_en from amphoe;
        create table provinces as select distinct province_code, 'จ.' || province_code as
            province_th, 'P. ' || province_code as province_en, 'north' as region_ect,
            case province_code when '50' then 'north' end as region_royal,
            'north' as region_nesdb from amphoe;
        create table region_names as select * from (values ('ect', 'north', 'เหนือ', 'North'),
            ('royal', 'north', 'เหนือ', 'North')) as t(scheme, region_code, region_th, region_en);
        create or replace table membership_daily as select *, 0 as net_yearly,
            joined - left_members as net_lifetime, 0 as net_untyped from membership_told;
        """
    )
    return con


def whys(con: Con, on: date = ON) -> dict[str, list[tuple[str, bool]]]:
    """Why, and whether it is on the roll, of each row of each amphoe."""
    rows = roll.roll(con, on=on)
    each: dict[str, list[tuple[str, bool]]] = {}
    for code, why, is_on in zip(rows["amphoe_code"], rows["why"], rows["is_on_roll"], strict=True):
        each.setdefault(code, []).append((why, is_on))
    return each


def test_every_amphoe_is_told_with_its_representative_or_why_there_is_none() -> None:
    life = Life()
    life.serve(1, "5001", NEW)
    life.serve(2, "5002", OLD, term_to=date(2023, 10, 21))
    assert whys(whole(life)) == {
        "5001": [("on_roll", True)],
        "5002": [("term_over", False)],
        "5101": [("not_elected", False)],
    }


def test_the_first_and_the_last_day_of_a_term_are_on_the_roll_and_the_days_beside_are_not() -> None:
    life = Life()
    life.serve(1, "5001", NEW, term_to=ON)
    con = whole(life)
    day = timedelta(days=1)
    assert [whys(con, on)["5001"] for on in (NEW - day, NEW, ON, ON + day)] == [
        [("not_yet", False)],
        [("on_roll", True)],
        [("on_roll", True)],
        [("term_over", False)],
    ]


def test_of_terms_not_running_the_next_is_told_before_the_last() -> None:
    life = Life()
    life.serve(1, "5001", OLD, term_to=NEW)
    life.serve(2, "5001", LATER)
    life.serve(3, "5001", LATER + timedelta(days=9))
    rows = roll.roll(whole(life), on=ON).set_index("amphoe_code")
    assert rows.loc["5001", "why"] == "not_yet"
    assert rows.loc["5001", "term_from"].date() == LATER


def lapsed() -> Life:
    """A representative who stands in the list of 1 October as lapsed."""
    life = Life()
    life.serve(1, "5001", NEW)
    life.lists = {NEW: {1: ("5001", None), 2: ("5001", None)}}
    life.lists[date(2023, 10, 1)] = {1: ("5001", "lapsed"), 2: ("5001", None)}
    return life


@pytest.mark.parametrize(
    ("voters", "why", "is_on"),
    [
        (None, "on_roll_in_doubt", True),
        ("registered", "on_roll_in_doubt", True),
        ("verified", "in_doubt", False),
    ],
)
def test_whether_somebody_in_doubt_may_vote_is_a_rule(
    voters: str | None, why: str, is_on: bool
) -> None:
    con = whole(lapsed(), voters=voters)
    rows = roll.roll(con, on=ON).set_index("amphoe_code")
    assert whys(con)["5001"] == [(why, is_on)]
    assert list(rows.loc["5001", "reasons"]) == ["lapsed"]
    assert whys(con, date(2023, 9, 30))["5001"] == [("on_roll", True)]


@pytest.mark.parametrize("voters", ["registered", "verified"])
@pytest.mark.parametrize(
    ("decision", "why", "reasons"),
    [("confirmed", "vacancy_confirmed", ["lapsed"]), ("still_serving", "on_roll", [])],
)
def test_a_review_settles_it_under_either_rule(
    voters: str, decision: str, why: str, reasons: list[str]
) -> None:
    life = lapsed()
    life.reviews = [(f"5001-{NEW}-1", decision, "สมศรี ตัวอย่างดี", ON, "")]
    rows = roll.roll(whole(life, voters=voters), on=ON).set_index("amphoe_code")
    assert rows.loc["5001", "why"] == why
    assert list(rows.loc["5001", "reasons"]) == reasons


def shared() -> Life:
    life = Life()
    life.serve(1, "5001", OLD)
    life.serve(2, "5001", NEW)
    return life


@pytest.mark.parametrize(
    ("voters", "newer", "older"),
    [("registered", "on_roll_in_doubt", "seat_taken"), ("verified", "on_roll", "in_doubt")],
)
def test_of_two_who_share_a_seat_the_newer_is_on_the_roll_and_both_are_told(
    voters: str, newer: str, older: str
) -> None:
    con = whole(shared(), voters=voters)
    rows = roll.roll(con, on=ON)
    rows = rows[rows["amphoe_code"] == "5001"]
    assert list(rows["why"]) == [newer, older]
    assert list(rows["is_on_roll"]) == [True, False]
    assert [stamp.date() for stamp in rows["term_from"]] == [NEW, OLD]
    assert [list(reasons) for reasons in rows["reasons"]] == [["shared_seat"]] * 2


def test_an_amphoe_of_two_seats_has_two_on_the_roll() -> None:
    life = shared()
    life.rule("seats", 2)
    assert whys(whole(life))["5001"] == [("on_roll", True), ("on_roll", True)]


def test_whom_a_review_lets_keep_the_seat_keeps_it() -> None:
    life = shared()
    life.reviews = [(f"5001-{OLD}-1", "still_serving", "สมศรี ตัวอย่างดี", ON, "")]
    rows = roll.roll(whole(life), on=ON)
    rows = rows[rows["amphoe_code"] == "5001"]
    assert [stamp.date() for stamp in rows["term_from"]] == [OLD, NEW]
    assert list(rows["is_on_roll"]) == [True, False]
    assert list(rows["why"]) == ["on_roll_in_doubt", "seat_taken"]


def test_one_person_with_two_terms_in_an_amphoe_has_one_vote() -> None:
    life = Life()
    life.serve(1, "5001", OLD, term_to=date(2024, 6, 1))
    life.serve(1, "5001", NEW)
    life.rule("seats", 2)
    assert whys(whole(life))["5001"] == [("on_roll", True)]


def test_somebody_of_no_known_amphoe_is_on_no_roll_and_counted() -> None:
    life = Life()
    life.serve(1, "9999", NEW)
    con = whole(life)
    assert not roll.roll(con, on=ON)["is_on_roll"].any()
    assert int(roll.unplaced(con, on=ON)["terms"].iloc[0]) == 1


def test_a_day_beyond_the_data_counts_the_terms_known_now() -> None:
    life = Life()
    life.serve(1, "5001", NEW)
    life.serve(2, "5002", NEW, term_to=date(2024, 3, 1))
    life.serve(3, "5101", date(2024, 4, 1))
    each = whys(whole(life), date(2024, 4, 6))
    assert [each[code] for code in ("5001", "5002", "5101")] == [
        [("on_roll", True)],
        [("term_over", False)],
        [("on_roll", True)],
    ]


def test_without_any_term_nobody_is_on_the_roll_and_no_quorum_is_made_up() -> None:
    rows = roll.roll(whole(Life()), on=ON)
    assert set(rows["why"]) == {"not_elected"}
    assert totals.weights(rows) == totals.Weights(None, None, None, None)
    assert totals.needed(0, share=None, people=None) is None


def test_only_the_provinces_asked_for_are_told() -> None:
    life = Life()
    life.serve(1, "5001", NEW)
    life.serve(2, "5101", NEW)
    rows = roll.roll(whole(life), on=ON, provinces=("51",))
    assert list(rows["amphoe_code"]) == ["5101"]


def test_an_edition_made_before_there_were_terms_has_no_roll() -> None:
    life = Life()
    life.serve(1, "5001", NEW)
    con = whole(life)
    con.execute("drop table terms; drop table term_findings")
    con.execute("create table edition as select $on as newest_on", {"on": ON})
    older_editions.complete(con, private=True)
    assert roll.roll(con, on=ON).empty


_AMPHOE = st.sampled_from(["5001", "5002", "5101"])
_DAY = st.integers(0, 300).map(lambda days: FIRST + timedelta(days=days))
_TERM = st.tuples(st.integers(1, 4), _AMPHOE, _DAY, st.none() | st.integers(0, 200))
_LIST = st.dictionaries(st.integers(1, 4), st.tuples(_AMPHOE, st.sampled_from([None, "lapsed"])))


_LIVES = given(
    st.lists(_TERM, max_size=6, unique_by=lambda term: term[:3]),
    st.dictionaries(_DAY, _LIST, max_size=3),
    _DAY,
    st.sampled_from([1, 2]),
    st.sampled_from(["registered", "verified"]),
)


def are_those_of_the_map(
    terms: list[tuple[int, str, date, int | None]],
    lists: dict[date, dict[int, tuple[str, str | None]]],
    on: date,
    seats: int,
    voters: str,
) -> None:
    """Whoever is on the roll is of an amphoe that the map shows as covered, and the other way."""
    life = Life(lists=lists)
    life.rule("seats", seats)
    for number, amphoe, term_from, days in terms:
        term_to = None if days is None else term_from + timedelta(days=days)
        life.serve(number, amphoe, term_from, term_to=term_to)
    con = whole(life, voters=voters)
    rows = roll.roll(con, on=on)
    assert set(rows["amphoe_code"]) == {"5001", "5002", "5101"}
    assert set(rows.loc[rows["is_on_roll"], "amphoe_code"]) == covered(con, on, voters)
    assert rows.groupby("amphoe_code")["is_on_roll"].sum().max() <= seats
    assert set(rows["is_on_roll"] == rows["why"].isin(roll.ON_ROLL)) == {True}
    assert set(rows["why"]) <= set(roll.WHY)
    serving = ask(
        con,
        "select count(distinct (person_key, amphoe_code)) from terms"
        " where ? between term_from and coalesce(term_to, ?)",
        on,
        on,
    )[0][0]
    assert len(rows[~rows["why"].isin(["not_yet", "term_over", "not_elected"])]) == serving


test_the_amphoe_on_the_roll_are_those_of_the_map = settings(max_examples=5, deadline=None)(
    _LIVES(are_those_of_the_map)
)
test_so_they_are_in_many_more_lives = pytest.mark.slow(
    settings(max_examples=25, deadline=None)(_LIVES(are_those_of_the_map))
)


def weighed() -> pd.DataFrame:
    """Two amphoe on the roll, of 3 and 1 members, and one of 1 member with nobody."""
    life = Life()
    life.serve(1, "5001", NEW)
    life.serve(2, "5101", NEW)
    life.lists = {NEW: {n: ("5001", None) for n in (1, 3, 4)}}
    life.lists[NEW] |= {2: ("5101", None), 5: ("5002", None)}
    return roll.roll(whole(life), on=ON)


def test_weights_are_members_for_each_representative() -> None:
    found = totals.weights(weighed())
    assert found == totals.Weights(3.0, 2.0, 1.0, 1 / 5)
    each = totals.by_amphoe(weighed()).set_index("amphoe_code")["per_representative"]
    assert each["5001"] == 3 and pd.isna(each["5002"])


def test_totals_add_up_to_the_roll_by_every_way_to_group() -> None:
    rows = weighed()
    for by in (*totals.SCHEMES, "province"):
        each = totals.totals(rows, by)
        assert each[["amphoe", "on_roll", "members", "unrepresented"]].sum().tolist() == [
            3,
            2,
            5,
            1,
        ]
    royal = totals.totals(rows, "royal")
    assert royal["area_code"].isna().tolist() == [False, True], "a province of no region is last"
    provinces = totals.totals(rows, "province").set_index("area_code")
    assert provinces.loc["50", ["amphoe", "amphoe_on_roll"]].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("on_roll", "share", "people", "expected"),
    [
        (29, 0.5, None, 15),
        (30, 0.5, None, 15),
        (100, 0.07, None, 7),
        (29, None, 20, 20),
        (29, 0.5, 20, 20),
        (60, 0.5, 20, 30),
        (3, 1 / 3, None, 1),
        (29, None, None, None),
    ],
)
def test_a_quorum_is_the_greater_of_its_rules_rounded_up_to_a_person(
    on_roll: int, share: float | None, people: int | None, expected: int | None
) -> None:
    assert totals.needed(on_roll, share=share, people=people) == expected


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_quorum_is_reached_exactly_when_nobody_is_missing(present: int, needed: int) -> None:
    short = totals.short_of(present, needed)
    assert (short == 0) == (present >= needed)
    assert short == 0 or present + short == needed


def test_what_changed_between_two_rolls_is_told_by_person() -> None:
    before, after = Life(), Life()
    before.serve(1, "5001", NEW)
    before.serve(2, "5101", NEW)
    after.serve(1, "5001", NEW)
    after.serve(3, "5002", NEW)
    first, second = (roll.roll(whole(life), on=ON) for life in (before, after))
    changes = totals.changes(first, second)
    found = sorted(zip(changes["change"], changes["amphoe_code"], changes["name"], strict=True))
    assert found == [("added", "5002", "คนที่ 3 สมมติวงศ์"), ("gone", "5101", "คนที่ 2 สมมติวงศ์")]
    assert set(changes["amphoe_th"]) == {"อ.5002", "อ.5101"}
    assert totals.changes(first, first).empty


def test_two_nameless_rows_of_one_day_are_two_people() -> None:
    life = Life()
    life.rule("seats", 2)
    rows = roll.roll(whole(life), on=ON).head(1)
    one = rows.assign(is_on_roll=True, name=None, term_from=pd.Timestamp(NEW))
    two = pd.concat([one, one], ignore_index=True)
    assert totals.changes(one, two)["change"].tolist() == ["added"]
