"""Write a party of a million invented members as one CSV: 225 MB, 13 columns."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from etl.places.gazetteer import gazetteer, provinces
from i18n import dates

HEADINGS = (
    "เลขที่สมาชิก",
    "คำนำหน้า",
    "ชื่อ",
    "นามสกุล",
    "เลขประจำตัวประชาชน",
    "เบอร์โทร",
    "อีเมล",
    "อำเภอ",
    "จังหวัด",
    "ประเภทสมาชิก",
    "วันที่อนุมัติ",
    "วันหมดอายุ",
    "สถานะ",
)


def write_members(path: Path, members: int) -> Path:
    """Write a full list of `members` people (seeded: the same bytes every time)."""
    random = Random(2566)
    names = {place.province_code: place.province_th for place in provinces()}
    places = [(place.amphoe_th, names[place.province_code]) for place in gazetteer()]
    weights = [random.lognormvariate(0, 1) for _ in places]
    start = date(2018, 10, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        homes = random.choices(places, weights, k=members)
        for number, (amphoe, province) in enumerate(homes):
            joined = start + timedelta(days=random.randrange(1800))
            is_yearly = number % 3 == 0
            writer.writerow(
                (
                    f"{number:08d}",
                    "คุณ",
                    f"สมมติ-{number}",
                    f"ส-{number}",
                    f"0-0000-{number:08d}",
                    f"000-{number:07d}",
                    f"member{number}@example.invalid",
                    f"อำเภอ{amphoe}" if number % 5 else amphoe,
                    province,
                    "รายปี" if is_yearly else "ตลอดชีพ",
                    _write_day(joined, number % 4),
                    _write_day(joined + timedelta(days=2400), 0) if is_yearly else "",
                    "อนุมัติ",
                )
            )
    return path


def _write_day(day: date, shape: int) -> str:
    if shape == 1:
        return dates.day_text(day, "th")
    year = dates.year(day, "th")
    if shape == 2:
        return f"{year}-{day.month:02d}-{day.day:02d}"
    return f"{day.day:02d}/{day.month:02d}/{year}"
