"""Time the loading of a million people's answers beside DuckDB reading and counting them."""

import csv
import shutil
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from bench.bars import verdict
from bench.speed.build import run
from etl.places.gazetteer import gazetteer, provinces

ANSWERS = 1_000_000
ROUNDS = 5
BAR = 3.0
POLLS = 6
CHOICES = ("เห็นด้วย", "ไม่เห็นด้วย", "ไม่แน่ใจ", "ไม่ตอบ")
HEADINGS = ("เลขที่สมาชิก", "รหัสคำถาม", "คำตอบ", "วันที่ตอบ", "จังหวัด", "อำเภอ")
FORMS = {"a day": False, "a moment": True}
"""How the file says when: by the day as people type it, or to the second as systems write it."""

# Both read every column: one counts their values, the other the answers to each poll by choice,
# day and place, as a load does.
_READ = """
import duckdb, sys
path, *columns = sys.argv[1:]
counts = ", ".join(f'count("{name}")' for name in columns)
duckdb.execute(f"select {counts} from read_csv('{path}', all_varchar=true)").fetchall()
"""
_COUNT = """
import duckdb, sys
path, member, poll, choice, day, province, amphoe = sys.argv[1:]
duckdb.execute(f'''
    create table counted as
    select "{poll}", "{choice}", left("{day}", 10) as day, "{province}", "{amphoe}",
        count("{member}") as answers
    from read_csv('{path}', all_varchar=true) group by all
''')
"""

_LOAD = """
import sys
from etl.ingest import stage as readers
from etl.settings import Settings
settings = Settings.from_environment()
(export,) = readers.find_exports(settings, None)
load = readers.stage(export, settings, readers.read_secret(settings), lambda _: None)
assert (load.status, load.rows_in) == ("loaded", int(sys.argv[1])), load
"""


def measure(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, measured, bar, met) for each form of the file."""
    rows = []
    for form, has_time in FORMS.items():
        data = folder / f"answers-{form.replace(' ', '-')}"
        export = data / "exports" / "poll_answers" / "answers_2566-10-22.csv"
        if not export.exists():
            write_answers(export, ANSWERS, has_time=has_time)
            time.sleep(3)
        rows += _rows(form, data, export)
    return rows


def _rows(form: str, data: Path, export: Path) -> list[tuple[str, str, str, str]]:
    reads, counts, loads = [], [], []
    for _ in range(ROUNDS):
        reads.append(run([sys.executable, "-c", _READ, str(export), *HEADINGS], data))
        counts.append(run([sys.executable, "-c", _COUNT, str(export), *HEADINGS], data))
        shutil.rmtree(data / "warehouse", ignore_errors=True)
        loads.append(run([sys.executable, "-c", _LOAD, str(ANSWERS)], data))
    read, count, load = (
        statistics.median(each.seconds for each in runs) for runs in (reads, counts, loads)
    )
    peak = max(each.peak_bytes for each in loads)
    size = export.stat().st_size / 1e6
    return [
        (f"answered on {form}: DuckDB reads {size:.0f} MB, 6 columns", f"{read:.2f} s", "", ""),
        ("… and counts them by poll, choice, day and place", f"{count:.2f} s", "", ""),
        (
            "… a million people's answers load",
            f"{load:.2f} s = {load / count:.2f} × ({load / read:.1f} × the reading alone)",
            f"< {BAR:.0f} ×",
            verdict(load < BAR * count),
        ),
        ("… peak memory of that", f"{peak / 1e9:.2f} GB", "< 2 GB", verdict(peak < 2e9)),
    ]


def write_answers(path: Path, answers: int, *, has_time: bool) -> Path:
    """Write answers of persons to a few polls (seeded); one in fifty answers a second time."""
    random = Random(2566)
    names = {place.province_code: place.province_th for place in provinces()}
    places = [(names[place.province_code], place.amphoe_th) for place in gazetteer()]
    weights = [random.lognormvariate(0, 1) for _ in places]
    homes = random.choices(places, weights, k=answers)
    start = date(2023, 9, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number, home in enumerate(homes):
            member, poll = divmod(number if number % 50 else max(0, number - 600), POLLS)
            day = start + timedelta(days=random.randrange(30))
            written = f"{day.day:02}/{day.month:02}/{day.year + 543}"
            if has_time:
                moment = datetime(day.year, day.month, day.day) + timedelta(
                    seconds=random.randrange(86_400)
                )
                written = moment.isoformat(sep=" ")
            choice = random.choice(CHOICES)
            writer.writerow((f"{member:08d}", f"P{poll + 1}", choice, written, *home))
    return path
