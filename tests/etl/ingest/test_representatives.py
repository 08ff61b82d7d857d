"""Are candidates and representatives read with their names, and are those told to nobody?"""

import stat
from datetime import date

import duckdb
import openpyxl
import pytest

from etl import build
from etl.build_result import NotPublished
from etl.ingest import stage
from tests.party import DAY, Party, Silent, candidate, election, member, representative, write
from tests.slow import these


def test_a_term_is_read_with_the_member_it_is_of_and_not_their_number(party: Party) -> None:
    party.members(DAY, member("0000007"), member("0000008"))
    party.representatives(
        DAY,
        representative("๐๐๐๐๐๐๗", name="มานะ  สมมติวงศ์", term_to="30/09/2568"),
        representative("", name="ไร้เลข ตัวอย่างดี", amphoe="ฝาง", ended="18/10/2566"),
    )
    party.publish()
    terms = party.rows(
        "select name, amphoe_code, term_from, term_to, source, is_checkable from terms order by 1",
        file="private",
    )
    assert terms == [
        ("มานะ สมมติวงศ์", "5007", date(2023, 10, 1), date(2025, 9, 30), "register", True),
        ("ไร้เลข ตัวอย่างดี", "5009", date(2023, 10, 1), date(2023, 10, 17), "register", False),
    ]
    assert party.rows("select * from term_findings", file="private") == []
    joined = "select count(*) from terms join member_changes on person_key = member_key"
    assert party.worked_out(joined) == [(1,)]


def test_candidates_are_read_by_their_number_or_their_name(party: Party) -> None:
    party.elections(DAY, election("E1", held="22/10/2566"))
    party.candidates(
        DAY,
        candidate("E1", "1", votes_online="3", votes_onsite="4", elected="ได้รับเลือก"),
        candidate("E1", "2", name="ปิติ ตัวอย่างดี", votes="2", elected="ไม่ได้รับเลือก"),
        candidate("E1", "2", name="ปิติ ตัวอย่างดี", votes="2", elected="ไม่ได้รับเลือก"),
        candidate("E1", "3", name="ชูใจ จำลองสุข", votes="สอง"),
    )
    party.publish()
    read = "select candidate_no, name, votes, is_elected from candidates"
    assert party.rows(read, file="private") == [
        ("1", "มานะ สมมติวงศ์", 7, True),
        ("2", "ปิติ ตัวอย่างดี", 2, False),
    ]
    assert party.rows("select candidates from elections") == [(2,)]
    assert party.rows("select duplicates, rejected from loads where kind = 'candidates'") == [
        (1, 1)
    ]


def test_given_and_family_name_in_two_columns_are_put_together(party: Party) -> None:
    row = {"Election ID": "E1", "Title": "Ms", "First name": "Mana", "Surname": "Sommut"}
    path = party.exports / "candidates.csv"
    write(path, [row, row | {"Surname": "Tuayang", "First name": "Mana"}])
    publish_all(party)
    assert party.rows("select name from candidates", file="private") == [
        ("Mana Sommut",),
        ("Mana Tuayang",),
    ]


def publish_all(party: Party) -> None:
    """Publish with one election beside, so that the edition has a day."""
    party.elections(DAY, election("E1", held="22/10/2566"))
    party.publish()


