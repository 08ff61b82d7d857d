"""Who represents, and who was elected, where a row says that nobody does?"""

import pytest

from tests.party import DAY, Party, candidate, election, member, representative
from tests.slow import these

COVERED = "select distinct amphoe_th from coverage_spans join amphoe using (amphoe_code) order by 1"
TERMS = """
    select name, cast(term_from as text), cast(term_to as text), end_reason
    from terms order by term_from, name
"""
ELECTIONS = "select election_id, status, elected, no_vote from elections order by election_id"
FLAGS = "select election_id, flag from election_flags order by all"


@pytest.fixture(autouse=True)
def members(party: Party) -> None:
    """The party has members, who may be in a register."""
    party.members(DAY, *[member(f"M{n}") for n in range(5)])


def test_only_representatives_represent(party: Party) -> None:
    told = [
        representative("M1"),
        representative("", name="ว่าง", amphoe="สันทราย"),
        representative("", name="Vacant (รอเลือกตั้ง)", amphoe="หางดง", term_from="รอเลือกตั้ง"),
        representative("", name="", amphoe="ฝาง", term_from=""),
        representative("M2", name="สมใจ สมมติวงศ์", amphoe="สารภี") | {"ตำแหน่ง": "ผู้ช่วยตัวแทนอำเภอสารภี"},
        representative("M3", name="สมปอง สมมติวงศ์", amphoe="แม่แตง") | {"ตำแหน่ง": "อดีตตัวแทน"},
        representative("M4", name="สมาน สมมติวงศ์", amphoe="พร้าว") | {"ตำแหน่ง": "ตัวแทนอำเภอพร้าว"},
    ]
    party.representatives(DAY, *told)
    party.publish()
    assert party.rows(COVERED) == [("พร้าว",), ("แม่ริม",)]
    assert party.rows("select staged, rejected from loads where kind = 'representatives'") == [
        (7, 0)
    ]
    assert party.rows(
        "select detail from checks where name = 'every_row_of_the_register_is_a_representative'",
    ) == [("5 / 7",)]


def test_a_remark_ends_a_term_on_its_day_and_a_reason_without_a_day_by_the_first_register(
    party: Party,
) -> None:
    first = [
        representative("M1"),
        representative("M2", name="สมใจ สมมติวงศ์", amphoe="สันทราย") | {"หมายเหตุ": "ลาออกแล้ว"},
        representative("M3", name="สมปอง สมมติวงศ์", amphoe="หางดง", reason="เสียชีวิต"),
        representative("M4", name="สมาน สมมติวงศ์", amphoe="ฝาง", term_to="ปัจจุบัน (ยังดำรงตำแหน่ง)"),
    ]
    party.representatives("2566-10-12", *first)
    party.representatives(DAY, first[0] | {"หมายเหตุ": "ลาออก 15 ต.ค. 66"}, *first[1:])
    party.publish()
    assert party.rows(TERMS, file="private") == [
        ("มานะ สมมติวงศ์", "2023-10-01", "2023-10-14", "resigned"),
        ("สมปอง สมมติวงศ์", "2023-10-01", "2023-10-11", "deceased"),
        ("สมาน สมมติวงศ์", "2023-10-01", None, None),
        ("สมใจ สมมติวงศ์", "2023-10-01", "2023-10-11", "resigned"),
    ]


@pytest.mark.parametrize(
    ("lines", "told", "elected", "is_flagged"),
    these(
        (0, 3),
        [
            # Votes for nobody won, told by the line, by a figure, and by all who stood.
            ([("1", "มานะ สมมติวงศ์", "15", ""), ("", "ไม่ประสงค์ลงคะแนน", "25", "")], "", 0, True),
            ([("1", "มานะ สมมติวงศ์", "15", "")], "25", 0, True),
            ([("1", "มานะ สมมติวงศ์", "15", "ไม่ได้รับเลือก")], "5", 0, True),
            ([("1", "มานะ สมมติวงศ์", "", ""), ("", "Vote No", "", "ได้รับเลือก")], "", 0, True),
            # Somebody won all the same.
            ([("1", "มานะ สมมติวงศ์", "25", ""), ("", "ไม่ประสงค์ลงคะแนน", "15", "")], "", None, False),
            ([("1", "มานะ สมมติวงศ์", "25", "ได้รับเลือก"), ("", "รวม", "40", "")], "15", None, False),
            ([("1", "มานะ สมมติวงศ์", "-", "ได้รับเลือกโดยไม่มีคู่แข่ง")], "", None, False),
            (
                [("1", "มานะ สมมติวงศ์", "25", "ได้รับเลือก"), ("2", "สมใจ สมมติวงศ์", "ถอนตัว", "ถอนตัว")],
                "15",
                None,
                False,
            ),
        ],
    ),
)
def test_nobody_is_elected_by_votes_for_nobody(
    party: Party,
    lines: list[tuple[str, str, str, str]],
    told: str,
    elected: int | None,
    is_flagged: bool,
) -> None:
    party.elections(DAY, election("E1", held="01/10/2566", no_vote=told))
    party.candidates(
        DAY,
        *[
            candidate("E1", number, name=name, votes=votes, elected=outcome)
            for number, name, votes, outcome in lines
        ],
    )
    party.publish()
    ((_, _, found, _),) = party.rows(ELECTIONS)
    assert found == elected
    assert bool(party.rows(COVERED)) is (elected is None)
    assert (("E1", "no_vote_won") in party.rows(FLAGS)) is is_flagged
    assert party.rows("select name from candidates", file="private") == [("มานะ สมมติวงศ์",)]


