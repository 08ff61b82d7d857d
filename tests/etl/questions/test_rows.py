"""Does a build ask about rows that are torn, marked, or of a table of their own?"""

import pytest

from tests.etl.ingest.reading import HEADINGS, NAME, row, text
from tests.etl.questions.asking import asked
from tests.party import DAY, Party, candidate, election, member
from tests.slow import these

ROWS = [row(id=f"P{n:05}") for n in range(60)]
BARE = 'P99999,"เรียก "เล็ก" กัน",พนมสารคาม,ฉะเชิงเทรา,รายปี,22/09/2566,อนุมัติ'


@pytest.mark.parametrize(
    ("line", "names", "members"),
    these(
        (0, 1),
        [
            (BARE, [], 61),
            (
                'P99999,"เรียก "เล็ก", กัน",พนมสารคาม,ฉะเชิงเทรา,รายปี,22/09/2566,อนุมัติ',
                ["rows_are_torn"],
                60,
            ),
            ("P99999,ก,พนมสารคาม", ["rows_are_torn"], 60),
            ("ส่งออกจากระบบสมาชิกโดยฝ่ายทะเบียน", [], 60),
        ],
    ),
)
def test_a_row_that_is_torn_is_read_or_asked_about(
    party: Party, line: str, names: list[str], members: int
) -> None:
    party.drop(f"members/{NAME}", text([HEADINGS, *ROWS]) + line + "\r\n")
    assert asked(party) == names
    party.publish(accept=names)
    assert party.rows("select sum(net_yearly) from membership_daily") == [(members,)]


@pytest.mark.parametrize(
    "mark",
    these(
        (0, 3),
        [
            "P00001*",
            "P00001 (ยกเลิก)",
            "P00001 ลาออก",
            "(ลาออก) P00001",
            "ลาออก P00001",
            "P00001†",
            "P00001ลาออก",
        ],
    ),
)
def test_a_mark_at_a_number_is_no_part_of_it_and_is_asked_about(party: Party, mark: str) -> None:
    party.members("2566-09-30", *[member(f"P0000{n}") for n in range(8)])
    party.members(DAY, *[member(f"P0000{n}") for n in range(8) if n != 1], member(mark))
    assert asked(party) == ["number_with_a_mark"]
    party.publish(accept=["number_with_a_mark"])
    members = "select sum(net_lifetime) from membership_daily"
    assert party.rows(members) == [(8,)]
    (changes,) = party.rows("select count(*) from membership_daily where date > '2023-09-30'")
    assert changes == (0,)


@pytest.mark.parametrize(
    "pattern",
    these(
        (1, 6), ["P 000{}", "ตทอ {}/2566", "000{} (กท)", "เลขที่ {}", "กท.{}", "{}/2566 ก", "M-{}*"]
    ),
)
def test_a_way_of_writing_numbers_is_no_mark(party: Party, pattern: str) -> None:
    party.members(DAY, *[member(pattern.format(n)) for n in range(8)])
    assert asked(party) == []


