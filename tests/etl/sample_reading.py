"""How do tests read the sample's exports by other means than the product's own readers?"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.places import Matcher
from etl.thai import arabic_digits, compose

Cell = str | float | date
Row = dict[str, Cell]

MONTHS = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
LONG = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
STATES = {
    "อนุมัติ",
    "รอชำระเงิน",
    "รออนุมัติ",
    "ตรวจสอบข้อมูลใหม่",
    "ไม่อนุมัติ",
    "เก็บเข้าคลัง",
    "ลาออก",
    "เสียชีวิต",
    "ถูกถอนชื่อ",
}


def cells(path: Path) -> Iterator[list[str | date | float]]:
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        yield from book.get_sheet_by_index(0).to_python()  # type: ignore[misc]
        return
    encoding = "cp874" if "08-31" in path.name else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(file)


def read_rows(path: Path) -> list[Row]:
    """Every row by its heading, sara am composed."""
    headings, *rows = cells(path)
    names = [compose(str(heading)) for heading in headings]
    return [dict(zip(names, row, strict=True)) for row in rows]


def read_day(value: str | date | float) -> date | None:
    """Return the date a cell means, None for an empty one; ValueError for a broken one."""
    return value if isinstance(value, date) else _read_day(str(value)) if value else None


@cache
def _read_day(written: str) -> date:
    text = arabic_digits(compose(written))
    for month, (short, long) in enumerate(zip(MONTHS, LONG, strict=True), start=1):
        text = text.replace(f" {long} ", f"/{month}/").replace(f" {short} ", f"/{month}/")
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = (int(part) for part in slashed.groups())
    elif dashed := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = (int(part) for part in dashed.groups())
    else:
        raise ValueError(text)
    return date(year - 543 if year > 2400 else year, month, day)


def is_whole(row: Row) -> bool:
    try:
        days = [read_day(row[column]) for column in ("วันที่สมัคร", "วันที่อนุมัติ", "วันหมดอายุ", "วันที่พ้นสมาชิกภาพ")]
    except ValueError:
        return False
    return (
        bool(row["เลขที่สมาชิก"])
        and row["สถานะ"] in STATES
        and row["ประเภทสมาชิก"] in ("รายปี", "ตลอดชีพ", "")
        and all(day is None or day < date(2073, 1, 1) for day in days)
    )


def is_active(row: Row, on: date) -> bool:
    ends = read_day(row["วันหมดอายุ"])
    lapsed = row["ประเภทสมาชิก"] == "รายปี" and ends is not None and ends < on
    return row["สถานะ"] == "อนุมัติ" and not lapsed


def _spans(elections: list[Row], matcher: Matcher) -> list[tuple[str | None, date, date | None]]:
    spans = []
    for row in elections:
        held = read_day(row["วันเลือกตั้ง"])
        if row["สถานะ"] == "ประกาศผลแล้ว" and held is not None:
            code = matcher.place(str(row["จังหวัด"]), str(row["อำเภอ"])).amphoe_code
            begins = read_day(row["วันเริ่มวาระ"]) or held
            spans.append((code, begins, read_day(row["วันสิ้นสุดวาระ"])))
    return spans


def covered(elections: list[Row], matcher: Matcher, on: date) -> set[str | None]:
    return {
        code
        for code, begins, ends in _spans(elections, matcher)
        if begins <= on and (ends is None or on <= ends)
    }