def test_words_of_an_election_that_did_not_take_place(party: Party) -> None:
    told = [
        election("E1", status="ไม่มีคู่แข่ง", held="01/10/2566"),
        election("E2", status="เลื่อนออกไป", held="เลื่อน", amphoe="สันทราย"),
        election("E3", status="Postponed", held="01/10/2566", amphoe="หางดง"),
        election("E4", status="ไม่มีผู้สมัคร", held="ไม่มีผู้สมัคร", amphoe="ฝาง"),
    ]
    party.elections(DAY, *told)
    party.publish()
    assert party.rows(ELECTIONS) == [
        ("E1", "result_announced", None, None),
        ("E2", "postponed", None, None),
        ("E3", "postponed", None, None),
        ("E4", "no_candidates", None, None),
    ]
    assert party.rows(COVERED) == [("แม่ริม",)]
    assert (
        party.rows(
            "select distinct amphoe_th from ladder join amphoe using (amphoe_code)"
            " where step in ('announced', 'held') order by 1",
        )
        == []
    )


def test_one_id_of_several_amphoe_is_an_election_in_each(party: Party) -> None:
    told = [
        election("1", held="01/10/2566"),
        election("1", held="01/10/2566", province="ลำปาง", amphoe="เมือง"),
        election("2", held="01/10/2566", amphoe="สันทราย"),
        election("2", held="08/10/2566", amphoe="สันทราย"),
    ]
    party.elections(DAY, *told)
    party.publish()
    assert party.rows("select election_id, cast(held_on as text) from elections order by 1") == [
        ("1 · เมือง", "2023-10-01"),
        ("1 · แม่ริม", "2023-10-01"),
        ("2", "2023-10-08"),
    ]
    assert party.rows(COVERED) == [("สันทราย",), ("เมืองลำปาง",), ("แม่ริม",)]


def test_several_elected_of_an_amphoe_have_more_votes_than_ballots(party: Party) -> None:
    figures = {"ballots": "60", "valid": "60", "spoiled": "0", "no_vote": "0", "elected": "2"}
    party.elections(DAY, election("E1", held="01/10/2566", **figures))
    votes = {"1": ("50", "ได้รับเลือก"), "2": ("45", "ได้รับเลือก"), "3": ("20", "ไม่ได้รับเลือก")}
    party.candidates(
        DAY,
        *[
            candidate("E1", number, name=f"คนที่ {number} สมมติวงศ์", votes=many, elected=outcome)
            for number, (many, outcome) in votes.items()
        ],
    )
    party.publish()
    assert party.rows(FLAGS) == [("E1", "elected_over_seats")]


@pytest.mark.parametrize(
    "name", these((0, 3), ["นาย", "นายว่าง", "นางสาว ว่าง", "ว่าง*", "รอผล กกต.", "—", "Mr."])
)
def test_a_title_before_nothing_or_before_a_vacancy_is_nobody(party: Party, name: str) -> None:
    party.members(DAY, member("M1"))
    party.representatives(DAY, representative("", name=name), representative("", amphoe="ฝาง"))
    party.publish(accept=())
    assert party.rows("select count(*) from coverage_spans") == [(1,)]


@pytest.mark.parametrize(
    ("state", "is_there"),
    these(
        (0, 3),
        [
            ("ดำรงตำแหน่ง", True),
            ("", True),
            ("พ้นจากตำแหน่ง", False),
            ("ลาออก", False),
            ("former", False),
        ],
    ),
)
def test_a_registers_state_beside_its_reasons_says_who_left(
    party: Party, state: str, is_there: bool
) -> None:
    party.members(DAY, member("M1"))
    told = representative("", amphoe="ฝาง") | {"สถานะ": state}
    party.representatives(DAY, representative("", name="ก ข"), told)
    party.publish(accept=())
    day = (
        "select count(*) from coverage_spans where covered_to is null or covered_to > '2023-10-21'"
    )
    assert party.rows(day) == [(1 + is_there,)]
