"""Is every date that people type read as the day they meant, and every other told why not?"""

from collections.abc import Callable
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.ingest.dates import read_dates

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SHORT = [
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
LAST = date(2073, 10, 22)


def read(*texts: str | None) -> list[tuple[date | None, str | None]]:
    con = duckdb.connect()
    con.execute("create table texts as select unnest($texts::text[]) as raw", {"texts": texts})
    read_dates(con, "texts", "days", LAST)
    found = con.execute("select raw, value, reason from days").fetchall()
    answers = {raw: (value, reason) for raw, value, reason in found}
    return [answers[text] for text in texts]


def be(day: date) -> int:
    return day.year + 543


SHAPES: list[Callable[[date], str]] = [
    lambda day: f"{day.day:02}/{day.month:02}/{be(day)}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day}-{day.month}-{be(day)}",
    lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    lambda day: f"{day.day} {day.month} {be(day)}",
    lambda day: day.isoformat(),
    lambda day: f"{be(day)}-{day.month:02}-{day.day:02}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.isoformat()} 23:59:59",
    lambda day: f"{day.isoformat()}T00:00:00",
    lambda day: f"{day.isoformat()}T16:59:59.999Z",
    lambda day: f"{day.isoformat()} 23:30:00+07:00",
    lambda day: f"{day.day}/{day.month}/{be(day)} 8:05",
    lambda day: f"{be(day)}{day.month:02}{day.day:02}",
    lambda day: f"{day.day} {SHORT[day.month - 1]} {be(day)}",
    lambda day: f"{day.day}{SHORT[day.month - 1]}{be(day)}",
    lambda day: f"{day.day} {SHORT[day.month - 1].replace('.', '')} {be(day)}",
    lambda day: f"{day.day} {LONG[day.month - 1]} พ.ศ. {be(day)}",
    lambda day: f"วันที่ {day.day} {LONG[day.month - 1]} {be(day)} เวลา 09.30 น.",
    lambda day: f"{day.day} {LONG[day.month - 1]} {be(day)}".translate(THAI_DIGITS),
    lambda day: f"{day.day:02}/{day.month:02}/{be(day)}".translate(THAI_DIGITS),
    lambda day: f"{day:%d %b %Y}",
    lambda day: f"{day:%d-%B-%Y}",
    lambda day: f"{day:%B} {day.day}, {be(day)}",
    lambda day: f" {day.day}\u00a0/ {day.month} /{be(day)}\u200b ",
    lambda day: f"{(day - date(1899, 12, 30)).days}",
    lambda day: f"{(day - date(1899, 12, 30)).days}.75",
]


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1930, 1, 1), LAST))
def test_a_day_in_any_shape_is_read_back(day: date) -> None:
    texts = [shape(day) for shape in SHAPES]
    assert dict(zip(texts, read(*texts), strict=True)) == dict.fromkeys(texts, (day, None))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("22/10/66", "two_digit_year"),
        ("22-10-23", "two_digit_year"),
        ("66-10-22", "two_digit_year"),
        ("22 ต.ค. 66", "two_digit_year"),
        ("๒๒/๑๐/๖๖", "two_digit_year"),
        ("22 Oct '23", "two_digit_year"),
        ("22/10/66 14:30", "two_digit_year"),
        ("31/02/2566", "not_a_date"),
        ("29/02/2566", "not_a_date"),
        ("10/22/2023", "not_a_date"),
        ("30 ก.พ. 2566", "not_a_date"),
        ("22 ต.ต. 2566", "not_a_date"),
        ("0/1/2566", "not_a_date"),
        ("22/10/566", "not_a_date"),
        ("22/10", "not_a_date"),
        ("2566", "not_a_date"),
        ("เมื่อวาน", "not_a_date"),
        ("1e9", "not_a_date"),
        ("9" * 40, "not_a_date"),
        ("05/06/2666", "date_out_of_range"),
        ("22/10/1566", "date_out_of_range"),
        ("31/12/1898", "date_out_of_range"),
        ("23/10/2616", "date_out_of_range"),
        ("99999999", "not_a_date"),
        ("01/01/9999", "date_out_of_range"),
    ],
)
def test_what_is_no_day_says_why(text: str, reason: str) -> None:
    assert read(text) == [(None, reason)]


@pytest.mark.parametrize("text", ["", "  ", "-", "0000-00-00", "NULL", "N/A", "ไม่ระบุ"])
def test_a_blank_is_neither_a_day_nor_wrong(text: str) -> None:
    assert read(text) == [(None, None)]


def test_a_leap_day_exists_in_its_own_year_only() -> None:
    assert read("29/02/2567", "29/02/2024") == [(date(2024, 2, 29), None)] * 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-10-22T17:00:00Z", date(2023, 10, 23)),
        ("2023-10-22 16:59:59+00", date(2023, 10, 22)),
        ("2023-10-22T18:30:00+01:00", date(2023, 10, 23)),
        ("2023-10-22T10:30:00-06:30", date(2023, 10, 23)),
        ("2023-10-22T00:30:00+0900", date(2023, 10, 21)),
        ("2566-12-31T23:00:00Z", date(2024, 1, 1)),
    ],
)
def test_a_time_with_a_zone_is_told_in_thailands(text: str, day: date) -> None:
    assert read(text) == [(day, None)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=30)))
def test_no_text_makes_it_fall(texts: list[str]) -> None:
    assert all(day is None or reason is None for day, reason in read(*texts))
