"""Are candidates and representatives read with their names, and are those told to nobody?"""

import stat
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from etl import build
from etl.build_result import NotPublished
from etl.ingest import stage
from etl.settings import Settings
from tests.etl.exports import (
    Silent,
    candidate,
    election,
    member,
    publish,
    representative,
    rows,
    worked_out,
    write,
    write_candidates,
    write_elections,
    write_members,
    write_representatives,
)

DAY = "2566-10-22"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_a_term_is_read_with_the_member_it_is_of_and_not_their_number(settings: Settings) -> None:
    write_members(settings, DAY, [member("0000007"), member("0000008")])
    write_representatives(
        settings,
        DAY,
        [
            representative("๐๐๐๐๐๐๗", name="มานะ  สมมติวงศ์", term_to="30/09/2568"),
            representative("", name="ไร้เลข ตัวอย่างดี", amphoe="ฝาง", ended="18/10/2566"),
        ],
    )
    publish(settings)
    terms = rows(
        settings,
        "select name, amphoe_code, term_from, term_to, source, is_checkable from terms order by 1",
        file="private",
    )
    assert terms == [
        ("มานะ สมมติวงศ์", "5007", date(2023, 10, 1), date(2025, 9, 30), "register", True),
        ("ไร้เลข ตัวอย่างดี", "5009", date(2023, 10, 1), date(2023, 10, 17), "register", False),
    ]
    assert rows(settings, "select * from term_findings", file="private") == []
    joined = "select count(*) from terms join member_changes on person_key = member_key"
    assert worked_out(settings, joined) == [(1,)]


def test_candidates_are_read_by_their_number_or_their_name(settings: Settings) -> None:
    write_elections(settings, DAY, [election("E1", held="22/10/2566")])
    write_candidates(
        settings,
        DAY,
        [
            candidate("E1", "1", votes_online="3", votes_onsite="4", elected="ได้รับเลือก"),
            candidate("E1", "2", name="ปิติ ตัวอย่างดี", votes="2", elected="ไม่ได้รับเลือก"),
            candidate("E1", "2", name="ปิติ ตัวอย่างดี", votes="2", elected="ไม่ได้รับเลือก"),
            candidate("E1", "3", name="ชูใจ จำลองสุข", votes="สอง"),
        ],
    )
    publish(settings)
    read = "select candidate_no, name, votes, is_elected from candidates"
    assert rows(settings, read, file="private") == [
        ("1", "มานะ สมมติวงศ์", 7, True),
        ("2", "ปิติ ตัวอย่างดี", 2, False),
    ]
    assert rows(settings, "select candidates from elections") == [(2,)]
    assert rows(settings, "select duplicates, rejected from loads where kind = 'candidates'") == [
        (1, 1)
    ]


def test_given_and_family_name_in_two_columns_are_put_together(settings: Settings) -> None:
    row = {"Election ID": "E1", "Title": "Ms", "First name": "Mana", "Surname": "Sommut"}
    path = settings.exports / "candidates.csv"
    write(path, [row, row | {"Surname": "Tuayang", "First name": "Mana"}])
    publish_all(settings)
    assert rows(settings, "select name from candidates", file="private") == [
        ("Mana Sommut",),
        ("Mana Tuayang",),
    ]


def publish_all(settings: Settings) -> None:
    """Publish with one election beside, so that the edition has a day."""
    write_elections(settings, DAY, [election("E1", held="22/10/2566")])
    publish(settings)


@pytest.mark.parametrize("encoding", ["cp874", "utf-16", "utf-8-sig"])
def test_the_register_may_be_in_any_encoding_with_sara_am_split(
    settings: Settings, encoding: str
) -> None:
    path = settings.exports / "ทะเบียน ตทอ 2566-10-22.csv"
    path.parent.mkdir(parents=True)
    text = "ชื่อ-สกุล,จังหวัด,อำเภอ,วันเริ่มวาระ\nสมหญิง แต่งขึ้น,กำแพงเพชร,เมืองกำแพงเพชร,1 ต.ค. 2566\n"
    split = text.replace("\u0e33", "\u0e4d\u0e32")
    assert split != text
    path.write_text(split, encoding=encoding)
    publish_all(settings)
    assert ("สมหญิง แต่งขึ้น", "6201") in rows(
        settings, "select name, amphoe_code from terms", file="private"
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("elections_2566-10-22.csv", "elections"),
        ("candidates_2566-10-22.csv", "candidates"),
        ("ผู้สมัคร 2566-10-22.xlsx", "candidates"),
        ("ผู้สมัครเลือกตั้ง ตทอ 2566-10-22.xlsx", "candidates"),
        ("election_candidates.csv", "candidates"),
        ("ผลการเลือกตั้ง ตทอ.csv", "elections"),
        ("ตทอ 2566-10-22.xlsx", "representatives"),
        ("ตัวแทนอำเภอ.csv", "representatives"),
        ("ผู้สมัครสมาชิก 2566-10-22.csv", "members"),
    ],
)
def test_a_file_is_known_by_its_name(settings: Settings, name: str, kind: str) -> None:
    settings.exports.mkdir(parents=True)
    (settings.exports / name).write_bytes(b"x")
    assert [export.kind for export in stage.find_exports(settings, None)] == [kind]


