"""On which day does somebody leave, and why? By the row's own dates, also in active-only lists."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.party import Party, member, representative
from tests.slow import these

CHANGES = """
    select date, sum(sum(net_yearly + net_lifetime + net_untyped)) over (order by date),
        sum(joined + returned), sum(left_lapsed), sum(left_members)
    from membership_daily group by date order by date
"""
LEFT = """
    select cast(date as text), cast(sum(left_members) as integer),
        cast(sum(left_resigned) as integer), cast(sum(left_lapsed) as integer),
        cast(sum(left_deceased) as integer), cast(sum(left_removed) as integer)
    from membership_daily where left_members > 0 group by date order by date
"""


def test_lists_of_active_members_tell_the_day_of_every_lapse(shared: Path, tmp_path: Path) -> None:
    case = shared / "exports" / "cases" / "F0-active-members-only-monthly"
    party = Party(tmp_path)
    shutil.copytree(case / "exports", party.exports)
    party.publish()
    with (case / "expected.csv").open(encoding="utf-8") as file:
        right = [tuple(row.values()) for row in csv.DictReader(file)]
    first = date.fromisoformat(right[0][0])
    found = [
        (str(day), str(members), str(joined), str(lapsed))
        for day, members, joined, lapsed, left in party.rows(CHANGES)
        if day > first
    ]
    assert found == right[1:]
    members = next(members for day, members, *_ in reversed(party.rows(CHANGES)) if day <= first)
    assert members == int(right[0][1])
    assert party.rows("select sum(left_members - left_lapsed) from membership_daily") == [(0,)]


def test_a_day_of_leaving_that_is_past_ends_a_membership_that_is_still_approved(
    party: Party,
) -> None:
    party.members("2566-08-31", *[member(f"M{n}") for n in range(8)])
    leaving = {
        "วันที่พ้นสมาชิกภาพ": "15/09/2566",
        "วันที่ลาออก": "16/09/2566",
        "วันที่เสียชีวิต": "17/09/2566",
        "วันที่ถูกถอนชื่อ": "18/09/2566",
    }
    later = [member(f"M{n}") | {heading: day} for n, (heading, day) in enumerate(leaving.items())]
    # One who left on the list's own day, one who will leave, one who came back, one who is dead
    # by two headings.
    later += [
        member("M4", left="22/10/2566"),
        member("M5", left="31/12/2566"),
        member("M6", approved="02/09/2566", left="01/09/2566"),
        member("M7", left="20/09/2566") | {"วันที่เสียชีวิต": "19/09/2566"},
    ]
    party.members("2566-10-22", *later)
    party.publish()
    assert party.rows(LEFT) == [
        ("2023-09-15", 1, 0, 0, 0, 0),
        ("2023-09-16", 1, 1, 0, 0, 0),
        ("2023-09-17", 1, 0, 0, 1, 0),
        ("2023-09-18", 1, 0, 0, 0, 1),
        ("2023-09-19", 1, 0, 0, 1, 0),
        ("2023-10-22", 1, 0, 0, 0, 0),
    ]


def test_a_day_of_leaving_in_the_first_list_is_no_member_of_it(party: Party) -> None:
    rows_told = [member("M1", left="01/09/2566"), member("M2", left="31/12/2566"), member("M3")]
    party.members("2566-10-22", *rows_told)
    party.publish()
    assert party.rows("select sum(net_lifetime) from membership_daily") == [(2,)]


@pytest.mark.parametrize(
    ("last_row", "grace", "left"),
    these((0, 4, 8), [
        # A yearly membership, a lifetime one with a day of expiry left over, one that tells none.
        ({"type": "รายปี", "expires": "09/09/2566"}, 0, ("2023-09-10", 1, 0, 1, 0, 0)),
        ({"type": "", "expires": "09/09/2566"}, 0, ("2023-09-10", 1, 0, 1, 0, 0)),
        ({"type": "ตลอดชีพ", "expires": "09/09/2566"}, 0, ("2023-09-30", 1, 0, 0, 0, 0)),
        ({"type": "รายปี", "expires": ""}, 0, ("2023-09-30", 1, 0, 0, 0, 0)),
        # Expiry on the first and the last day it can lie between the lists, and after the later.
        ({"type": "รายปี", "expires": "31/08/2566"}, 0, ("2023-09-01", 1, 0, 1, 0, 0)),
        ({"type": "รายปี", "expires": "29/09/2566"}, 0, ("2023-09-30", 1, 0, 1, 0, 0)),
        ({"type": "รายปี", "expires": "30/09/2566"}, 0, ("2023-09-30", 1, 0, 1, 0, 0)),
        ({"type": "รายปี", "expires": "01/10/2566"}, 0, ("2023-09-30", 1, 0, 0, 0, 0)),
        # Days of grace; and a list that leaves people out before those are over.
        ({"type": "รายปี", "expires": "25/08/2566"}, 15, ("2023-09-10", 1, 0, 1, 0, 0)),
        ({"type": "รายปี", "expires": "25/09/2566"}, 15, ("2023-09-30", 1, 0, 1, 0, 0)),
        # A resignation that was told ahead.
        ({"left": "12/09/2566"}, 0, ("2023-09-12", 1, 0, 0, 0, 0)),
        ({"type": "รายปี", "expires": "09/09/2566", "left": "10/09/2566"}, 0,
         ("2023-09-10", 1, 0, 1, 0, 0)),
        ({"type": "รายปี", "expires": "20/09/2566", "left": "12/09/2566"}, 0,
         ("2023-09-12", 1, 0, 0, 0, 0)),
    ]),
)  # fmt: skip
def test_who_is_not_in_the_next_list_left_when_the_last_row_says(
    tmp_path: Path, last_row: dict[str, str], grace: int, left: tuple[str | int, ...]
) -> None:
    party = Party(tmp_path, grace_days=grace)
    party.members("2566-08-31", member("M1"), member("M2", **last_row))
    party.members("2566-09-30", member("M1"))
    party.publish()
    assert party.rows(LEFT) == [left]


def test_a_state_without_a_day_keeps_its_reason(party: Party) -> None:
    yearly = {"type": "รายปี", "expires": "09/09/2566"}
    party.members("2566-08-31", member("M1"), *(member(f"M{n}", **yearly) for n in (2, 3, 4)))
    party.members(
        "2566-09-30",
        member("M1", state="ลาออก"),
        member("M2", state="ลาออก", **yearly),
        member("M3", state="รอชำระเงิน", type="รายปี", expires="09/09/2567"),
        member("M4", state="หมดอายุ"),
    )
    party.publish()
    assert party.rows(LEFT) == [
        ("2023-09-10", 3, 1, 2, 0, 0),
        ("2023-09-30", 1, 1, 0, 0, 0),
    ]


DAYS = [date(2023, 1, 31) + timedelta(days) for days in (0, 28, 59, 64, 92, 150, 181)]


@pytest.mark.parametrize("seed", these((0,), range(4)))
def test_lists_made_of_random_lives_tell_them_again(tmp_path: Path, seed: int) -> None:
    """Of active members only: the series of members, of those who come and of lapses is the true
    one, but for those who leave without a day, who are told on the day of the next list."""
    lives = [life(Random(f"{seed} {number}")) for number in range(150)]
    party = Party(tmp_path)
    for day in DAYS:
        listed = [
            member(
                f"M{number}",
                type=stay.type,
                approved=thai(stay.came),
                expires=thai(stay.expires_as_known(day)),
            )
            for number, stays in enumerate(lives)
            for stay in stays
            if stay.came <= day < stay.gone
        ]
        for row in listed:
            del row["สถานะ"], row["วันที่พ้นสมาชิกภาพ"]
        party.members(f"{day.year + 543}-{day:%m-%d}", *listed)
    party.publish()
    true: dict[date, list[int]] = {}
    for stay in (stay for stays in lives for stay in stays):
        if DAYS[0] < stay.came <= DAYS[-1]:
            true.setdefault(stay.came, [0, 0, 0])[0] += 1
        seen = next((day for day in DAYS if day >= stay.gone), None)
        if seen and stay.gone > DAYS[0]:
            lapses = bool(stay.renewals)
            true.setdefault(stay.gone if lapses else seen, [0, 0, 0])[1 + (not lapses)] += 1
    told = party.rows(
        "select date, sum(joined + returned)::int, sum(left_lapsed)::int, sum(left_unknown)::int"
        " from membership_daily group by date order by date"
    )
    found = [row for row in told if row[0] > DAYS[0]]
    assert found == sorted((day, *counts) for day, counts in true.items())
    assert sum(lapsed for _, _, lapsed, _ in found) > 10


@dataclass(frozen=True)
class Stay:
    """One membership: when it began, what was paid for and when, and the day it was over."""

    type: str
    came: date
    gone: date
    renewals: Sequence[tuple[date, date]] = ()

    def expires_as_known(self, day: date) -> date | None:
        return max((end for paid, end in self.renewals if paid <= day), default=None)


def life(chance: Random) -> list[Stay]:
    """A member's memberships: for life, or by the year with renewals in time, and coming back."""
    came = DAYS[0] + timedelta(chance.randint(-400, 180))
    if chance.random() < 0.2:
        leaves = chance.random() < 0.3
        gone = came + timedelta(chance.randint(100, 500)) if leaves else date(2099, 1, 1)
        return [Stay("ตลอดชีพ", came, gone)]
    paid, expires = came, came + timedelta(364)
    renewals = [(paid, expires)]
    while chance.random() < 0.5:
        paid = expires - timedelta(chance.randint(0, 40))
        expires += timedelta(365)
        renewals.append((paid, expires))
    stays = [Stay("รายปี", came, expires + timedelta(1), renewals)]
    if chance.random() < 0.5:
        # Away for longer than any two lists are apart: a shorter absence is in no list.
        again = expires + timedelta(chance.randint(60, 120))
        end = again + timedelta(364)
        stays.append(Stay("รายปี", again, end + timedelta(1), [(again, end)]))
    return stays


