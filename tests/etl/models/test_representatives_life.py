"""Does the count equal the list and the map, whatever happens to representatives?"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.etl.models.life import PROVINCES, Life, ask, covered, key, step
from tests.slow import these

AUTUMN = date(2023, 9, 1)


def test_a_term_covers_its_amphoe_from_its_first_to_its_last_day() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN, term_to=date(2023, 10, 31))
    con = told.work_out()
    assert covered(con, date(2023, 8, 31)) == set()
    assert covered(con, AUTUMN) == covered(con, date(2023, 10, 31)) == {"5001"}
    assert covered(con, date(2023, 11, 1)) == set()


def test_who_leaves_office_does_not_serve_on_that_day() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN, ended_on=date(2023, 10, 18), end_reason="resigned")
    con = told.work_out()
    assert covered(con, date(2023, 10, 17)) == {"5001"}
    assert covered(con, date(2023, 10, 18)) == set()
    assert step(con, "5001", date(2023, 10, 18)) == "vacant"
    # Nobody saw a resignation coming.
    told.rule("ending_days", 60)
    assert step(told.work_out(), "5001", date(2023, 10, 10)) == "serving"


def test_a_result_that_the_register_lacks_counts_all_the_same() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.elect("E1", "5001", AUTUMN)
    told.elect("E2", "5002", date(2023, 10, 22))
    con = told.work_out()
    assert covered(con, date(2023, 10, 22)) == {"5001", "5002"}
    assert ask(con, "select source from terms order by amphoe_code") == [
        ("register",),
        ("election",),
    ]


def test_an_elected_candidate_is_known_by_name_until_the_register_has_them() -> None:
    told = Life()
    told.elect("E2", "5002", date(2023, 10, 22))
    told.candidates += [
        {"election_id": "E2", "name": "มานะ สมมติวงศ์", "is_elected": "yes", "votes": 9},
        {"election_id": "E2", "name": "ปิติ ตัวอย่างดี", "is_elected": "no", "votes": 5},
    ]
    assert ask(told.work_out(), "select name, source from terms") == [("มานะ สมมติวงศ์", "election")]


def test_the_newest_register_stands_alone() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN, listed_on=date(2023, 9, 30), file="a.csv")
    told.serve(2, "5002", AUTUMN, listed_on=date(2023, 10, 31), file="b.csv")
    assert covered(told.work_out(), date(2023, 11, 1)) == {"5002"}


@pytest.mark.parametrize(
    ("seen", "reason"),
    these(
        (0, 3),
        [
            (None, "left"),
            (("5001", "lapsed"), "lapsed"),
            (("5001", "resigned"), "left"),
            (("5002", None), "moved"),
        ],
    ),
)
def test_a_list_that_does_not_bear_a_representative_out_makes_a_provisional_vacancy(
    seen: tuple[str, str | None] | None, reason: str
) -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.lists[date(2023, 8, 31)] = {1: ("5001", None)}
    told.lists[date(2023, 9, 30)] = {1: ("5001", None)}
    told.lists[date(2023, 10, 22)] = {1: seen} if seen else {}
    con = told.work_out()
    assert ask(con, "select reason, status, found_on, since_on, until_on from term_findings") == [
        (reason, "provisional", date(2023, 10, 22), date(2023, 10, 22), None)
    ]
    assert covered(con, date(2023, 10, 22)) == {"5001"}
    assert covered(con, date(2023, 10, 22), "verified") == set()
    assert covered(con, date(2023, 10, 21), "verified") == {"5001"}
    assert step(con, "5001", date(2023, 10, 22)) == "serving"
    assert step(con, "5001", date(2023, 10, 22), "verified") == "vacant"


def test_a_number_no_list_knows_is_said_and_no_amphoe_is_no_evidence() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.serve(2, "5002", AUTUMN)
    told.lists[date(2023, 9, 30)] = {2: ("", None)}
    con = told.work_out()
    assert ask(con, "select amphoe_code, reason from term_findings") == [("5001", "not_a_member")]


def test_a_doubt_is_over_when_the_next_list_has_them_back() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.lists[date(2023, 9, 30)] = {1: ("5001", None)}
    told.lists[date(2023, 10, 15)] = {1: ("5001", "lapsed")}
    told.lists[date(2023, 11, 15)] = {1: ("5001", None)}
    con = told.work_out()
    assert ask(con, "select since_on, until_on from term_findings") == [
        (date(2023, 10, 15), date(2023, 11, 14))
    ]
    assert covered(con, date(2023, 11, 14), "verified") == set()
    assert covered(con, date(2023, 11, 15), "verified") == {"5001"}


def test_a_decision_settles_what_was_found_by_its_day_and_nothing_later() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.serve(2, "5002", AUTUMN)
    for day, why in ((30, None), (15, "lapsed"), (31, None), (30, "lapsed")):
        month = {(30, None): 9, (15, "lapsed"): 10, (31, None): 10, (30, "lapsed"): 11}[day, why]
        told.lists[date(2023, month, day)] = {1: ("5001", why), 2: ("5002", why)}
    told.reviews = [
        ("5001-2023-09-01-1", "still_serving", "ผู้ตรวจ", date(2023, 10, 20), ""),
        ("5002-2023-09-01-1", "confirmed", "ผู้ตรวจ", date(2023, 10, 20), ""),
    ]
    con = told.work_out()
    found = ask(con, "select amphoe_code, found_on, status from term_findings order by 1, 2")
    assert found == [
        ("5001", date(2023, 10, 15), "still_serving"),
        ("5001", date(2023, 11, 30), "provisional"),
        ("5002", date(2023, 10, 15), "confirmed"),
        ("5002", date(2023, 11, 30), "provisional"),
    ]
    assert covered(con, date(2023, 10, 16), "verified") == {"5001"}
    assert covered(con, date(2023, 12, 1), "verified") == set()


def test_somebody_in_two_amphoe_is_in_doubt_in_the_older_one() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.serve(1, "5101", date(2023, 10, 1))
    con = told.work_out()
    assert ask(con, "select amphoe_code, reason, since_on from term_findings") == [
        ("5001", "twice", date(2023, 10, 1))
    ]
    assert covered(con, date(2023, 10, 2)) == {"5001", "5101"}
    assert covered(con, date(2023, 10, 2), "verified") == {"5101"}


def test_two_on_a_single_seat_leave_the_amphoe_covered_and_the_older_in_doubt() -> None:
    told = Life()
    told.serve(1, "5001", AUTUMN)
    told.serve(2, "5001", date(2023, 10, 1))
    found = "select term_id, reason from term_findings"
    con = told.work_out()
    assert ask(con, found) == [("5001-2023-09-01-1", "shared_seat")]
    assert covered(con, date(2023, 10, 2), "verified") == {"5001"}
    told.rule("seats", 2)
    assert ask(told.work_out(), found) == []
    told.rule("seats", 1, date(2023, 9, 15))
    assert ask(told.work_out(), found) == [("5001-2023-09-01-1", "shared_seat")]


def test_a_term_longer_than_the_rule_is_past_and_one_with_an_end_is_not() -> None:
    told = Life()
    told.rule("term_months", 2)
    told.serve(1, "5001", AUTUMN)
    told.serve(2, "5002", AUTUMN, term_to=date(2024, 9, 1))
    con = told.work_out()
    assert ask(con, "select amphoe_code, reason, since_on from term_findings") == [
        ("5001", "past_term", date(2023, 11, 1))
    ]


def test_the_ladder_goes_up_step_by_step_and_down_again() -> None:
    told = Life()
    told.rule("election_threshold", 2)
    told.rule("ending_days", 30)
    told.lists[date(2023, 2, 1)] = {1: ("5001", None)}
    told.lists[date(2023, 3, 1)] = {1: ("5001", None), 2: ("5001", None)}
    told.elect(
        "E1",
        "5001",
        date(2023, 5, 1),
        announced_on=date(2023, 4, 1),
        term_from=date(2023, 6, 1),
        term_to=date(2023, 9, 30),
    )
    con = told.work_out()
    ladder = ask(
        con,
        "select step, from_on, to_on from ladder where basis = 'registered'"
        " and amphoe_code = '5001' order by from_on",
    )
    assert ladder == [
        ("no_members", date(1900, 1, 1), date(2023, 1, 31)),
        ("members", date(2023, 2, 1), date(2023, 2, 28)),
        ("threshold", date(2023, 3, 1), date(2023, 3, 31)),
        ("announced", date(2023, 4, 1), date(2023, 4, 30)),
        ("held", date(2023, 5, 1), date(2023, 5, 31)),
        ("serving", date(2023, 6, 1), date(2023, 8, 30)),
        ("ending", date(2023, 8, 31), date(2023, 9, 30)),
        ("vacant", date(2023, 10, 1), None),
    ]


def test_a_new_threshold_moves_an_amphoe_whose_members_did_not_change() -> None:
    told = Life()
    told.rule("election_threshold", 1)
    told.rule("election_threshold", 5, date(2023, 6, 1))
    told.lists[date(2023, 2, 1)] = {1: ("5001", None)}
    con = told.work_out()
    assert step(con, "5001", date(2023, 5, 31)) == "threshold"
    assert step(con, "5001", date(2023, 6, 1)) == "members"


def test_a_void_or_cancelled_vote_moves_nobody_and_one_without_a_winner_does_not_stay_held() -> (
    None
):
    told = Life()
    told.elect("E1", "5001", AUTUMN, status="void", announced_on=FIRST_NOTICE)
    told.elect("E2", "5002", AUTUMN, status="cancelled", announced_on=FIRST_NOTICE)
    told.elect("E3", "5101", AUTUMN, elected=0, announced_on=FIRST_NOTICE)
    con = told.work_out()
    assert {step(con, code, AUTUMN) for code in PROVINCES} == {"no_members"}
    assert step(con, "5101", FIRST_NOTICE) == "announced"
    assert step(con, "5001", FIRST_NOTICE) == "no_members"


FIRST_NOTICE = date(2023, 8, 20)


def test_figures_that_disagree_are_flagged_and_kept() -> None:
    told = Life()
    told.elect("over", "5001", AUTUMN, eligible=10, ballots=11)
    sums = {"ballots": 10, "valid": 8, "spoiled": 1, "no_vote": 0}
    told.elect("sums", "5001", date(2023, 9, 2), eligible=50, **sums)
    told.elect("channels", "5001", date(2023, 9, 3), ballots=9, ballots_online=4, ballots_onsite=4)
    told.elect("seats", "5001", date(2023, 9, 4), elected=2)
    told.elect("early", "5001", date(2023, 9, 5), result_on=date(2023, 9, 4))
    told.elect("short", "5001", date(2023, 9, 6), term_to=date(2023, 9, 5))
    told.elect("one", "5002", AUTUMN)
    told.elect("two", "5002", AUTUMN)
    told.elect("good", "5101", AUTUMN, eligible=9, ballots=9, valid=7, spoiled=1, no_vote=1)
    told.candidates += [
        {"election_id": "good", "name": "ก สมมติวงศ์", "votes": 4, "is_elected": "yes"},
        {"election_id": "good", "name": "ข สมมติวงศ์", "votes": 3, "is_elected": "no"},
        {"election_id": "lost", "name": "ค สมมติวงศ์", "votes": 3},
    ]
    con = told.work_out()
    assert ask(con, "select election_id, flag from election_flags") == [
        ("channels", "channels_do_not_add_up"),
        ("early", "result_before_vote"),
        ("lost", "not_a_known_election"),
        ("one", "same_day_twice"),
        ("over", "ballots_over_eligible"),
        ("seats", "elected_over_seats"),
        ("short", "term_ends_before_start"),
        ("sums", "votes_do_not_add_up"),
        ("two", "same_day_twice"),
    ]
    assert ask(con, "select count(*) from elections") == [(9,)]


days = st.integers(0, 120).map(lambda n: AUTUMN + timedelta(days=n))
people = st.integers(1, 4)
places = st.sampled_from(sorted(PROVINCES))
elected = st.tuples(st.just("elected"), people, places, days, st.none() | st.integers(-3, 90))
noted = st.tuples(
    st.sampled_from(["moved", "lapsed", "resigned", "gone", "back"]),
    people,
    places,
    days,
    st.none(),
)


def written(events: list[tuple[str, int, str, date, int | None]]) -> Life:
    """What exports would say of these events, told on the last of three members' lists."""
    told = Life()
    told.rule("ending_days", 20)
    homes: dict[int, tuple[str, str | None]] = {n: ("5001", None) for n in range(1, 5)}
    lists = [AUTUMN + timedelta(days=40 * n) for n in range(4)]
    for kind, who, place, on, length in sorted(events, key=lambda event: event[3]):
        while lists and lists[0] < on:
            told.lists[lists.pop(0)] = dict(homes)
        match kind:
            case "elected":
                end = None if length is None else on + timedelta(days=length)
                told.serve(who, place, on, term_to=end)
            case "resigned":
                for row in reversed(told.register):
                    if row["member_key"] == str(key(who)) and "ended_on" not in row:
                        told.register[told.register.index(row)] = {**row, "ended_on": on}
                        break
            case "moved":
                homes[who] = (place, None)
            case "lapsed":
                homes[who] = (homes.get(who, (place, None))[0], "lapsed")
            case "gone":
                homes.pop(who, None)
            case "back":
                homes[who] = (place, None)
    for day in lists:
        told.lists[day] = dict(homes)
    return told