def test_a_register_without_what_it_must_have_is_refused_by_name(settings: Settings) -> None:
    write_elections(settings, DAY, [election("E1")])
    path = settings.exports / "representatives.csv"
    write(path, [{"จังหวัด": "เชียงใหม่", "อำเภอ": "แม่ริม"}])
    reporter = Silent()
    with pytest.raises(NotPublished):
        build.build(settings, reporter)
    (refused,) = [load for load in reporter.loads if load.status == "refused"]
    assert refused.problem
    assert "วันเริ่มวาระ" in refused.problem.th and "ชื่อตัวแทน / ชื่อ" in refused.problem.en


def test_a_name_is_in_no_reject_and_in_no_public_file(settings: Settings) -> None:
    """A row that slipped sideways has a name where a date belongs."""
    names = ["มานะ สมมติวงศ์", "ปิติ ตัวอย่างดี", "ชูใจ จำลองสุข", "วีระ แต่งขึ้น"]
    write_members(settings, DAY, [member("1")])
    write_elections(settings, DAY, [election("E1")])
    write_candidates(
        settings,
        DAY,
        [
            candidate("E1", "1", name=names[0], votes="7"),
            candidate("E1", "1", name=names[1], votes="7"),
            candidate("E1", "2", name="", votes=names[2]),
        ],
    )
    write_representatives(
        settings,
        DAY,
        [
            representative("1", name=names[0]),
            representative("1", name=names[1]),
            representative("", name=names[3], term_from="31/02/2566"),
            representative("", name=names[3], term_from=""),
            representative("", name="", term_from=names[2]),
        ],
    )
    publish(settings, accept_all=True)
    reasons = rows(settings, "select kind, reason, count(*) from rejects group by all order by all")
    assert reasons == [
        ("candidates", "conflicting_duplicate", 1),
        ("candidates", "missing_value", 1),
        ("representatives", "conflicting_duplicate", 1),
        ("representatives", "missing_value", 2),
        ("representatives", "not_a_date", 1),
    ]
    (edition,) = settings.warehouse.glob("[0-9]*/public.duckdb")
    public = edition.read_bytes()
    with_names = edition.with_name("private.duckdb").read_bytes()
    for name in names[:2]:
        assert name.split()[1].encode() not in public
    assert names[0].split()[1].encode() in with_names or names[1].split()[1].encode() in with_names
    for name in names:
        assert name.encode() not in public


def test_staged_names_are_for_their_owner_only(settings: Settings) -> None:
    write_elections(settings, DAY, [election("E1")])
    write_representatives(settings, DAY, [representative("1")])
    publish(settings)
    staged = [path for path in settings.staged.rglob("*.parquet")]
    assert staged
    assert not [path for path in staged if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_register_alone_is_an_edition_of_its_own_day(settings: Settings) -> None:
    write_representatives(settings, DAY, [representative("1")])
    publish(settings)
    assert rows(settings, "select newest_on from edition") == [(date(2023, 10, 22),)]
    assert rows(settings, "select count(*) from coverage_spans") == [(1,)]


def test_a_register_is_one_in_a_workbook_too(settings: Settings) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ทะเบียนตัวแทน"])
    sheet.append(["Name", "Surname", "จังหวัด", "อำเภอ", "วันเริ่มวาระ", "วันสิ้นสุดวาระ"])
    sheet.append(["มานะ", "สมมติวงศ์", "เชียงใหม่", "แม่ริม", date(2023, 10, 1), "30 ก.ย. 2568"])
    path = settings.exports / "ตทอ 2566-10-22.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    publish_all(settings)
    assert rows(
        settings,
        "select name, term_from, term_to from terms where source = 'register'",
        file="private",
    ) == [("มานะ สมมติวงศ์", date(2023, 10, 1), date(2025, 9, 30))]


@pytest.mark.parametrize("empty", ["", "-"])
def test_people_without_a_number_are_told_apart_by_name_in_parquet_too(
    settings: Settings, empty: str
) -> None:
    """An empty text is not nothing in Parquet."""
    settings.exports.mkdir(parents=True)
    duckdb.execute(
        "copy (select $empty as 'member id', unnest(['มานะ ก', 'ปิติ ข']) as 'full name',"
        " 'เชียงใหม่' as province, 'ฝาง' as amphoe, date '2023-10-01' as 'term from')"
        f" to '{settings.exports / 'representatives.parquet'}' (format parquet)",
        {"empty": empty},
    )
    publish_all(settings)
    assert rows(
        settings,
        "select name, is_checkable from terms where source = 'register' order by name",
        file="private",
    ) == [("ปิติ ข", False), ("มานะ ก", False)]


def test_a_member_is_one_however_their_name_is_written(settings: Settings) -> None:
    write_elections(settings, DAY, [election("E1")])
    twice = [
        {"เลขที่สมาชิก": "7", "ชื่อ": "มานะ", "นามสกุล": family}
        | {"จังหวัด": "เชียงใหม่", "อำเภอ": "ฝาง", "วันเริ่มวาระ": "01/10/2566"}
        for family in ("สมมติวงศ์", "สมมุติวงศ์")
    ]
    write_representatives(settings, DAY, twice)
    publish(settings)
    assert rows(settings, "select staged, rejected from loads where kind = 'representatives'") == [
        (1, 1)
    ]


def test_why_a_term_ended_in_words_nobody_knows_is_told_to_nobody(settings: Settings) -> None:
    write_elections(settings, DAY, [election("E1")])
    told = representative("7", ended="18/10/2566", reason="ให้ ปิติ ตัวอย่างดี เป็นแทน")
    write_representatives(settings, DAY, [told, representative("8", reason="ลาออก")])
    publish(settings)
    assert rows(settings, "select reason, column_name, line, value from rejects") == [
        ("unknown_end_reason", "เหตุที่พ้นตำแหน่ง", 2, None)
    ]
