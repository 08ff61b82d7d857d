"""Is every file in the folder found, its kind and day known, and read once only?"""

import json
import os
import stat
import time
from datetime import date
from pathlib import Path

import pytest

from etl.ingest import fingerprints, stage
from etl.ingest.named_days import NotADay
from etl.personal_data.pseudonyms import NoSecret
from tests.etl.ingest.reading import (
    ELECTION,
    ELECTION_HEADINGS,
    NAME,
    is_refused_naming,
    put_members,
    rejects_of,
    row,
    rows_of,
    text,
)
from tests.party import Party

HIDDEN = (
    *(".DS_Store", "~$members_2566-10-22.xlsx", ".git/x.csv", "SAMPLE.txt", "Thumbs.db"),
    *("Icon\r", "members_2566-10-22.csv~", "members_2566-10-22.csv.part", "members.tmp"),
    *("members_2566-10-22.csv.crdownload", ".~lock.members.xlsx#", "members_2566-10-22.xlsx.lnk"),
)


@pytest.mark.parametrize(
    "name",
    [
        "members_2566-10-22.csv",
        "2023-10-22 member list.csv",
        "สมาชิก_25661022.csv",
        "สมาชิก๒๕๖๖-๑๐-๒๒.csv",
        "members.2023.10.22.csv",
        "members_2023_10_22_1530.csv",
        "members_20231022153000.csv",
        "members/x_2566-10-22.csv",
        "สมาชิก/2566/รายชื่อ 2566-10-22.csv",
    ],
)
def test_kind_and_day_come_from_the_name(party: Party, name: str) -> None:
    put_members(party, row(), name=name)
    load = party.load(as_of=date(2020, 1, 1))
    assert (load.kind, load.list_on, load.status) == ("members", date(2023, 10, 22), "loaded")


def test_a_list_without_a_day_gets_the_one_given_else_is_refused(party: Party) -> None:
    put_members(party, row(), name="members.csv")
    assert is_refused_naming(party.load(), "--as-of")
    load = party.load(as_of=date(2023, 10, 22))
    assert (load.status, load.list_on) == ("loaded", date(2023, 10, 22))


@pytest.mark.parametrize(
    "name",
    [
        "members_2566-02-30.csv",
        "members_2566-13-01.csv",
        "members_2666-10-22.csv",
        "members_2566-10-01_2566-10-22.csv",
        "members_elections_2566-10-22.csv",
        "รายงาน_2566-10-22.csv",
        "members_2566-10-22.docx",
    ],
)
def test_a_name_that_does_not_say_kind_and_day_is_refused(party: Party, name: str) -> None:
    put_members(party, row(), name=name)
    assert is_refused_naming(party.load())


def test_hidden_files_and_the_marker_are_passed_over(party: Party) -> None:
    for name in HIDDEN:
        party.drop(name, "x")
    assert party.load_all() == []


def test_a_date_in_a_text_is_found_or_not() -> None:
    assert stage.date_in_name("2566-10-22") == date(2023, 10, 22)
    assert stage.date_in_name("22 ตุลาคม") is None
    assert stage.date_in_name("2566-02-30") is None
    with pytest.raises(NotADay):
        stage.date_in_name("2566-10-21 2566-10-22")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("สมาชิก 30-9-66", date(2023, 9, 30)),
        ("สมาชิก ๓๐.๙.๖๖", date(2023, 9, 30)),
        ("members_30_09_23", date(2023, 9, 30)),
        ("ทะเบียนสมาชิก 22 ต.ค. 66", date(2023, 10, 22)),
        ("members 66-10-22", date(2023, 10, 22)),
        ("members 12-11-66 (1)", date(2023, 11, 12)),
        ("members 22-10-2566 30-9-65", date(2023, 10, 22)),  # the whole year is what is meant
        ("members 1-2-99", None),
        ("members 31-2-66", None),
        ("members 15-9-20", None),  # 2020 or 2015
        ("members 1.2.66.4", None),
        ("members 30-9", None),
    ],
)
def test_a_year_of_two_digits_is_read_where_it_can_mean_one_day(
    name: str, day: date | None
) -> None:
    assert stage.date_in_name(name) == day


def test_a_list_whose_short_year_can_mean_two_days_is_refused(party: Party) -> None:
    put_members(party, row(), name="members 15-9-20.csv")
    assert is_refused_naming(party.load(), "10-22")


def test_an_election_may_have_no_day_of_its_list_and_a_draft_none_at_all(party: Party) -> None:
    draft = ("ตทอ-2", "ตราด", "คลองใหญ่", "", "ร่าง", "-")
    bad = ("ตทอ-3", "ตราด", "คลองใหญ่", "", "เสร็จ", "1")
    uncounted = ("ตทอ-4", "ตราด", "คลองใหญ่", "", "draft", "หลายคน")
    party.drop("elections.csv", text([ELECTION_HEADINGS, ELECTION, draft, bad, uncounted]))
    load = party.load()
    first, second = rows_of(load)
    assert first["election_id"] == "ตทอ-1"
    assert (first["listed_on"], first["held_on"]) == (None, date(2023, 10, 22))
    assert (first["status"], first["candidates"], first["channel"]) == (
        "result_announced",
        1002,
        None,
    )
    assert (second["status"], second["held_on"], second["candidates"]) == ("draft", None, None)
    assert [reject["reason"] for reject in rejects_of(load)] == ["unknown_status", "not_a_number"]