@pytest.mark.parametrize("encoding", these((1,), ["cp874", "utf-16", "utf-8-sig"]))
def test_the_register_may_be_in_any_encoding_with_sara_am_split(
    party: Party, encoding: str
) -> None:
    path = party.exports / "ทะเบียน ตทอ 2566-10-22.csv"
    path.parent.mkdir(parents=True)
    text = "ชื่อ-สกุล,จังหวัด,อำเภอ,วันเริ่มวาระ\nสมหญิง แต่งขึ้น,กำแพงเพชร,เมืองกำแพงเพชร,1 ต.ค. 2566\n"
    split = text.replace("\u0e33", "\u0e4d\u0e32")
    assert split != text
    path.write_text(split, encoding=encoding)
    publish_all(party)
    assert ("สมหญิง แต่งขึ้น", "6201") in party.rows(
        "select name, amphoe_code from terms", file="private"
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
def test_a_file_is_known_by_its_name(party: Party, name: str, kind: str) -> None:
    party.exports.mkdir(parents=True)
    (party.exports / name).write_bytes(b"x")
    assert [export.kind for export in stage.find_exports(party, None)] == [kind]


def test_a_register_without_what_it_must_have_is_refused_by_name(party: Party) -> None:
    party.elections(DAY, election("E1"))
    path = party.exports / "representatives.csv"
    write(path, [{"จังหวัด": "เชียงใหม่", "อำเภอ": "แม่ริม"}])
    reporter = Silent()
    with pytest.raises(NotPublished):
        build.build(party, reporter)
    (refused,) = [load for load in reporter.loads if load.status == "refused"]
    assert refused.problem
    assert "วันเริ่มวาระ" in refused.problem.th and "ชื่อตัวแทน / ชื่อ" in refused.problem.en


def test_a_name_is_in_no_reject_and_in_no_public_file(party: Party) -> None:
    """A row that slipped sideways has a name where a date belongs."""
    names = ["มานะ สมมติวงศ์", "ปิติ ตัวอย่างดี", "ชูใจ จำลองสุข", "วีระ แต่งขึ้น"]
    party.members(DAY, member("1"))
    party.elections(DAY, election("E1"))
    party.candidates(
        DAY,
        candidate("E1", "1", name=names[0], votes="7"),
        candidate("E1", "1", name=names[1], votes="7"),
        candidate("E1", "2", name="", votes=names[2]),
    )
    party.representatives(
        DAY,
        representative("1", name=names[0]),
        representative("1", name=names[1]),
        representative("", name=names[3], term_from="31/02/2566"),
        representative("", name=names[3], term_from=""),
        representative("", name="", term_from=names[2]),
    )
    party.publish()
    reasons = party.rows("select kind, reason, count(*) from rejects group by all order by all")
    assert reasons == [
        ("candidates", "conflicting_duplicate", 1),
        ("candidates", "missing_value", 1),
        ("representatives", "conflicting_duplicate", 1),
        ("representatives", "missing_value", 2),
        ("representatives", "not_a_date", 1),
    ]
    (edition,) = party.warehouse.glob("[0-9]*/public.duckdb")
    public = edition.read_bytes()
    with_names = edition.with_name("private.duckdb").read_bytes()
    for name in names[:2]:
        assert name.split()[1].encode() not in public
    assert names[0].split()[1].encode() in with_names or names[1].split()[1].encode() in with_names
    for name in names:
        assert name.encode() not in public


def test_staged_names_are_for_their_owner_only(party: Party) -> None:
    party.elections(DAY, election("E1"))
    party.representatives(DAY, representative("1"))
    party.publish()
    staged = [path for path in party.staged.rglob("*.parquet")]
    assert staged
    assert not [path for path in staged if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_register_alone_is_an_edition_of_its_own_day(party: Party) -> None:
    party.representatives(DAY, representative("1"))
    party.publish()
    assert party.rows("select newest_on from edition") == [(date(2023, 10, 22),)]
    assert party.rows("select count(*) from coverage_spans") == [(1,)]


def test_a_register_is_one_in_a_workbook_too(party: Party) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ทะเบียนตัวแทน"])
    sheet.append(["Name", "Surname", "จังหวัด", "อำเภอ", "วันเริ่มวาระ", "วันสิ้นสุดวาระ"])
    sheet.append(["มานะ", "สมมติวงศ์", "เชียงใหม่", "แม่ริม", date(2023, 10, 1), "30 ก.ย. 2568"])
    path = party.exports / "ตทอ 2566-10-22.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    publish_all(party)
    assert party.rows(
        "select name, term_from, term_to from terms where source = 'register'", file="private"
    ) == [("มานะ สมมติวงศ์", date(2023, 10, 1), date(2025, 9, 30))]


@pytest.mark.parametrize("empty", ["", "-"])
def test_people_without_a_number_are_told_apart_by_name_in_parquet_too(
    party: Party, empty: str
) -> None:
    """An empty text is not nothing in Parquet."""
    party.exports.mkdir(parents=True)
    duckdb.execute(
        "copy (select $empty as 'member id', unnest(['มานะ ก', 'ปิติ ข']) as 'full name',"
        " 'เชียงใหม่' as province, 'ฝาง' as amphoe, date '2023-10-01' as 'term from')"
        f" to '{party.exports / 'representatives.parquet'}' (format parquet)",
        {"empty": empty},
    )
    publish_all(party)
    assert party.rows(
        "select name, is_checkable from terms where source = 'register' order by name",
        file="private",
    ) == [("ปิติ ข", False), ("มานะ ก", False)]


def test_a_member_is_one_however_their_name_is_written(party: Party) -> None:
    party.elections(DAY, election("E1"))
    twice = [
        {"เลขที่สมาชิก": "7", "ชื่อ": "มานะ", "นามสกุล": family}
        | {"จังหวัด": "เชียงใหม่", "อำเภอ": "ฝาง", "วันเริ่มวาระ": "01/10/2566"}
        for family in ("สมมติวงศ์", "สมมุติวงศ์")
    ]
    party.representatives(DAY, *twice)
    party.publish()
    assert party.rows("select staged, rejected from loads where kind = 'representatives'") == [
        (1, 1)
    ]


def test_why_a_term_ended_in_words_nobody_knows_is_told_to_nobody(party: Party) -> None:
    party.elections(DAY, election("E1"))
    told = representative("7", ended="18/10/2566", reason="ให้ ปิติ ตัวอย่างดี เป็นแทน")
    party.representatives(DAY, told, representative("8", reason="ลาออก"))
    party.publish()
    assert party.rows("select reason, column_name, line, value from rejects") == [
        ("unknown_end_reason", "เหตุที่พ้นตำแหน่ง", 2, None)
    ]
