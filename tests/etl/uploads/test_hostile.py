"""Can a file that is handed in hurt, by its name, its content or what is personal in it?"""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from etl.uploads import check_result, names, store
from etl.uploads.names import BadName, path_of, safe_name
from i18n.messages import UserError
from tests.etl.ingest.reader.test_costly_files import ENDS_ITS_READER, far
from tests.etl.uploads.handing import bytes_below, checked, csv_bytes, hand
from tests.party import Party, member
from tests.slow import these

HOSTILE = [
    "../../secret.key",
    "..\\..\\secret.key",
    "/etc/passwd",
    "C:\\Windows\\members.csv",
    "...",
    "",
    " ",
    "\u202egpj.srebmem_2566-10-22.csv",
    "members\x00_2566-10-22.csv",
    "members_2566-10-22.csv\n",
    "CON.csv",
    "aux.members.2566-10-22.csv",
    "SAMPLE.txt",
    "README.txt",
    ".hidden_members_2566-10-22.csv",
    "~$members_2566-10-22.csv",
    "__MACOSX_members.csv",
    "members_2566-10-22.csv.exe",
    "ก" * 300 + "_2566-10-22.csv",
    "🏳️‍🌈" * 90 + ".csv",
    "<script>alert(1)</script>.csv",
    "'; drop table members; --.csv",
    "=cmd|' /C calc'!A0.csv",
    "members_2566-10-22.csv/",
    "\ud800.csv",
    "a/../../b/members.csv",
]


def is_safe(name: str) -> bool:
    return (
        0 < len(name.encode("utf-8")) < 240
        and not set(name) & set('/\\<>:"|?*\x00\n\r')
        and not name.startswith((".", "~$", " "))
        and not name.endswith((".", " "))
        and name.isprintable()
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out_of_its_folder(name: str, tmp_path: Path) -> None:
    settings = Party(tmp_path / "data")
    (tmp_path / "secret.key").write_text("kept")
    assert is_safe(safe_name(name)), safe_name(name)
    try:
        upload = hand(settings, {name: b"x"}, kind="members")
    except UserError:
        return
    files = [path for path in settings.data.rglob("*") if path.name != "upload.json"]
    inside = upload.folder / "files" / "members"
    assert all(path.parent == inside for path in files if path.is_file())
    assert bytes_below(tmp_path / "data" / "exports") == {}
    assert (tmp_path / "secret.key").read_text() == "kept"


@pytest.mark.parametrize("examples", these((0,), [100, 1000]))
def test_any_text_becomes_a_name_that_every_disk_bears(examples: int) -> None:
    @given(st.text(max_size=400))
    @example("0.PARTIAL")
    @example("con.partial")
    @hypothesis_settings(max_examples=examples, deadline=None)
    def law(text: str) -> None:
        assert is_safe(safe_name(text)), repr(safe_name(text))
        assert safe_name(safe_name(text)) == safe_name(text)

    law()


def test_a_name_that_was_composed_otherwise_is_the_same_name(party: Party) -> None:
    with pytest.raises(store.NotTaken):
        hand(
            party,
            {"membe\u0301rs_2566-10-22.csv": b"1", "Memb\u00e9rs_2566-10-22.CSV": b"2"},
            kind="members",
        )
    assert not list((party.data / "intake").glob("*/"))
    upload = hand(
        party, {"members_2566-10-22.csv": b"1", "MEMBERS_2566-10-22.csv": b"1"}, kind="members"
    )
    assert len(upload.files) == 1


@pytest.mark.parametrize(
    "name", ["members.csv", "members_2566-02-31.csv", "members_2566-10-22_2566-10-23.csv"]
)
def test_a_name_without_its_day_is_not_taken(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadName):
        hand(Party(tmp_path), {name: b"x"})
    assert names.recognise(name).lacks == ("day",)
    texts = names.recognise(path_of(name, None, date(2023, 10, 22)).partition("/")[2])
    assert (texts.kind, texts.list_on, texts.lacks) == ("members", date(2023, 10, 22), ())


def test_what_is_too_big_or_too_many_is_refused_before_anything_is_kept(party: Party) -> None:
    huge = store.ReceivedFile("members_2566-10-22.csv", io.BytesIO(b""), (300 << 20) + 1)
    with pytest.raises(store.NotTaken) as refused:
        store.receive(party, [huge], owner="x", note=print, most_bytes=300 << 20)
    assert "300 MB" in refused.value.message.en
    assert "300 MB" in refused.value.message.th
    many = {f"members_2566-10-22_{n}.csv": b"x" for n in range(41)}
    with pytest.raises(store.NotTaken):
        hand(party, many)
    with pytest.raises(store.NotTaken):
        hand(party, {})
    assert not list((party.data / "intake").glob("*/"))


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that would unpack to two hundred megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 << 20))
    return packed.getvalue()