def running(rows: list[tuple[Any, ...]], on: date) -> list[tuple[Any, ...]]:
    """Return the rows whose third and fourth value enclose the day; none is an open end."""
    return [row for row in rows if row[2] <= on and (row[3] is None or on <= row[3])]


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(elected | noted, max_size=12))
def test_the_count_is_the_list_is_the_map_whatever_happens(
    events: list[tuple[str, int, str, date, int | None]],
) -> None:
    """Covered is exactly the amphoe with a term that contains the day, on every page alike."""
    told = written(events)
    con = told.work_out()
    terms = ask(con, "select term_id, amphoe_code, term_from, term_to from terms")
    spans = ask(con, "select basis, amphoe_code, covered_from, covered_to from covered")
    steps = ask(con, "select basis, amphoe_code, from_on, to_on, step from ladder")
    doubts = ask(
        con,
        "select term_id, '', since_on, until_on from term_findings where status <> 'still_serving'",
    )
    for n in range(170):
        on = AUTUMN + timedelta(days=n - 5)
        in_doubt = {term for term, *_ in running(doubts, on)}
        listed = running(terms, on)
        for basis, expected in (
            ("registered", {code for _, code, *_ in listed}),
            ("verified", {code for term, code, *_ in listed if term not in in_doubt}),
        ):
            assert {code for of, code, *_ in running(spans, on) if of == basis} == expected
            here = {code: at for of, code, _, _, at in running(steps, on) if of == basis}
            assert set(here) == set(PROVINCES)
            assert {code for code, at in here.items() if at in ("serving", "ending")} == expected
