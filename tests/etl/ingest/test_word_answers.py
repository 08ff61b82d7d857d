"""Is a word that nobody knew read as a person said, and asked about until then?"""

import pytest

from tests.etl.ingest.reading import is_refused_naming, rejects_of
from tests.etl.questions.asking import asked, cases
from tests.party import DAY, Party, election, member

HEAD = "kind,column,text,means,decided_by,on"


def answer(party: Party, *rows: str) -> None:
    party.write_list("words.csv", HEAD, *rows)


def test_a_word_is_asked_about_by_name_until_somebody_says_what_it_means(party: Party) -> None:
    told = [member(f"M{n}", state="ระงับ" if n < 6 else "อนุมัติ") for n in range(90)]
    party.members(DAY, *told)
    (case,) = cases(party)
    assert case.name == "word_not_known"
    assert "“สถานะ” has words that are not known (such as “ระงับ”) in 6 rows" in case.sentence.en
    answer(party, "members,สถานะ,ระงับ,ลาออก,สมศรี,2566-10-22")
    assert asked(party) == []
    party.publish(accept=())
    assert party.rows("select sum(net_lifetime) from membership_daily") == [(84,)]
    answer(party, "members,state,ระงับ,approved,สมศรี,2566-10-22")
    party.publish(accept=())
    assert party.rows("select sum(net_lifetime) from membership_daily") == [(90,)]


def test_one_row_with_a_word_of_its_own_is_asked_about_by_its_line(party: Party) -> None:
    odd = member("M9999", state="ใครก็ไม่รู้")
    party.members(DAY, *[member(f"M{n}") for n in range(90)], odd)
    (case,) = cases(party)
    assert "(such as “…”) in 1 rows, first in line 92" in case.sentence.en
    party.members(DAY, *[member(f"M{n}") for n in range(190)], odd)
    assert cases(party) == []


def test_a_file_of_nothing_but_a_word_nobody_knows_is_refused_by_that_word(party: Party) -> None:
    party.elections(DAY, *[election(f"E{n}", status="ผ่านแล้ว") for n in range(5)])
    load = party.load()
    assert is_refused_naming(load, "ผ่านแล้ว", "สถานะ", "words.csv")
    answer(party, "elections,สถานะ,ผ่านแล้ว,ประกาศผลแล้ว,สมศรี,2566-10-22")
    assert party.load().staged == 5


@pytest.mark.parametrize(
    "row",
    [
        "members,สถานะ,ระงับ,ไม่มีคำนี้,สมศรี,2566-10-22",
        "members,อำเภอ,ระงับ,-,สมศรี,2566-10-22",
        "members,ไม่มี,ระงับ,-,สมศรี,2566-10-22",
        "members,สถานะ,ระงับ,-,,2566-10-22",
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_by_its_line(party: Party, row: str) -> None:
    party.members(DAY, member("M1"))
    answer(party, row)
    load = party.load()
    assert load.problem and "words.csv" in load.problem.en and "2" in load.problem.en


def test_a_word_that_says_nothing_is_an_empty_cell(party: Party) -> None:
    party.elections(DAY, election("E1"), election("E2", channel="งง"))
    assert [each["reason"] for each in rejects_of(party.load())] == ["unknown_channel"]
    answer(party, "elections,channel,งง,-,สมศรี,2566-10-22")
    assert party.load().staged == 2
