"""Is an event counted that an export says was called off or put off?"""

import pytest

from tests.etl.questions.asking import asked
from tests.party import DAY, Party, event, member
from tests.slow import these


def held(party: Party) -> list[str]:
    return [number for (number,) in party.rows("select event_id from events order by event_id")]


@pytest.mark.parametrize(
    ("heading", "text", "is_held"),
    these(
        (0, 4, 9),
        [
            ("สถานะ", "ยกเลิก", False),
            ("สถานะกิจกรรม", "เลื่อน", False),
            ("Status", "Cancelled", False),
            ("สถานะ", "งดจัด", False),
            ("สถานะ", "จัดแล้ว", True),
            ("สถานะ", "", True),
            ("หมายเหตุ", "ยกเลิกเพราะฝนตก", False),
            ("หมายเหตุ", "เลื่อนไปวันที่ 5 พ.ย. 2566", False),
            ("หมายเหตุ", "ฝนตกหนัก", True),
            ("หมายเหตุ", "เลื่อนมาจากสัปดาห์ก่อน", True),
        ],
    ),
)
def test_an_event_that_was_called_off_was_not_held(
    party: Party, heading: str, text: str, is_held: bool
) -> None:
    party.members(DAY, member("M1"))
    told = event("G2", amphoe="ฝาง", attended="", joined="") | {heading: text}
    party.events(DAY, event("G1"), told)
    assert asked(party) == []
    party.publish(accept=())
    assert held(party) == (["G1", "G2"] if is_held else ["G1"])


def test_one_of_an_unknown_state_is_not_held_until_somebody_tells(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.events(DAY, event("G1"), *[event(f"H{n}") | {"สถานะ": "งง"} for n in range(5)])
    assert asked(party) == ["word_not_known"]
    party.publish()
    assert held(party) == ["G1"]
    assert party.rows("select distinct reason, value from rejects") == [
        ("unknown_event_status", None)
    ]


def test_the_newest_export_says_whether_it_was_held_after_all(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.events("2566-10-15", event("G1", attended="", joined="") | {"สถานะ": "เลื่อน"})
    party.events(DAY, event("G1") | {"สถานะ": "จัดแล้ว"})
    party.publish(accept=())
    assert held(party) == ["G1"]


@pytest.mark.parametrize(
    ("heading", "text", "name"),
    these(
        (0,),
        [
            ("สถานะ", "ยกเลิก", "called_off_and_attended"),
            ("หมายเหตุ", "ผู้ว่าฯ ขอให้ยกเลิก", "remark_tells_of_calling_off"),
        ],
    ),
)
def test_what_is_not_clear_is_asked(party: Party, heading: str, text: str, name: str) -> None:
    party.members(DAY, member("M1"))
    party.events(DAY, event("G1") | {heading: text})
    assert asked(party) == [name]


def test_an_event_said_to_be_called_off_is_not_called_off_untold(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.events(DAY, event("G1", attended="", joined="") | {"สถานะ": "ยกเลิก"})
    party.publish(accept=())
    found = "select found from checks where name = 'no_event_was_called_off_untold'"
    assert party.rows(found) == [(0,)]
