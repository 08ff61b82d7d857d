"""What does a test need to make exports and build them? Real files, the real build."""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl import build
from etl.ingest import stage
from etl.questions.kinds import kinds
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import Message
from metrics.forecast import run
from tests.etl.kept_editions import build_once

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


CANDIDATE = {
    "รหัสการเลือกตั้ง": "E1",
    "หมายเลข": "1",
    "ชื่อ-สกุล": "มานะ สมมติวงศ์",
}
REPRESENTATIVE = {
    "เลขที่สมาชิก": "",
    "ชื่อ-สกุล": "มานะ สมมติวงศ์",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "วันเริ่มวาระ": "01/10/2566",
    "วันสิ้นสุดวาระ": "",
    "วันที่พ้นตำแหน่ง": "",
    "เหตุที่พ้นตำแหน่ง": "",
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
        "announced": "วันที่ประกาศ",
        "registration": "วันรับสมัคร",
        "result": "วันที่ประกาศผล",
        "channel": "ช่องทาง",
        "eligible": "ผู้มีสิทธิ",
        "ballots": "ผู้มาใช้สิทธิ",
        "ballots_online": "ผู้มาใช้สิทธิออนไลน์",
        "ballots_onsite": "ผู้มาใช้สิทธิในสถานที่",
        "valid": "บัตรดี",
        "spoiled": "บัตรเสีย",
        "no_vote": "ไม่ประสงค์ลงคะแนน",
        "candidates": "จำนวนผู้สมัคร",
        "elected": "จำนวนผู้ได้รับเลือก",
    }
    return (
        ELECTION | {"รหัสการเลือกตั้ง": number} | {short[name]: text for name, text in changed.items()}
    )


def candidate(election_id: str, number: str, **changed: str) -> dict[str, str]:
    """One row of a candidates export; keyword arguments name the short headings below."""
    short = {
        "name": "ชื่อ-สกุล",
        "member": "เลขที่สมาชิก",
        "votes_online": "คะแนนออนไลน์",
        "votes_onsite": "คะแนนในสถานที่",
        "votes": "คะแนน",
        "elected": "ผลการเลือกตั้ง",
    }
    return (
        CANDIDATE
        | {"รหัสการเลือกตั้ง": election_id, "หมายเลข": number}
        | {short[name]: text for name, text in changed.items()}
    )


def representative(number: str, **changed: str) -> dict[str, str]:
    """One row of a register of representatives, of the member of that number ("" for none)."""
    short = {
        "name": "ชื่อ-สกุล",
        "province": "จังหวัด",
        "amphoe": "อำเภอ",
        "term_from": "วันเริ่มวาระ",
        "term_to": "วันสิ้นสุดวาระ",
        "ended": "วันที่พ้นตำแหน่ง",
        "reason": "เหตุที่พ้นตำแหน่ง",
        "election": "รหัสการเลือกตั้ง",
    }
    return (
        REPRESENTATIVE
        | {"เลขที่สมาชิก": number}
        | {short[name]: text for name, text in changed.items()}
    )


def write(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows as a CSV with a heading row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        # Every heading that a row has, in the order in which they first come.
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_members(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a full members' list of the day (2566-10-22)."""
    return write(settings.exports / "members" / f"members_{day}.csv", rows)


def write_elections(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write an elections export of the day."""
    return write(settings.exports / "elections" / f"elections_{day}.csv", rows)


def write_candidates(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a candidates export of the day."""
    return write(settings.exports / "candidates" / f"candidates_{day}.csv", rows)


def write_representatives(settings: Settings, day: str, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a register of representatives of the day."""
    return write(settings.exports / "representatives" / f"representatives_{day}.csv", rows)


@dataclass
class Silent:
    """A reporter that keeps what it was told."""

    steps: list[Message] = field(default_factory=list)
    loads: list[stage.Load] = field(default_factory=list)

    def step(self, sentence: Message) -> Callable[[float], None]:
        self.steps.append(sentence)
        return lambda _: None

    def loaded(self, load: stage.Load) -> None:
        self.loads.append(load)


def publish(
    settings: Settings,
    *,
    accept: Collection[str] = (),
    accept_all: bool = False,
    skip_refused: bool = False,
    looks_ahead: bool = True,
) -> str:
    """Build, or take the edition of the very same party, and return the edition's name.

    `accept` are questions answered with yes; `accept_all`: whatever is asked.
    """
    accepted = sorted(kinds() if accept_all else accept)

    def work() -> None:
        build.build(
            settings,
            Silent(),
            accept=accepted,
            skip_refused=skip_refused,
            forecaster=run.tables if looks_ahead else None,
        )

    build_once(settings, work, accepted, skip_refused, looks_ahead)
    edition = editions.current_edition(settings)
    assert edition
    return edition


def worked_out(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """Ask what the edition that serves was made from: tables of the draft that none has."""
    found: list[tuple[Any, ...]] = []
    assert build.work_out(
        settings, Silent(), lambda con, _: found.extend(con.execute(query).fetchall())
    )
    return found


def rows(
    settings: Settings, query: str, edition: str | None = None, file: str = "public"
) -> list[tuple[Any, ...]]:
    """Ask the current (or named) edition."""
    name = edition or editions.current_edition(settings)
    assert name
    with duckdb.connect(str(settings.warehouse / name / f"{file}.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