def test_a_candidate_with_a_mark_at_the_number_is_asked_about(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.elections(DAY, election("E1"))
    told = [candidate("E1", number, name=f"สมมติ {number[0]}") for number in ("1", "2", "3 (ถอนตัว)")]
    party.candidates(DAY, *told)
    assert asked(party) == ["number_with_a_mark"]


@pytest.mark.parametrize(
    "below",
    these(
        (0,),
        [
            [("เลขที่สมาชิก", "ชื่อ", "อำเภอ", "จังหวัด", "วันที่ลาออก", "", ""), row(id="P1", state="")],
            [("สมาชิกที่ลาออกในเดือนนี้", "", "", "", "", "", ""), row(id="P1", state="")],
        ],
    ),
)
def test_a_second_table_below_the_first_is_asked_about(
    party: Party, below: list[tuple[str, ...]]
) -> None:
    party.drop(f"members/{NAME}", text([HEADINGS, *ROWS, *below]))
    assert "second_table" in asked(party)


@pytest.mark.parametrize(
    "below",
    these(
        (1,),
        map(pytest.param, [HEADINGS, ("รวมลาออก 5 คน", *[""] * 6), ("จังหวัดฉะเชิงเทรา", *[""] * 6)]),
    ),
)
def test_headings_that_come_again_and_sums_are_no_second_table(
    party: Party, below: tuple[str, ...]
) -> None:
    party.drop(f"members/{NAME}", text([HEADINGS, *ROWS, below, row(id="P1")]))
    assert asked(party) == []


@pytest.mark.parametrize(
    ("number", "names"),
    these(
        (0, 2),
        [
            ("p00001", ["numbers_written_otherwise"]),
            ("P 00001", ["numbers_written_otherwise"]),
            ("P00001", []),
        ],
    ),
)
def test_one_number_written_otherwise_is_asked_about(
    party: Party, number: str, names: list[str]
) -> None:
    party.members(DAY, *[member(f"P0000{n}") for n in range(2, 9)], member(number))
    assert asked(party) == names


def test_numbers_with_both_kinds_of_letters_are_written_alike(party: Party) -> None:
    party.members(DAY, *[member(number) for number in ("aB1", "AB2", "ab3", "Ba4")])
    assert asked(party) == []


def test_a_dash_is_a_dash(party: Party) -> None:
    party.members("2566-09-30", *[member(f"10-{n}") for n in range(8)])
    party.members(DAY, *[member(f"10–{n}") for n in range(8)])
    assert asked(party) == []


@pytest.mark.parametrize(
    ("name", "is_asked"),
    these(
        (0, 4),
        [
            ("members/เก่า/members_2566-10-22.csv", True),
            ("members/members_2566-10-22 copy.csv", True),
            ("members/ร่าง members_2566-10-22.csv", True),
            ("members/members_2566-10-22 latest.csv", False),
            ("members/เดิมบางนางบวช members_2566-10-22.csv", False),
        ],
    ),
)
def test_a_file_that_is_called_old_or_a_draft_is_asked_about(
    party: Party, name: str, is_asked: bool
) -> None:
    party.drop(name, text([HEADINGS, *ROWS]))
    assert asked(party) == (["named_as_another"] if is_asked else [])


def test_a_tick_says_something_that_nobody_knows(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.elections(DAY, election("E1"))
    told = [("1", "30", ""), ("2", "20", "✓"), ("3", "10", "-")]
    lines = [candidate("E1", n, name=f"สมมติ {n}", votes=v, elected=o) for n, v, o in told]
    party.candidates(DAY, *lines)
    assert asked(party) == ["word_not_known"]


def test_a_candidate_of_no_election_is_asked_about(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.elections(DAY, election("E1"))
    party.candidates(DAY, candidate("E1", "1"), candidate("E-1", "2"))
    assert asked(party) == ["candidates_of_no_election"]


@pytest.mark.parametrize(
    ("status", "remark", "names", "is_covered"),
    these(
        (0, 1),
        [
            ("ประกาศแล้ว", "ยกเลิกเพราะน้ำท่วม", [], False),
            ("ประกาศผลแล้ว", "ยกเลิก เลือกตั้งใหม่", ["remark_on_an_election"], True),
            ("ประกาศผลแล้ว", "เป็นโมฆะ", ["remark_on_an_election"], True),
            ("ประกาศผลแล้ว", "เลื่อนมาจาก 1 ต.ค. 2566", [], True),
        ],
    ),
)
def test_a_remark_says_that_an_election_was_called_off(
    party: Party, status: str, remark: str, names: list[str], is_covered: bool
) -> None:
    party.members(DAY, member("M1"))
    party.elections(DAY, election("E1", held="15/10/2566", status=status) | {"หมายเหตุ": remark})
    party.candidates(DAY, candidate("E1", "1", votes="9"))
    assert asked(party) == names
    party.publish(accept=names)
    assert party.rows("select count(*) > 0 from coverage_spans") == [(is_covered,)]
    called_off = "select count(*) from elections where status = 'cancelled'"
    assert party.rows(called_off) == [(int(not is_covered),)]