def test_an_election_tells_how_ballots_came_and_how_many_were_good(party: Party) -> None:
    more = ("วันเปิดรับสมัคร", "ผู้มาใช้สิทธิ (ออนไลน์)", "ผู้มาใช้สิทธิ (ในสถานที่)", "บัตรดี", "บัตรเสีย")
    told = ("1 ต.ค. 2566", "๔๐", "60", "95", "3", "2")
    party.drop(
        "elections.csv",
        text([(*ELECTION_HEADINGS, *more, "ไม่ประสงค์ลงคะแนน"), (*ELECTION, *told)]),
    )
    (row,) = rows_of(party.load())
    names = ("registration_on", "ballots_online", "ballots_onsite", "valid", "spoiled", "no_vote")
    assert [row[name] for name in names] == [date(2023, 10, 1), 40, 60, 95, 3, 2]


def test_an_unchanged_export_is_not_read_again(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_members(party, row(), row(id="2", applied="x"))
    os.utime(path, (time.time() - 60,) * 2)
    first = party.load()
    monkeypatch.setattr(stage, "read_apart", None)
    monkeypatch.setattr(fingerprints, "_read", None)
    second = party.load()
    assert (first.status, second.status) == ("loaded", "unchanged")
    assert second.staged_path == first.staged_path
    assert (second.rows_in, second.rejected) == (2, 1)


def test_a_file_touched_a_moment_ago_is_looked_at_again(party: Party) -> None:
    path = put_members(party, row())
    stamp = path.stat()
    party.load()
    path.write_bytes(path.read_bytes().replace(b"0000001", b"0000002"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert party.load().status == "loaded"


def test_the_same_list_twice_is_counted_once(party: Party) -> None:
    put_members(party, row(), name="members_2566-10-22.csv")
    put_members(party, row(), name="members_2566-10-22 (1).csv")
    for _ in range(2):
        original, copy = party.load_all()
        assert original.file == "members_2566-10-22.csv"
        assert original.status in ("loaded", "unchanged")
        assert (copy.status, copy.staged_path, copy.rejects_path) == ("same_file", None, None)
        assert (copy.rows_in, copy.duplicates) == (1, 1)


def test_the_copy_serves_when_the_original_goes(party: Party) -> None:
    rows = (row(), row(id="2", applied="x"))
    original = put_members(party, *rows, name="members_2566-10-22.csv")
    put_members(party, *rows, name="members_2566-10-22 (1).csv")
    party.load_all()
    original.unlink()
    load = party.load()
    assert load.status == "unchanged"
    assert load.staged_path is not None
    assert [reject["file"] for reject in rejects_of(load)] == [load.file]


def test_the_same_content_on_another_day_is_another_list(party: Party) -> None:
    put_members(party, row(), name="members_2566-10-22.csv")
    put_members(party, row(), name="members_2566-10-23.csv")
    assert [load.status for load in party.load_all()] == ["loaded", "loaded"]


def test_rows_that_no_file_has_any_more_are_forgotten(party: Party) -> None:
    put_members(party, row())
    party.load()
    put_members(party, row(id="2"))
    load = party.load()
    stage.forget_unused(party, [load])
    assert len(list(party.staged.glob("*.parquet"))) == 2
    assert party.load().status == "unchanged"


def test_the_secret_is_made_once_for_its_owner_only(party: Party) -> None:
    first = stage.read_secret(party)
    assert len(first) == 64
    assert stage.read_secret(party) == first
    assert stat.S_IMODE(party.secret.stat().st_mode) == 0o600
    assert [path.name for path in party.data.iterdir() if path.is_file()] == ["secret.key"]


def test_an_emptied_secret_is_refused(party: Party) -> None:
    party.secret.write_text("")
    with pytest.raises(NoSecret):
        stage.read_secret(party)


def test_another_secret_makes_other_keys(party: Party) -> None:
    put_members(party, row())
    first = rows_of(party.load())
    party.secret.write_bytes(b"another secret altogether")
    load = party.load()
    assert load.status == "loaded"
    assert rows_of(load)[0]["member_key"] != first[0]["member_key"]


def test_a_full_disk_is_no_fault_of_the_file_and_leaves_nothing(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put_members(party, row())
    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OSError, match="No space"):
        party.load()
    assert not list(party.staged.glob("*.json"))
    assert not list(party.staged.glob(".*"))


def test_what_a_killed_reading_left_goes_with_the_next(party: Party) -> None:
    left = party.staged / ".reading.new" / "made"
    left.mkdir(parents=True)
    (left / "rows.parquet").write_text("x")
    put_members(party, row())
    party.load()
    assert not left.exists()


def test_an_index_that_cannot_be_read_is_made_anew(party: Party) -> None:
    put_members(party, row())
    party.load()
    (party.staged / "index.json").write_text('{"members')
    assert party.load().status == "unchanged"
    assert NAME in json.loads((party.staged / "index.json").read_text())


def test_a_file_that_cannot_be_opened_is_refused(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    put_members(party, row())
    monkeypatch.setattr(fingerprints, "_read", denied)
    assert is_refused_naming(party.load(), "Permission denied")