def thai(day: date | None) -> str:
    return f"{day:%d/%m}/{day.year + 543}" if day else ""


def test_a_representative_who_is_not_in_the_next_list_lapsed_when_the_last_row_says(
    party: Party,
) -> None:
    yearly = {"type": "รายปี", "expires": "09/09/2566"}
    others = [member("M2"), member("M3"), member("M4")]
    party.members("2566-08-31", member("M1", **yearly), *others)
    for day in ("2566-09-30", "2566-10-22"):
        party.members(day, *others[1:])
    terms = [representative("M1", term_from="01/08/2566")]
    terms += [representative("M2", term_from="02/08/2566", amphoe="หางดง", name="สมใจ สมมติวงศ์")]
    party.representatives("2566-10-22", *terms)
    party.publish()
    assert party.rows(
        "select reason, cast(since_on as text) from term_findings"
        " where reason in ('lapsed', 'left') order by since_on",
        file="private",
    ) == [("lapsed", "2023-09-10"), ("left", "2023-09-30")]


def test_who_pays_late_lapsed_until_the_day_that_the_new_row_tells(tmp_path: Path) -> None:
    party = Party(tmp_path, grace_days=5)
    whole = partial(member, type="รายปี", approved="11/10/2565", expires="10/10/2566")
    party.members("2566-09-30", *[whole(f"M{n}") for n in range(5)])
    party.members(
        "2566-10-31",
        # Approved anew after the days of grace; within them; the day after them; told by the expiry
        # alone, of which nobody knows when it was paid for; and in another amphoe since.
        whole("M0", approved="20/10/2566", expires="19/10/2567"),
        whole("M1", approved="14/10/2566", expires="13/10/2567"),
        whole("M2", approved="16/10/2566", expires="15/10/2567"),
        whole("M3", expires="19/10/2567"),
        whole("M4", approved="20/10/2566", expires="19/10/2567", amphoe="สันทราย"),
    )
    party.publish()
    assert party.rows("""
        select cast(date as text), amphoe_code, cast(sum(left_lapsed) as integer),
            cast(sum(returned) as integer), cast(sum(moved_in + moved_out) as integer)
        from membership_daily where date > date '2023-09-30' group by all order by all
    """) == [
        ("2023-10-16", "5007", 2, 0, 0),
        ("2023-10-20", "5007", 0, 1, 0),
        ("2023-10-20", "5014", 0, 1, 0),
    ]
    assert party.rows("select cast(sum(net_yearly) as integer) from membership_daily") == [(5,)]
