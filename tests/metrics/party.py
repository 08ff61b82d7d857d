"""What does a test need to ask about targets? A small party in two provinces, really built.

Chiang Mai (50, everyone in one amphoe) has 5 members, 8 from 20 September, 6 from 22 October.
Phuket (83) has 2, and 5 from 15 October. From that day one more member is of no known place.
แม่ริม in Chiang Mai has a representative from 1 September to 18 October, กะทู้ in Phuket from
8 October on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.party import Con, Party, election, member

START, TODAY, DEADLINE = date(2023, 10, 1), date(2023, 10, 22), date(2023, 11, 12)
"""The line of most targets: three weeks after the start is half way."""

LINE = "2566-10-01,2566-11-12"


@contextmanager
def party(folder: Path, *targets: str) -> Iterator[Con]:
    """Build the party with these lines of targets (metric,value,start_on,deadline,name,area)."""
    settings = Party(folder, threshold=6, drop_pct=1000)
    lines = ["metric,value,start_on,deadline,label_th,area,label_en,source"]
    lines += [f"{target},{target.split(',')[4]},x" for target in targets]
    settings.write_list("targets.csv", *lines)
    north = [member(str(number)) for number in range(1, 6)]
    south = [member(str(number), province="ภูเก็ต", amphoe="กะทู้") for number in (6, 7)]
    settings.members("2566-07-31", *north, *south)
    north += [member(str(number), approved="20/09/2566") for number in (8, 9, 10)]
    settings.members("2566-10-01", *north, *south)
    south += [
        member(str(number), province="ภูเก็ต", amphoe="กะทู้", approved="15/10/2566")
        for number in (11, 12, 14)
    ]
    unknown = member("13", province="", amphoe="", approved="15/10/2566")
    settings.members("2566-10-22", *north[2:], *south, unknown)
    settings.elections(
        "2566-10-22",
        election("1", held="01/09/2566", term_to="18/10/2566"),
        election("2", province="ภูเก็ต", amphoe="กะทู้", held="08/10/2566"),
    )
    settings.publish(looks_ahead=True)
    with settings.opened() as con:
        yield con
