"""What does a test need to ask about elections? Ten elections whose figures are worked out by hand.

Told on 22 October 2023. By amphoe: E1 แม่ริม, E2 ฝาง, E3 กะทู้, E4 สะเมิง and E10 เมืองภูเก็ต were
held; E5 พร้าว is coming, E6 แม่แจ่ม past its day without word, E7 เชียงดาว cancelled, E8 แม่แตง void,
E9 ฮอด a draft. One candidate stands in an election nobody knows.
"""

from datetime import date
from pathlib import Path

from etl.settings import Settings
from tests.etl.exports import candidate, election, publish, write_candidates, write_elections

ON = date(2023, 10, 22)
NAME = "มานะ สมมติวงศ์"

HELD = [
    election(
        "E1",
        held="01/10/2566",
        announced="20/09/2566",
        result="03/10/2566",
        channel="ในสถานที่",
        eligible="200",
        ballots="80",
        valid="70",
        spoiled="6",
        no_vote="4",
        candidates="2",
    ),
    election(
        "E2",
        amphoe="ฝาง",
        held="08/10/2566",
        announced="18/09/2566",
        result="18/10/2566",
        channel="ผสม",
        eligible="100",
        ballots="70",
        ballots_online="40",
        ballots_onsite="30",
        candidates="1",
    ),
    election(
        "E3",
        province="ภูเก็ต",
        amphoe="กะทู้",
        held="15/10/2566",
        status="ปิดลงคะแนน",
        announced="05/10/2566",
        channel="ออนไลน์",
        eligible="20",
        ballots="3",
        candidates="3",
    ),
    election(
        "E4",
        amphoe="สะเมิง",
        held="22/10/2566",
        announced="12/10/2566",
        result="22/10/2566",
        channel="ในสถานที่",
        ballots="50",
        candidates="2",
    ),
    election(
        "E10",
        province="ภูเก็ต",
        amphoe="เมืองภูเก็ต",
        held="01/10/2566",
        announced="25/09/2566",
        result="02/10/2566",
        channel="ผสม",
        eligible="50",
        ballots="30",
        ballots_online="2",
        ballots_onsite="28",
    ),
]
OTHERS = [
    election(
        "E5",
        amphoe="พร้าว",
        held="29/10/2566",
        status="ประกาศแล้ว",
        announced="10/10/2566",
        channel="ออนไลน์",
    ),
    election(
        "E6",
        amphoe="แม่แจ่ม",
        held="10/10/2566",
        status="ประกาศแล้ว",
        announced="01/10/2566",
        registration="05/10/2566",
        candidates="2",
    ),
    election("E7", amphoe="เชียงดาว", held="15/10/2566", status="ยกเลิก", announced="01/10/2566"),
    election(
        "E8",
        amphoe="แม่แตง",
        held="08/10/2566",
        status="โมฆะ",
        announced="20/09/2566",
        eligible="60",
        ballots="90",
    ),
    election("E9", amphoe="ฮอด", held="", status="ร่าง"),
]


def build(folder: Path) -> tuple[Settings, str]:
    """Build the party in a folder; returns its settings and the edition's name."""
    settings = Settings(data=folder)
    write_elections(settings, "2566-10-22", [*HELD, *OTHERS])
    write_candidates(settings, "2566-10-22", [candidate("E99", "1", name=NAME)])
    return settings, publish(settings)
