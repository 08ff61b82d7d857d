"""What does a test need to make exports and build them? Real files, the real build."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl import build, readers, warehouse
from etl.sentences import Sentence
from etl.settings import Settings
from metrics import outlook

MEMBER = {
    "เลขที่สมาชิก": "M1",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "ประเภทสมาชิก": "ตลอดชีพ",
    "วันที่อนุมัติ": "01/01/2566",
    "วันหมดอายุ": "",
    "วันที่พ้นสมาชิกภาพ": "",
    "สถานะ": "อนุมัติ",
}
ELECTION = {
    "รหัสการเลือกตั้ง": "E1",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "วันเลือกตั้ง": "22/10/2566",
    "สถานะ": "ประกาศผลแล้ว",
    "วันเริ่มวาระ": "",
    "วันสิ้นสุดวาระ": "",
}


def member(number: str, **changed: str) -> dict[str, str]:
    """One row of a members' list; keyword arguments name the short headings below."""
    short = {
        "amphoe": "อำเภอ",
        "province": "จังหวัด",
        "type": "ประเภทสมาชิก",
        "approved": "วันที่อนุมัติ",
        "expires": "วันหมดอายุ",
        "left": "วันที่พ้นสมาชิกภาพ",
        "state": "สถานะ",
    }
    return MEMBER | {"เลขที่สมาชิก": number} | {short[name]: text for name, text in changed.items()}


def election(number: str, **changed: str) -> dict[str, str]:
    """One row of an elections export; keyword arguments name the short headings below."""
    short = {
        "amphoe": "อำเภอ",
        "province": "จังหวัด",
        "held": "วันเลือกตั้ง",
        "status": "สถานะ",
        "term_from": "วันเริ่มวาระ",
        "term_to": "วันสิ้นสุดวาระ",
    }
    return (
        ELECTION | {"รหัสการเลือกตั้ง": number} | {short[name]: text for name, text in changed.items()}
    )


def write(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows as a CSV with a heading row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_members(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a full members' list of the day (2566-10-22)."""
    return write(settings.exports / "members" / f"members_{day}.csv", rows)


def write_elections(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write an elections export of the day."""
    return write(settings.exports / "elections" / f"elections_{day}.csv", rows)


@dataclass
class Silent:
    """A reporter that keeps what it was told."""

    steps: list[Sentence] = field(default_factory=list)
    loads: list[readers.Load] = field(default_factory=list)

    def step(self, sentence: Sentence) -> Callable[[float], None]:
        self.steps.append(sentence)
        return lambda _: None

    def loaded(self, load: readers.Load) -> None:
        self.loads.append(load)


def publish(settings: Settings, *, accept_drop: bool = False, skip_refused: bool = False) -> str:
    """Build and return the edition's name."""
    outcome = build.build(
        settings,
        Silent(),
        accept_drop=accept_drop,
        skip_refused=skip_refused,
        outlook=outlook.tables,
    )
    assert outcome.edition
    return outcome.edition


def rows(
    settings: Settings, query: str, edition: str | None = None, file: str = "public"
) -> list[tuple[Any, ...]]:
    """Ask the current (or named) edition."""
    name = edition or warehouse.current_edition(settings)
    assert name
    with duckdb.connect(str(settings.warehouse / name / f"{file}.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
