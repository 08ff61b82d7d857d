"""How do tests read the sample's exports by other means than the product's own readers?"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.places.aliases import read_aliases
from etl.places.matcher import Matcher
from etl.settings import SHIPPED
from i18n.thai import arabic_digits, compose

Cell = str | float | date
Row = dict[str, Cell]

SHORT = "ม.ค./ก.พ./มี.ค./เม.ย./พ.ค./มิ.ย./ก.ค./ส.ค./ก.ย./ต.ค./พ.ย./ธ.ค."
LONG = "มกราคม/กุมภาพันธ์/มีนาคม/เมษายน/พฤษภาคม/มิถุนายน/กรกฎาคม/สิงหาคม/กันยายน/ตุลาคม/พฤศจิกายน/ธันวาคม"
MONTHS = {
    name: month for names in (SHORT, LONG) for month, name in enumerate(names.split("/"), start=1)
}
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
LISTS = {
    "members_2565-12-31.csv": (date(2022, 12, 31), 55_953),
    "members_2566-03-31.csv": (date(2023, 3, 31), 57_840),
    "members_2566-06-30.csv": (date(2023, 6, 30), 62_150),
    "members_2566-08-31.csv": (date(2023, 8, 31), 64_912),
    "สมาชิก_2566-09-30.xlsx": (date(2023, 9, 30), 68_296),
    "members_2566-10-22.csv": (date(2023, 10, 22), 77_760),
}
DECEMBER, MARCH, JUNE, AUGUST, SEPTEMBER, OCTOBER = LISTS
CLEAN = (DECEMBER, MARCH, JUNE)
DATES = ("วันที่สมัคร", "วันที่อนุมัติ", "วันหมดอายุ", "วันที่พ้นสมาชิกภาพ")
OLD_ENCODING = ("2566-03-31", "2566-06-30", "2566-08-31", "candidates", "ข้อเสนอ", "รายคน")


def read_cells(path: Path) -> Iterator[list[Cell]]:
    """Every row of a file as it stands, headings first."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        yield from book.get_sheet_by_index(0).to_python()  # type: ignore[misc]
        return
    encoding = "cp874" if any(word in path.name for word in OLD_ENCODING) else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(file)


@cache
def read_rows(path: Path) -> list[Row]:
    """Every row by its heading, sara am composed; read once a session, so nobody may change it."""
    headings, *rows = read_cells(path)
    names = [compose(str(heading)) for heading in headings]
    return [dict(zip(names, row, strict=True)) for row in rows]


def read_day(value: Cell) -> date | None:
    """Return the date a cell means, None for an empty one; ValueError for a broken one."""
    return value if isinstance(value, date) else _read_day(str(value)) if value else None


@cache
def _read_day(written: str) -> date:
    text = arabic_digits(compose(written))
    if worded := re.fullmatch(r"(\d{1,2}) (\D+) (\d{4})", text):
        text = f"{worded[1]}/{MONTHS[worded[2]]}/{worded[3]}"
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = (int(part) for part in slashed.groups())
    elif dashed := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = (int(part) for part in dashed.groups())
    else:
        raise ValueError(text)
    return date(year - 543 if year > 2400 else year, month, day)


def read_count(value: Cell) -> int | None:
    """Return the number a cell holds, None for an empty one."""
    return None if value == "" else int(float(str(value)))


def is_whole(row: Row) -> bool:
    """Whether every cell of a member's row can be understood."""
    try:
        days = [read_day(row[column]) for column in DATES if column in row]
    except ValueError:
        return False
    return (
        bool(row["เลขที่สมาชิก"])
        and row["สถานะ"] in STATES
        and row["ประเภทสมาชิก"] in ("รายปี", "ตลอดชีพ", "")
        and all(day is None or day < date(2073, 1, 1) for day in days)
    )


def is_active(row: Row, on: date) -> bool:
    """Whether a whole row is a member on the day: approved, and not lapsed."""
    ends = read_day(row["วันหมดอายุ"])
    lapsed = row["ประเภทสมาชิก"] == "รายปี" and ends is not None and ends < on
    return row["สถานะ"] == "อนุมัติ" and not lapsed


def amphoe_of(row: Row) -> str | None:
    """The code of the amphoe a row names, None when nobody can say."""
    return _amphoe_of(str(row["จังหวัด"]), str(row["อำเภอ"]))


@cache
def _amphoe_of(province: str, amphoe: str) -> str | None:
    return _matcher().place(province, amphoe).amphoe_code


@cache
def _matcher() -> Matcher:
    return Matcher(read_aliases(SHIPPED / "data" / "place_aliases.csv"))


def covered(elections: list[Row], on: date) -> set[str | None]:
    """The amphoe with a representative on the day: result announced, term running."""
    codes = set()
    for row in elections:
        begins = read_day(row["วันเริ่มวาระ"]) or read_day(row["วันเลือกตั้ง"])
        ends = read_day(row["วันสิ้นสุดวาระ"]) or date.max
        is_final = row["สถานะ"] == "ประกาศผลแล้ว"
        if is_final and begins is not None and begins <= on <= ends:
            codes.add(amphoe_of(row))
    return codes
