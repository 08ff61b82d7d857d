"""Is a member who asked to be forgotten gone from what is kept, for good, with every count true?"""

import io
import os
from datetime import date
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.audit import log
from etl.personal_data import forgotten
from etl.personal_data.pseudonyms import member_key, read_secret
from etl.settings import Settings
from etl.warehouse import editions
from tests.etl.exports import (
    candidate,
    election,
    member,
    publish,
    representative,
    rows,
    write_candidates,
    write_elections,
    write_members,
    write_representatives,
)
from tests.etl.personal_data.planted import files_below, table_bytes
from tests.etl.uploads.handing import hand


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Three lists, in which 0007 stays, is also a representative and stood for office."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    settings = Settings(data=tmp_path)
    for day, last in (("2566-08-31", 8), ("2566-09-30", 9), ("2566-10-22", 12)):
        write_members(settings, day, [member(f"{n:04}") for n in range(last)])
    write_elections(settings, "2566-10-22", [election("E1")])
    stood = [
        candidate("E1", "1", name="ปิติ ขอให้ลืม", member="0007", elected="ได้รับเลือก"),
        candidate("E1", "2", name="วีระ แต่งขึ้น", member="0003"),
    ]
    write_candidates(settings, "2566-10-22", stood)
    write_representatives(
        settings, "2566-10-22", [representative("0007", name="ปิติ ขอให้ลืม", election="E1")]
    )
    publish(settings)
    return settings


def key_of(settings: Settings, number: str) -> str:
    return member_key(read_secret(settings), number)


def total(settings: Settings, day: str) -> int:
    net = "joined + returned + moved_in - left_members - moved_out"
    query = f"select sum({net}) from membership_daily where date <= '{day}'"  # noqa: S608
    return int(rows(settings, query)[0][0])


def everything_kept(settings: Settings) -> bytes:
    """What is in the warehouse, unpacked."""
    return b"".join(
        path.read_bytes() + table_bytes(path) for path in files_below(settings.warehouse)
    )


def uuid_of(key: str) -> bytes:
    parts = (key[:8], key[8:12], key[12:16], key[16:20], key[20:])
    return "-".join(parts).encode()


def test_not_a_byte_of_the_member_stays_and_the_next_edition_counts_one_less(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_of(settings, "0007")
    before = everything_kept(settings)
    assert key.encode() in before and uuid_of(key) in before and "ขอให้ลืม".encode() in before
    assert (total(settings, "2023-08-31"), total(settings, "2023-10-22")) == (8, 12)
    assert main(["forget", " ๐๐๐๗ "]) == 0, "written as the reader would trim it"
    output = capsys.readouterr().out
    assert "0007" not in output and key not in output
    assert "3 row(s) of 3 members' list(s)" in output
    assert "2 row(s) of 2 export(s)" in output
    stored = everything_kept(settings)
    for mark in (key.encode(), uuid_of(key), bytes.fromhex(key), "ขอให้ลืม".encode()):
        assert mark not in stored
    publish(settings)
    assert (total(settings, "2023-08-31"), total(settings, "2023-10-22")) == (7, 11)
    assert not rows(settings, "select name from checks where is_fatal and not passed")
    account = "select sum(rows_in), sum(staged), sum(forgotten) from loads where kind = 'members'"
    assert rows(settings, account) == [(29, 26, 3)]
    stored = everything_kept(settings)
    assert key.encode() not in stored and uuid_of(key) not in stored
    # The amphoe is covered as before, by nobody who is named.
    assert rows(settings, "select count(*) from coverage_spans") == [(1,)]
    assert rows(settings, "select name from terms", file="private") == [(None,)]
    query = rows(settings, "select name, member_key is null from candidates", file="private")
    assert query == [(None, True), ("วีระ แต่งขึ้น", False)]


def test_a_later_export_and_an_old_one_read_anew_do_not_bring_them_back(
    settings: Settings,
) -> None:
    assert main(["forget", "0007"]) == 0
    for path in settings.staged.glob("*"):
        path.unlink()
    write_members(settings, "2566-11-30", [member(f"{n:04}") for n in range(12)])
    publish(settings)
    assert total(settings, "2023-11-30") == 11
    query = "select rows_in, staged, forgotten from loads where kind = 'members' order by list_on"
    assert rows(settings, query) == [(8, 7, 1), (9, 8, 1), (12, 11, 1), (12, 11, 1)]
    assert key_of(settings, "0007").encode() not in everything_kept(settings)
    assert "ขอให้ลืม".encode() not in everything_kept(settings)


def test_a_forgetting_that_was_killed_is_finished_by_the_next_build(settings: Settings) -> None:
    key = key_of(settings, "0007")
    forgotten.add(settings, read_secret(settings), key, date(2023, 10, 23))
    publish(settings)
    assert total(settings, "2023-10-22") == 11
    staged = b"".join(table_bytes(path) for path in settings.staged.glob("*.parquet"))
    assert key.encode() not in staged


def test_the_list_holds_no_number_and_is_for_its_owner_only(settings: Settings) -> None:
    before = os.umask(0)
    try:
        assert main(["forget", "0007"]) == 0
        assert main(["forget", "0007"]) == 0, "again is no fault"
    finally:
        os.umask(before)
    path = forgotten.path_of(settings)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_text().splitlines()) == 2
    assert "0007" not in path.read_text()
    for path in files_below(settings.warehouse):
        assert path.stat().st_mode & 0o077 == 0, path


def test_it_is_recorded_without_the_number(settings: Settings) -> None:
    assert main(["forget", "0007"]) == 0
    entry = log.read(settings).entries[-1]
    assert (entry.action, entry.what) == ("forgotten", f"{key_of(settings, '0007')[:8]}…")
    assert "0007" not in str(entry)


def test_it_says_which_raw_exports_still_hold_the_row_only_when_asked(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forget", "0007"]) == 0
    output = capsys.readouterr().out
    assert "5 raw export(s)" in output
    assert "members_2566-08-31.csv" not in output
    assert main(["forget", "0011", "--exports"]) == 0
    output = capsys.readouterr().out
    assert "members/members_2566-10-22.csv" in output
    assert "members_2566-08-31.csv" not in output


def test_it_says_that_an_upload_nobody_published_may_hold_the_row(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    written = write_members(settings, "2566-10-29", [member("0007")])
    hand(settings, {written.name: written.read_bytes()})
    assert main(["forget", "0007"]) == 0
    assert "1 upload(s)" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("number", ["7", "9999", "-", "ไม่มี"])
def test_a_number_nobody_has_removes_nothing_and_says_so(
    number: str,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    before = everything_kept(settings)
    assert main(["forget", number]) == 1
    assert "python -m etl forget" in (output := capsys.readouterr().out) or "ไม่มีอะไรถูกลบ" in output
    assert everything_kept(settings) == before
    assert not forgotten.path_of(settings).exists()


def test_another_secret_is_refused_rather_than_bring_them_back(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forget", "0007"]) == 0
    settings.secret.write_text("another secret of sixteen letters")
    edition = editions.current_edition(settings)
    assert main(["build"]) == 1
    assert "forgotten.csv" in capsys.readouterr().out
    assert editions.current_edition(settings) == edition
    forgotten.path_of(settings).write_text("nonsense\n")
    assert main(["build"]) == 1


def test_it_waits_for_no_build(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with editions.build_lock(settings.warehouse):
        assert main(["forget", "0007"]) == 1
    assert not forgotten.path_of(settings).exists()
