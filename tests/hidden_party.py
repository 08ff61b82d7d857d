"""What does a test need to see whether a hidden count leaves? The same party, but for such counts.

Where one world has 1 the other has 4, and what hides it is 40 in the one and 37 in the other, so
that every sum that is told is the same. All else is alike, also what an edition says of itself.
"""

from pathlib import Path

import duckdb

from etl.warehouse import editions
from etl.warehouse.seals import rewriting
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
)

FEW, OTHER = (1, 4), (40, 37)
LISTS = ("2566-07-31", "2566-08-31", "2566-09-30", "2566-10-22")
MADE = "20231022T120000.000000Z"
"""What both editions are called, as if they had been made in the same moment."""


def build(folder: Path, world: int) -> None:
    """Build world 0 or 1 in a party's folder."""
    party = Party(folder, threshold=100, drop_pct=10_000)
    party.secret.write_text("5a" * 32, encoding="utf-8")
    few, other = FEW[world], OTHER[world]
    for number, day in enumerate(LISTS):
        party.members(day, *_members(few, other, number))
    _votes(party, few, other)
    _taking_part(party, few, other)
    party.write_list(
        "targets.csv",
        "metric,value,start_on,deadline,label_th,label_en,area,source",
        "members,9000,2566-08-01,2566-12-31,all,all,,x",
        "members,500,2566-08-01,2566-12-31,Chiang Mai,Chiang Mai,50,x",
        "amphoe_covered,400,2566-08-01,2567-04-06,all,all,,x",
    )
    party.publish(looks_ahead=True)
    _name(party)


def _members(few: int, other: int, number: int) -> list[dict[str, str]]:
    """A list of members: of two amphoe of Chiang Mai the one hides the other.

    So do two texts that are no place, and two ways in which a row cannot be read. Of those the one
    that is told comes first, so that its rows stand on the same lines.
    """
    places = [("เชียงใหม่", "แม่ริม", few), ("เชียงใหม่", "ฝาง", other)]
    places += [("เชียงใหม่", "เชียงดาว", 131 + 5 * number), ("ลำพูน", "ลี้", 120 + 20 * number)]
    places += [("ลำพูน", "ที่ไหน", few), ("ลำพูน", "ไม่มีที่นี่", other), ("ภูเก็ต", "กะทู้", 151)]
    rows = [
        member("", province=province, amphoe=amphoe, expires="31/12/2570")
        for province, amphoe, count in places
        for _ in range(count)
    ]
    rows += [member("", expires="?") for _ in range(other)]
    rows += [member("", approved="?") for _ in range(few)]
    # The numbers go by their place, so that who moves between two hidden amphoe is one person.
    return [row | {"เลขที่สมาชิก": f"{place}"} for place, row in enumerate(rows)]


def _votes(party: Party, few: int, other: int) -> None:
    counts = {"eligible": "220", "ballots": "100", "valid": "59"}
    party.elections(
        LISTS[-1],
        election(
            "1",
            held="01/09/2566",
            announced="10/08/2566",
            spoiled=str(few),
            no_vote=str(other),
            **counts,
        ),
    )
    party.candidates(
        LISTS[-1],
        candidate("1", "1", name="สมศรี สมมติก", votes=str(few)),
        candidate("1", "2", name="สมศรี สมมติข", votes=str(other)),
        candidate("1", "3", name="สมศรี สมมติค", votes="59", elected="ได้รับเลือก"),
    )


def _taking_part(party: Party, few: int, other: int) -> None:
    events = [
        event("G1", registered="40", attended=str(40 - few), joined="7"),
        event("G2", amphoe="ฝาง", held="2 ก.ย. 2566", joined=str(few)),
        event("G3", amphoe="ฝาง", held="30 ก.ย. 2566", attended=str(few), joined="3"),
    ]
    committees = [committee("เชียงใหม่", people=str(few)), committee("ลำพูน")]
    proposals = [
        proposal("K1", supporters=str(few)),
        proposal("K2", topic="น้ำ", supporters="40"),
        proposal("K3", topic="ที่ดิน", supporters="60"),
    ]
    answers = [
        count("เสาร์", str(few)),
        count("เสาร์", str(other), amphoe="ฝาง"),
        count("อาทิตย์", "20", amphoe="ฝาง"),
        count("เสาร์", "24", province="ลำพูน", amphoe="ลี้"),
        count("อาทิตย์", "16", province="ลำพูน", amphoe="ลี้"),
    ]
    for noun, rows in (
        ("events", events),
        ("committees", committees),
        ("proposals", proposals),
        ("polls", [poll("P1")]),
        ("poll_answers", answers),
    ):
        party.put(noun, DAY, *rows)


def _name(party: Party) -> None:
    """Give the edition the name, the moment and the hashes that the other world's has too."""
    folder = party.public.parent.rename(party.warehouse / MADE)
    with rewriting(folder), duckdb.connect(str(folder / "public.duckdb")) as con:
        con.execute("update edition set edition = ?, built_at = ?, fingerprint = 'x'", [MADE, MADE])
        con.execute("update loads set sha256 = 'x', bytes = 0")
    (party.warehouse / editions.POINTER).write_text(MADE, encoding="utf-8")
