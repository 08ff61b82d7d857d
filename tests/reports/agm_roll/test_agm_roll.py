"""A roll's record holds everything, always the same way, and its files agree with it."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from PIL import Image

from etl.warehouse import editions
from metrics import health
from metrics.agm_roll import roll
from metrics.coverage import rules
from reports.agm_roll import files
from reports.agm_roll import roll as agm_roll
from tests.party import Party, member, representative

CUTOFF = date(2023, 10, 22)
ROOT = Path(__file__).resolve().parents[3]
WORDS = files.Words(
    language="th",
    labels={key: f"<{key}>" for key in files.LABELS}
    | {"page": "{page}/{pages}", "people": "{n} คน", "why.on_roll": "อยู่ในวาระ", "doubt.left": "พ้น"},
)


def parts(settings: Party, cutoff: date = CUTOFF) -> dict[str, Any]:
    """What a record is made of, asked of the edition that serves."""
    with editions.open_private(settings.public) as con:
        return {
            "rows": roll.roll(con, on=cutoff),
            "cutoff": cutoff,
            "edition": health.edition(con).iloc[0].to_dict(),
            "rules": rules.in_force(con, on=cutoff),
            "regions": roll.regions(con),
        }


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """Two representatives of the register in the north, one in the south who left the party."""
    settings = Party(tmp_path_factory.mktemp("party"), drop_pct=1000)
    phuket = {"province": "ภูเก็ต", "amphoe": "กะทู้"}
    members = [member("1"), member("2", amphoe="ฝาง")]
    settings.members("2566-10-01", *members, member("3", **phuket))
    settings.members("2566-10-22", *members)
    settings.representatives(
        "2566-10-22",
        representative("1", name="น้ำค้าง สมมติวงศ์"),
        representative("2", name="=1+1 ตัวอย่างดี", amphoe="ฝาง"),
        representative("3", name="กำพล สมมติวงศ์", **phuket),
    )
    settings.publish()
    return settings


@pytest.fixture(scope="module")
def record(party: Party) -> bytes:
    return agm_roll.content(**parts(party))


def test_a_record_holds_the_roll_every_amphoe_the_rules_and_the_edition(
    record: bytes, party: Party
) -> None:
    fields = json.loads(record)
    assert (fields["kind"], fields["schema"], fields["cutoff"]) == ("agm_roll", 1, "2023-10-22")
    assert fields["edition"]["edition"] == editions.current_edition(party)
    assert fields["edition"]["fingerprint"]
    assert len({row["amphoe_code"] for row in fields["rows"]}) == 928
    names = {row["name"] for row in fields["rows"] if row["is_on_roll"]}
    assert names == {"น้ำค้าง สมมติวงศ์", "=1+1 ตัวอย่างดี", "กำพล สมมติวงศ์"}
    assert {rule["name"] for rule in fields["rules"]} >= {"agm_voters", "quorum_share", "seats"}


def test_a_record_is_one_line_of_sorted_keys_without_spaces(record: bytes) -> None:
    canonical = json.dumps(
        json.loads(record), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert record == canonical.encode() and b"\n" not in record


def test_the_same_edition_day_and_rules_give_the_same_bytes_and_another_day_others(
    record: bytes, party: Party
) -> None:
    assert agm_roll.content(**parts(party)) == record
    assert agm_roll.content(**parts(party, date(2023, 10, 21))) != record


def test_a_record_opens_as_what_it_was_made_of(record: bytes, party: Party) -> None:
    opened, made_of = agm_roll.read(record), parts(party)
    rows = made_of["rows"].reset_index(drop=True)
    for column in ("amphoe_code", "province_th", "region_ect", "is_on_roll", "why", "members"):
        assert opened.rows[column].tolist() == rows[column].tolist(), column
    for column in ("name", "term_from", "term_to"):
        assert opened.rows[column].isna().tolist() == rows[column].isna().tolist()
        assert opened.rows[column].dropna().tolist() == rows[column].dropna().tolist()
    assert opened.cutoff == CUTOFF
    assert opened.sha256 == hashlib.sha256(record).hexdigest()
    assert opened.values["agm_on"] == date(2024, 4, 6) and opened.is_verified("agm_on")
    assert opened.values["quorum_share"] == 0.5 and not opened.is_verified("quorum_share")
    assert opened.values["agm_voters"] == "registered"
    assert not opened.is_verified("no_such_rule")
    again = agm_roll.content(
        rows=opened.rows,
        cutoff=opened.cutoff,
        edition=opened.edition,
        rules=made_of["rules"],
        regions=opened.regions,
    )
    assert again == record


@pytest.mark.parametrize(
    "bad", [b"", b"[]", b"{", b"{}", b'{"kind":"agm_roll","schema":2}', b'{"kind":"x","schema":1}']
)
def test_what_is_no_record_is_not_read(bad: bytes) -> None:
    with pytest.raises(agm_roll.NotARoll):
        agm_roll.read(bad)


def sheets(record: bytes) -> Mapping[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(record, WORDS)))
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


def test_the_workbook_has_the_roll_every_amphoe_and_the_facts(record: bytes) -> None:
    book = sheets(record)
    on_roll, every, facts = book.values()
    assert [(row[0], row[3], row[4]) for row in on_roll[1:]] == [
        (1, "แม่ริม", "น้ำค้าง สมมติวงศ์"),
        (2, "ฝาง", "=1+1 ตัวอย่างดี"),
        (3, "กะทู้", "กำพล สมมติวงศ์"),
    ]
    assert [row[7] for row in on_roll[1:]] == ["", "", "พ้น"], "why somebody is in doubt"
    assert len(every) == 929
    values = {row[0]: row[1] for row in facts[1:]}
    assert values["<hash>"] == hashlib.sha256(record).hexdigest()
    assert values["<cutoff>"].date() == CUTOFF
    assert values["quorum_share"] == 0.5


def test_no_name_in_the_workbook_is_a_formula(record: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(record, WORDS)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if str(cell.value).startswith("=")] == ["=1+1 ตัวอย่างดี"] * 2
    assert not [cell for cell in cells if cell.data_type == "f"]


def many(record: bytes, rows: int) -> bytes:
    """The record with so many amphoe on the roll, under names that try the font and the sheet."""
    fields = json.loads(record)
    names = ["น้ำผึ้ง ป่าก่ำสมมติวงศ์", "*ปิ่น* #ญี่ปุ่น $ฐู _ตัวอย่างดี_", "ยาว " + "ตัวอย่างดี" * 9]
    for number, row in enumerate(fields["rows"]):
        row["is_on_roll"], row["name"] = number < rows, names[number % 3]
        row["why"], row["term_id"] = "on_roll", str(number)
    return json.dumps(fields, ensure_ascii=False).encode()


def test_a_sheet_of_four_hundred_is_some_twenty_pages_of_paper(record: bytes) -> None:
    pdf = files.sheet_pdf(many(record, 400), WORDS)
    assert pdf.startswith(b"%PDF-")
    found = files.sheet_pictures(many(record, 400), WORDS, ppi=20)
    assert 15 <= len(found) <= 30
    assert {Image.open(io.BytesIO(page)).size for page in found} == {(165, 234)}, "A4 upright"


def test_a_sheet_of_nobody_is_still_a_sheet(record: bytes) -> None:
    assert len(files.sheet_pictures(many(record, 0), WORDS, ppi=20)) == 1


def test_thai_marks_stand_in_their_places_on_the_sheet(record: bytes) -> None:
    """Sara am after a tone mark and without one: shaped, no letter is missing from the font."""
    first = files.sheet_pictures(many(record, 1), WORDS, ppi=40)
    fields = json.loads(many(record, 1))
    fields["rows"][0]["name"] = fields["rows"][0]["name"].replace("ำ", "\u0e4d\u0e32")
    same = files.sheet_pictures(json.dumps(fields).encode(), WORDS, ppi=40)
    one, other = (Image.open(io.BytesIO(page)).convert("L") for page in (first[0], same[0]))
    assert one.size == other.size
    # The hash above the table differs; the rows of the table do not.
    below = (0, 150, one.width, one.height - 40)
    assert one.crop(below).tobytes() == other.crop(below).tobytes()


def test_the_same_record_gives_the_same_files_in_another_process(
    record: bytes, tmp_path: Path
) -> None:
    (tmp_path / "record").write_bytes(record)
    script = (
        "import hashlib, sys\n"
        "from tests.reports.agm_roll.test_agm_roll import WORDS\n"
        "from reports.agm_roll import files\n"
        "record = open(sys.argv[1], 'rb').read()\n"
        "both = files.sheet_pdf(record, WORDS) + files.workbook(record, WORDS)\n"
        "print(hashlib.sha256(both).hexdigest())\n"
    )
    run = [sys.executable, "-c", script, str(tmp_path / "record")]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT)
    both = files.sheet_pdf(record, WORDS) + files.workbook(record, WORDS)
    assert done.stdout.strip() == hashlib.sha256(both).hexdigest()


def test_days_on_the_sheet_are_of_the_readers_era(record: bytes) -> None:
    assert WORDS.day(date(2024, 4, 6)) == "6 เม.ย. 2567"
    assert pd.isna(agm_roll.read(record).rows["term_to"]).any()
