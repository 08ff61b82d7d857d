"""What do words in cells make a build ask, and what not?"""

import pytest

from etl.build_result import NotPublished
from tests.party import DAY, Party, candidate, election, member, representative
from tests.slow import these


def asked(party: Party) -> str:
    """Return what a build asks, in English."""
    try:
        party.publish(accept=())
    except NotPublished as refused:
        return refused.message.en
    return ""


@pytest.mark.parametrize(
    ("remark", "changed", "is_asked"),
    these(
        (0, 3),
        [
            ("ลาออก ต้นเดือนหน้า", {}, True),
            ("แจ้งว่าจะลาออก", {}, True),
            ("ลาออก 1 ก.ย. 66", {}, True),  # before the term began
            ("ลาออก 15 ต.ค. 66", {}, False),
            ("แจ้งว่าจะลาออก", {"ended": "15/10/2566"}, False),
            ("มาแทนผู้ที่ลาออก", {}, False),
            ("ติดต่อยาก", {}, False),
        ],
    ),
)
def test_a_remark_that_is_not_clear_is_asked_about(
    party: Party, remark: str, changed: dict[str, str], is_asked: bool
) -> None:
    party.members(DAY, member("M1"))
    row = representative("M1", **changed) | {"หมายเหตุ": remark}
    party.representatives(DAY, row)
    assert ("--accept remark_tells_of_leaving" in asked(party)) is is_asked


def test_a_member_whose_remark_speaks_of_leaving_is_asked_about(party: Party) -> None:
    told = [
        member("M1") | {"หมายเหตุ": "ลาออกแล้ว 1 ก.ย. 66"},
        member("M2") | {"หมายเหตุ": "ชำระแล้ว"},
        member("M3", state="ลาออก") | {"หมายเหตุ": "ลาออก"},
    ]
    party.members(DAY, *told)
    assert "In 1 rows of members" in asked(party)
    party.publish(accept=["remark_tells_of_leaving"])
    assert party.rows("select sum(net_lifetime) from membership_daily") == [(2,)]


@pytest.mark.parametrize("number", these((0,), ["", "M1"]))
def test_a_name_of_many_amphoe_may_be_a_word_for_a_vacancy(party: Party, number: str) -> None:
    party.members(DAY, member("M1"))
    word = "ระหว่างทาบทาม"
    register = [
        representative(number, name=word, amphoe=amphoe) for amphoe in ("แม่ริม", "หางดง", "ฝาง")
    ]
    party.representatives(DAY, *register)
    told = asked(party)
    assert ("--accept name_of_many_amphoe" in told) is (not number)
    assert word not in told


def test_members_without_a_state_are_asked_about_by_name(party: Party) -> None:
    told = [member(f"M{number}", state="" if number < 2 else "อนุมัติ") for number in range(20)]
    party.members(DAY, *told)
    assert "2 of the 20 rows of members/members_2566-10-22.csv have no state" in asked(party)
    assert "many_rows_rejected" not in asked(party)
    party.members(DAY, *[row | {"สถานะ": ""} for row in told])
    assert "many_rows_rejected" not in asked(party)


def test_whose_a_candidate_is_must_be_known(party: Party) -> None:
    party.members(DAY, member("M1"))
    both = [election("1"), election("1", province="ลำปาง", amphoe="เมือง")]
    party.elections(DAY, *both)
    assert asked(party) == ""
    party.candidates(DAY, candidate("1", "1"))
    assert "The election id 1 is used for 2 amphoe" in asked(party)
    # Nor is it known whether an election was moved or another has its number.
    (party.exports / "candidates" / f"candidates_{DAY}.csv").unlink()
    party.elections(DAY, *both[1:])
    party.elections("2566-09-30", *both[:1])
    assert "The election id 1 is used for 2 amphoe" in asked(party)


def test_rows_of_elections_are_not_said_to_be_people(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.elections(
        DAY,
        *([election(f"E{n}", eligible="งง") for n in range(4)] + [election("E9", eligible="9")]),
    )
    told = asked(party)
    assert "--accept many_rows_rejected" in told
    assert "left" not in told and "member" not in told
