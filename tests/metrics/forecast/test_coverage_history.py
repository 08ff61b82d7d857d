"""Does the coverage forecast see the past as it was on each day?"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from metrics.forecast import coverage_history
from metrics.forecast.coverage_history import Past
from tests.party import Party, election, member

DONE, SAID, OFF, SHUT = "ประกาศผลแล้ว", "ประกาศแล้ว", "ยกเลิก", "ปิดลงคะแนน"


def vote(number: str, amphoe: str, held: str, status: str = DONE, **rest: str) -> dict[str, str]:
    announced = rest.pop("announced", "01/10/2566")
    return election(number, amphoe=amphoe, held=held, status=status, **rest) | {
        "วันที่ประกาศ": announced
    }


@pytest.fixture
def past(party: Party) -> Iterator[Past]:
    party.members("2566-09-30", *[member(str(n)) for n in range(10)])
    more = [member(f"j{n}", approved="15/10/2566") for n in range(5)]
    party.members("2566-10-22", *(member(str(n)) for n in range(10)), *more)
    party.elections(
        "2566-10-22",
        vote("1", "แม่ริม", "04/10/2566", term_to="25/10/2566"),
        vote("2", "สันทราย", "08/10/2566", term_from="10/10/2566"),
        vote("3", "ฝาง", "11/10/2566", term_to="16/10/2566"),
        vote("4", "หางดง", "15/10/2566", OFF),
        vote("5", "แม่แตง", "18/10/2566", SHUT),
        vote("6", "สารภี", "05/11/2566", SAID),
        vote("7", "จอมทอง", "12/11/2566", OFF),
        vote("8", "แม่แจ่ม", "10/09/2566", SAID, announced="01/09/2566"),
    )
    party.publish(looks_ahead=True)
    with party.opened() as con:
        yield coverage_history.read(con)


def at(past: Past, amphoe_code: str) -> int:
    return past.codes.index(amphoe_code)


MAE_RIM, SAN_SAI, FANG, HANG_DONG = "5007", "5014", "5009", "5015"
MAE_TAENG, SARAPHI, CHOM_THONG, MAE_CHAEM = "5006", "5019", "5002", "5003"


def test_days_are_counted_from_the_newest_elections_export(past: Past) -> None:
    assert past.origin == date(2023, 10, 22)
    assert past.amphoe == 928
    assert past.began() == (date(2023, 10, 4) - past.origin).days
    assert len(past.neighbours) > 4000


def test_covered_and_members_are_those_of_the_day(past: Past) -> None:
    def covered(on: date) -> set[str]:
        here = past.covered(coverage_history.day_of(past, on))
        return {code for code, is_covered in zip(past.codes, here, strict=True) if is_covered}

    assert covered(date(2023, 10, 3)) == set()
    assert covered(date(2023, 10, 9)) == {MAE_RIM}
    assert covered(date(2023, 10, 16)) == {MAE_RIM, SAN_SAI, FANG}
    assert covered(date(2023, 10, 22)) == {MAE_RIM, SAN_SAI}
    assert past.members(0)[at(past, MAE_RIM)] == 15
    assert past.members(coverage_history.day_of(past, date(2023, 10, 1)))[at(past, MAE_RIM)] == 10


def test_the_situation_tells_what_is_announced_and_when(past: Past) -> None:
    now = coverage_history.situation(past, 0)
    assert now.is_covered.sum() == 2
    # Held on the 18th, no result yet: it may come next week. The 5th of November, in two.
    # The usual delay is the median of 0, 0 and 2 days.
    assert now.announced_week[at(past, MAE_TAENG)] == 0
    assert now.announced_week[at(past, SARAPHI)] == 1
    waiting = [past.codes[place] for place in np.flatnonzero(now.announced_week >= 0)]
    assert waiting == [MAE_TAENG, SARAPHI]  # neither cancelled nor overdue by six weeks
    assert now.held == (4, 2)  # 1, 2, 3, 5; not 4, and not 8, whose day passed without a word
    assert now.elected == (3, 0)
    assert now.losses == 0  # the one that ended had its last day set
    assert now.ends_week[at(past, MAE_RIM)] == 0
    assert now.ends_week[at(past, SAN_SAI)] == -1


def test_an_earlier_day_knows_nothing_of_later_ones(past: Past) -> None:
    day = coverage_history.day_of(past, date(2023, 10, 7))
    then = coverage_history.situation(past, day)
    assert then.is_covered.sum() == 1
    waiting = {past.codes[place] for place in np.flatnonzero(then.announced_week >= 0)}
    assert waiting == {SAN_SAI, FANG, HANG_DONG, MAE_TAENG, SARAPHI, CHOM_THONG}
    assert then.held == (1, 1)
    assert then.members[at(past, MAE_RIM)] == 10


def test_the_history_has_a_row_an_amphoe_and_week_at_risk(past: Past) -> None:
    history = coverage_history.history(past, 0)
    assert history is not None
    assert history.weeks == 3
    assert history.became_covered.sum() == 3
    assert coverage_history.history(past, coverage_history.day_of(past, date(2023, 10, 4))) is None


def test_without_elections_there_is_no_past(party: Party) -> None:
    party.members("2566-09-30", member("1"))
    party.publish(looks_ahead=True)
    with party.opened() as con:
        past = coverage_history.read(con)
    assert past.began() is None
    assert coverage_history.history(past, 0) is None
    assert not coverage_history.situation(past, 0).is_covered.any()
