"""What does a test need to see whether one province leaks into another? The same party, twice.

Chiang Mai (50) and Lamphun (51) are alike in both worlds; in Lampang (52) and Phuket (83) all is
otherwise in the second: members, elections, representatives, events, committees, targets, unplaced
places, rejected rows. Who sees 50 and 51 must see the very same of both.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

from etl.warehouse import editions
from tests.party import (
    DAY,
    Party,
    candidate,
    committee,
    count,
    election,
    event,
    member,
    poll,
    proposal,
    representative,
)

OWN = ("50", "51")
OWN_AMPHOE = {"เชียงใหม่": ("แม่ริม", "ฝาง", "สันทราย"), "ลำพูน": ("ป่าซาง", "แม่ทา", "ลี้")}
OTHERS = {"ลำปาง": ("เมืองปาน", "แม่ทะ", "เถิน"), "ภูเก็ต": ("กะทู้", "ถลาง")}
MARK = "ลับเฉพาะลำปาง"
"""A text that nothing but rows of Lampang carries: names, places, numbers of elections."""
LISTS = {"2566-07-31": 0, "2566-08-31": 1, "2566-09-30": 2, "2566-10-22": 3}


def build(folder: Path, world: int) -> None:
    """Build world 0 or 1 in a party's folder."""
    party = Party(folder, threshold=10, drop_pct=10_000)
    _targets(party, world)
    for day, number in LISTS.items():
        rows = _members(OWN_AMPHOE, number, 0, "o") + _members(OTHERS, number, world, "x")
        rows += [
            member(f"u{n}-{world}", province="ลำปาง", amphoe=f"{MARK}{n}")
            for n in range(3 + 4 * world)
        ]
        rows += [member(f"v{n}", province="ลำพูน", amphoe="ไม่มีที่นี่") for n in range(6)]
        rows += [
            member(f"r{n}-{world}", province="ลำปาง", approved=f"{MARK}?") for n in range(1 + world)
        ]
        party.members(day, *rows)
    _votes(party, world)
    _voices(party, world)
    _tour(party, world)
    with _made_in_one_minute(world):
        party.publish(looks_ahead=True)


class _Clock(datetime):
    """Tells one minute for every party; by the microsecond each edition has its own name."""

    number = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 2, 3, 4, 5, cls.number, tzinfo=tz)


