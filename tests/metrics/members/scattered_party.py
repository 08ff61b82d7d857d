"""What does the attacker attack? Invented parties of many tiny amphoe, each really built.

Members of a few amphoe in seven provinces of several regions, some of no known amphoe or province,
on three dated lists: most amphoe have under ten, many under five.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from metrics import told
from tests.party import Con, Party, member

ROOT = Path(__file__).resolve().parents[3]
LISTS = (date(2023, 7, 31), date(2023, 8, 31), date(2023, 9, 30))
PROVINCES = ("26", "20", "63", "50", "51", "83", "82")
"""Two that are a part of the country by themselves in one scheme of regions or another."""
_TYPES = ("รายปี", "ตลอดชีพ", "")
_EVER_SO_MANY = (0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 14, 40)

Place = tuple[str, str]


def places() -> dict[str, Place]:
    """Return the Thai names of amphoe and province by the amphoe's code."""
    file = next((ROOT / "static" / "map").glob("amphoe-*.json"))
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        str(each["id"]): (each["properties"]["th"], each["properties"]["pth"]) for each in features
    }


def write(settings: Party, seed: int) -> None:
    """Write the lists of a party of a seed; a list has most of those before and some new."""
    random = np.random.default_rng(seed)
    names = places()
    where: list[Place] = []
    for province in PROVINCES:
        codes = sorted(code for code in names if code.startswith(province))[:5]
        where += [names[code] for code in codes]
        where.append(("", names[codes[0]][1]))
    where.append(("", ""))
    people: dict[int, dict[str, str]] = {}
    number, before = 0, date(2023, 1, 1)
    for day in LISTS:
        kept = {each: row for each, row in people.items() if random.random() > 0.1}
        people = kept if number else {}
        for place in where:
            more = random.choice(_EVER_SO_MANY) if not number or random.random() < 0.3 else 0
            for _ in range(min(int(more), 40 if day == LISTS[0] else 6)):
                number += 1
                people[number] = member(
                    str(number),
                    amphoe=place[0],
                    province=place[1],
                    type=str(random.choice(_TYPES, p=(0.6, 0.35, 0.05))),
                    expires="31/12/2570",
                    approved=_between(random, before, day),
                )
        before = day
        number = max(number, 1)
        text = f"{day.year + 543}-{day.month:02}-{day.day:02}"
        settings.members(text, *people.values())


def _between(random: np.random.Generator, before: date, day: date) -> str:
    """Return a day after the list before, as lists write it: they come all the time."""
    on = before + timedelta(days=int(random.integers(1, (day - before).days + 1)))
    return f"{on.day:02}/{on.month:02}/{on.year + 543}"


def told_on(con: Con, on: date) -> date:
    """Return the day as of which members of areas are told on a day."""
    found: date = pd.Timestamp(told.last(con, on=on)["told_on"].iloc[0]).date()
    return found


@contextmanager
def party(folder: Path, seed: int) -> Iterator[Con]:
    """Build the party of a seed."""
    settings = Party(folder, threshold=12, drop_pct=1000)
    write(settings, seed)
    settings.publish()
    with settings.opened() as con:
        yield con
