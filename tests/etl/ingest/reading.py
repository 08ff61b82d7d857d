"""What do the tests of the readers share? A party's folder, rows to write and what came of them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from etl.ingest import stage
from tests.party import Party

HEADINGS = ("เลขที่สมาชิก", "ชื่อ", "อำเภอ", "จังหวัด", "ประเภทสมาชิก", "วันที่สมัคร", "สถานะ")
ROW = ("0000001", "ตัวอย่าง", "พนมสารคาม", "ฉะเชิงเทรา", "รายปี", "22/09/2566", "อนุมัติ")
ELECTION_HEADINGS = ("รหัสการเลือกตั้ง", "จังหวัด", "อำเภอ", "วันเลือกตั้ง", "สถานะ", "จำนวนผู้สมัคร")
ELECTION = ("ตทอ-1", "ฉะเชิงเทรา", "พนมสารคาม", "22 ต.ค. 2566", "ประกาศผลแล้ว", "1,002")
NAME = "members_2566-10-22.csv"


def row(**cells: str) -> tuple[str, ...]:
    """A member's row, with some cells changed: id, name, amphoe, province, kind, applied, state."""
    names = ("id", "name", "amphoe", "province", "kind", "applied", "state")
    return tuple(cells.get(name, cell) for name, cell in zip(names, ROW, strict=True))


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """Rows as the text of a file with a delimiter."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return file.getvalue()


def put_members(party: Party, *rows: Sequence[str], name: str = NAME) -> Path:
    """Put a members' list among the exports."""
    return party.drop(name, text([HEADINGS, *rows]))


def rows_of(load: stage.Load) -> list[dict[str, Any]]:
    """What was staged, by line."""
    return _table(load.staged_path)


def rejects_of(load: stage.Load) -> list[dict[str, Any]]:
    """What was rejected, by line."""
    return _table(load.rejects_path)


def _table(path: Path | None) -> list[dict[str, Any]]:
    assert path is not None
    found = duckdb.execute("select * from read_parquet($path) order by line", {"path": str(path)})
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def is_refused_naming(load: stage.Load, *words: str) -> bool:
    """Whether the file was refused in both languages, the file and the words named in each."""
    assert load.status == "refused", load
    assert load.problem is not None
    assert load.staged_path is None and load.rejects_path is None
    wanted = (load.file, *words)
    return all(
        any("\u0e00" <= letter <= "\u0e7f" for letter in load.problem.th)
        and load.problem.en != load.problem.th
        and word in load.problem.th
        and word in load.problem.en
        for word in wanted
    )