@contextmanager
def _made_in_one_minute(number: int) -> Iterator[None]:
    """Make editions in the minute of all that are made so: a picture has it drawn in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "datetime", type("Clock", (_Clock,), {"number": number}))
        yield


def _members(
    amphoe: Mapping[str, tuple[str, ...]], number: int, world: int, prefix: str
) -> list[dict[str, str]]:
    rows = []
    for province, names in amphoe.items():
        for at, name in enumerate(names):
            count = (7 + 3 * at) * (1 + number) + world * (13 + 29 * at)
            rows += [
                member(
                    f"{prefix}{province}{name}{n}-{world}",
                    province=province,
                    amphoe=name,
                    type="ตลอดชีพ" if n % 3 else "รายปี",
                    expires="" if n % 3 else "31/12/2567",
                )
                for n in range(count)
            ]
    return rows


def _targets(party: Party, world: int) -> None:
    lines = [
        f"members,{9000 + 111 * world},2566-08-01,2566-12-31,all,all,,x",
        f"amphoe_covered,{400 + world},2566-08-01,2567-04-06,all,all,,x",
        f"members,{1234 + 4321 * world},2566-08-01,2566-12-31,{MARK},{MARK},52,x",
        "members,500,2566-08-01,2566-12-31,Chiang Mai,Chiang Mai,50,x",
        f"members,{3000 + 77 * world},2566-08-01,2566-12-31,north,north,ect:north,x",
    ]
    head = "metric,value,start_on,deadline,label_th,label_en,area,source"
    party.write_list("targets.csv", head, *lines)
    head = "as_of,metric,value,reported_by,body,source"
    told = f"2566-09-30,members,{68296 + world},party,party,x"
    party.write_list("published_totals.csv", head, told)


def _votes(party: Party, world: int) -> None:
    own = [("1", "เชียงใหม่", "แม่ริม", "01/09/2566"), ("2", "ลำพูน", "แม่ทา", "08/10/2566")]
    third = [
        (f"{MARK}{n}", "ลำปาง", name, f"{3 + n + world:02}/10/2566")
        for n, name in enumerate(OTHERS["ลำปาง"][: 2 + world])
    ]
    counts = {"eligible": "90", "ballots": "61", "valid": "55", "spoiled": "4", "no_vote": "2"}
    party.elections(
        "2566-10-22",
        *(
            [
                election(
                    number,
                    province=province,
                    amphoe=amphoe,
                    held=held,
                    announced="20/08/2566",
                    **counts,
                )
                for number, province, amphoe, held in own + third
            ]
            + [election(f"{MARK}9-{world}", province="", amphoe="")]
        ),
    )
    party.candidates(
        "2566-10-22",
        *[
            candidate(number, "1", name=_name(province, n), votes="55", elected="ได้รับเลือก")
            for n, (number, province, *_) in enumerate(own + third)
        ],
    )
    party.representatives(
        "2566-10-22",
        *[
            representative(
                "", name=_name(province, n), province=province, amphoe=amphoe, term_from=held
            )
            for n, (_, province, amphoe, held) in enumerate(own + third)
        ],
    )


def _voices(party: Party, world: int) -> None:
    """One poll of the country and one of Lampang, and proposals."""
    polls = [poll("P1"), poll(MARK, question=MARK, scope="ลำปาง")]
    own = [("เชียงใหม่", "แม่ริม", (21, 15)), ("เชียงใหม่", "ฝาง", (18, 11)), ("ลำพูน", "ลี้", (24, 16))]
    third = [("ลำปาง", "เถิน", (19 + 9 * world, 12)), ("ภูเก็ต", "กะทู้", (14, 9 + 6 * world))]
    counts = [
        count(choice, str(many), province=province, amphoe=amphoe)
        for province, amphoe, told in own + third
        for choice, many in zip(("เสาร์", "อาทิตย์"), told, strict=True)
    ]
    proposals = [
        proposal(f"{place}{n}", province=place, amphoe=amphoe)
        for place, amphoe, many in (("เชียงใหม่", "ฝาง", 6), ("ลำปาง", "เถิน", 2 + 5 * world))
        for n in range(many)
    ]
    for noun, rows in (("polls", polls), ("poll_answers", counts), ("proposals", proposals)):
        party.put(noun, DAY, *rows)


def _tour(party: Party, world: int) -> None:
    """Events, one of them to come, and committees."""
    nobody = {"registered": "", "attended": "", "joined": ""}
    own = [
        event("G1"),
        event("G2", province="ลำพูน", amphoe="ลี้", held="2 ก.ย. 2566", attended="21"),
        event("G3", amphoe="ฝาง", held="1 พ.ย. 2566", **nobody),
    ]
    third = [
        event(
            f"{MARK}{n}-{world}",
            province=province,
            amphoe=amphoe,
            venue=MARK,
            by=MARK,
            held=f"{3 + 5 * n + world} {month} 2566",
            attended=str(25 + n + 3 * world),
        )
        for n, (province, amphoe, month) in enumerate(
            [("ลำปาง", "เถิน", "ก.ย."), ("ลำปาง", "แม่ทะ", "ส.ค."), ("ภูเก็ต", "กะทู้", "ต.ค.")][
                : 1 + 2 * world
            ]
        )
    ]
    party.events(DAY, *(own + third))
    kept = [committee("ลำพูน"), committee("ลำปาง", people=str(6 + 5 * world))]
    party.committees(DAY, *(kept + [committee("ภูเก็ต")] * world))


def _name(province: str, number: int) -> str:
    first = MARK if province == "ลำปาง" else "สมศรี"
    return f"{first} สมมติ{'กขคงจฉชซ'[number]}"
