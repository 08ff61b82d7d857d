"""What does a test need to ask about elections? Ten elections whose figures are worked out by hand.

Told on 22 October 2023. By amphoe: E1 แม่ริม, E2 ฝาง, E3 กะทู้, E4 สะเมิง and E10 เมืองภูเก็ต were
held; E5 พร้าว is coming, E6 แม่แจ่ม past its day without word, E7 เชียงดาว cancelled, E8 แม่แตง void,
E9 ฮอด a draft. One candidate stands in an election nobody knows.
"""

from datetime import date
from pathlib import Path

from tests.party import DAY, Party, Row, candidate, election, table

ON = date(2023, 10, 22)
NAME = "มานะ สมมติวงศ์"

TOLD = table(
    dict,
    """
    number | province | amphoe   | held       | status    | announced  | result     | channel
    E1     |          |          | 01/10/2566 |           | 20/09/2566 | 03/10/2566 | ในสถานที่
    E2     |          | ฝาง       | 08/10/2566 |           | 18/09/2566 | 18/10/2566 | ผสม
    E3     | ภูเก็ต     | กะทู้      | 15/10/2566 | ปิดลงคะแนน | 05/10/2566 |            | ออนไลน์
    E4     |          | สะเมิง    | 22/10/2566 |           | 12/10/2566 | 22/10/2566 | ในสถานที่
    E5     |          | พร้าว     | 29/10/2566 | ประกาศแล้ว | 10/10/2566 |            | ออนไลน์
    E6     |          | แม่แจ่ม    | 10/10/2566 | ประกาศแล้ว | 01/10/2566 |            |
    E7     |          | เชียงดาว   | 15/10/2566 | ยกเลิก     | 01/10/2566 |            |
    E8     |          | แม่แตง    | 08/10/2566 | โมฆะ      | 20/09/2566 |            |
    E9     |          | ฮอด      | -          | ร่าง       |            |            |
    E10    | ภูเก็ต     | เมืองภูเก็ต | 01/10/2566 |           | 25/09/2566 | 02/10/2566 | ผสม
    """,
)
COUNTED = table(
    dict,
    """
    number | eligible | ballots | ballots_online | ballots_onsite | valid | spoiled | no_vote
    E1     | 200      | 80      |                |                | 70    | 6       | 4
    E2     | 100      | 70      | 40             | 30             |       |         |
    E3     | 20       | 3       |                |                |       |         |
    E4     |          | 50      |                |                |       |         |
    E8     | 60       | 90      |                |                |       |         |
    E10    | 50       | 30      | 2              | 28             |       |         |
    """,
)
CANDIDATES = {"E1": "2", "E2": "1", "E3": "3", "E4": "2", "E6": "2"}


def _rows() -> list[Row]:
    rows = {told["number"]: told for told in TOLD}
    for counted in COUNTED:
        rows[counted["number"]] |= counted
    for number, candidates in CANDIDATES.items():
        rows[number]["candidates"] = candidates
    rows["E6"]["registration"] = "05/10/2566"
    return [election(**row) for row in rows.values()]


def build(folder: Path) -> Party:
    """Build the party in a folder."""
    party = Party(folder)
    party.elections(DAY, *_rows())
    party.candidates(DAY, candidate("E99", "1", name=NAME))
    party.publish()
    return party