def locked() -> bytes:
    """A workbook that opens with a password only."""
    plain, secret = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(plain)
    book.add_worksheet().write_row(0, 0, list(member("1")))
    book.close()
    plain.seek(0)
    OOXMLFile(plain).encrypt("1234", secret)
    return secret.getvalue()


def test_wrong_content_under_a_right_name_is_refused_with_its_reason(tmp_path: Path) -> None:
    settings = Party(tmp_path / "data")
    names = "ชื่อ\nสมหญิง นามสมมติ\n".encode()
    upload = hand(
        settings,
        {
            "members_2566-10-01.csv": b"",
            "members_2566-10-02.xlsx": bomb(),
            "members_2566-10-03.xlsx": locked(),
            "members_2566-10-04.csv": b"\x89PNG\r\n\x1a\n" + bytes(50),
            "members_2566-10-05.csv": names,
            "members_2566-10-06.xlsx": b"PK\x03\x04" + bytes(40),
        },
    )
    found = checked(settings, upload)
    assert len(found.refused) == len(found.loads) == 6
    assert not found.is_publishable
    texts = {load["file"][-13:-4].strip("-_."): load["problem"].en for load in found.loads}
    for day, word in (
        ("10-01", "empty"),
        ("10-02", "packed inside"),
        ("10-03", "password"),
        ("10-04", "PNG"),
        ("10-06", "damaged"),
    ):
        assert any(day in name and word in text for name, text in texts.items()), (day, texts)
    assert "สมหญิง" not in (upload.folder / "found.json").read_text("utf-8")


def test_of_a_thousand_rejected_rows_each_is_told_and_nothing_personal(tmp_path: Path) -> None:
    settings = Party(tmp_path / "data")
    people = [
        member(f"SECRETNO{n}", approved="สมหญิง นามสมมติ")
        | {"ชื่อ": "PLANTEDNAME", "โทรศัพท์": "081-234-5678", "เลขประจำตัวประชาชน": "1103700123456"}
        for n in range(1000)
    ]
    slipped = member("SECRETNO2000", state="0812345678", type="someone@example.org")
    content = csv_bytes([*people, slipped, *(member(f"K{n}") for n in range(20))])
    upload = hand(settings, {"members_2566-10-22.csv": content})
    found = checked(settings, upload)
    assert found.loads[0]["rejected"] == 1001
    assert len(found.questions) == 1
    rejects = check_result.rejects(upload)
    assert len(rejects) == 1001
    assert [(row[2], row[3], row[4], row[5]) for row in rejects[:1]] == [
        (2, "วันที่อนุมัติ", "not_a_date", None)
    ]
    texts = str(rejects) + (upload.folder / "found.json").read_text("utf-8")
    texts += (upload.folder / "progress.jsonl").read_text("utf-8")
    for planted in ("SECRETNO", "PLANTEDNAME", "สมหญิง", "0812345678", "1103700123456", "@example"):
        assert planted not in texts.replace("mali@example.org", "")


def test_a_file_that_ends_its_reader_is_told_of_and_the_others_can_be_published(
    party: Party,
) -> None:
    good = csv_bytes([member("1"), member("2")])
    upload = hand(
        party, {"members_2566-10-22.xlsx": far(ENDS_ITS_READER), "members_2566-10-23.csv": good}
    )
    found = checked(party, upload)
    assert found.refused == ["members/members_2566-10-22.xlsx"]
    assert found.is_publishable
    assert found.after and found.after.members == 2
