"""Is a member who asked to be forgotten gone from what is kept, for good, with every count true?"""

import io
import os
from datetime import date

import pytest

from etl.__main__ import main
from etl.audit import log
from etl.personal_data import forgotten
from etl.personal_data.pseudonyms import member_key, read_secret
from etl.warehouse import editions
from tests.conftest import Say
from tests.etl.personal_data.planted import files_below, table_bytes
from tests.etl.uploads.handing import hand
from tests.party import Party, candidate, election, member, person, poll, representative
from tests.slow import these


@pytest.fixture
def party(party: Party) -> Party:
    """Three lists, in which 0007 stays, is also a representative and stood for office."""
    for day, last in (("2566-08-31", 8), ("2566-09-30", 9), ("2566-10-22", 12)):
        party.members(day, *[member(f"{n:04}") for n in range(last)])
    party.elections("2566-10-22", election("E1"))
    stood = [
        candidate("E1", "1", name="ปิติ ขอให้ลืม", member="0007", elected="ได้รับเลือก"),
        candidate("E1", "2", name="วีระ แต่งขึ้น", member="0003"),
    ]
    party.candidates("2566-10-22", *stood)
    party.representatives("2566-10-22", representative("0007", name="ปิติ ขอให้ลืม", election="E1"))
    party.publish()
    return party


def key_of(party: Party, number: str) -> str:
    return member_key(read_secret(party), number)


def total(party: Party, day: str) -> int:
    net = "joined + returned + moved_in - left_members - moved_out"
    query = f"select sum({net}) from membership_daily where date <= '{day}'"  # noqa: S608
    return int(party.rows(query)[0][0])


def everything_kept(party: Party) -> bytes:
    """What is in the warehouse, unpacked."""
    return b"".join(path.read_bytes() + table_bytes(path) for path in files_below(party.warehouse))


def uuid_of(key: str) -> bytes:
    parts = (key[:8], key[8:12], key[12:16], key[16:20], key[20:])
    return "-".join(parts).encode()


def test_not_a_byte_of_the_member_stays_and_the_next_edition_counts_one_less(
    party: Party, say: Say
) -> None:
    key = key_of(party, "0007")
    before = everything_kept(party)
    assert key.encode() in before and uuid_of(key) in before and "ขอให้ลืม".encode() in before
    assert (total(party, "2023-08-31"), total(party, "2023-10-22")) == (8, 12)
    output = say("forget", " ๐๐๐๗ ")
    assert "0007" not in output and key not in output
    assert "3 row(s) of 3 members' list(s)" in output
    assert "2 row(s) of 2 export(s)" in output
    stored = everything_kept(party)
    for mark in (key.encode(), uuid_of(key), bytes.fromhex(key), "ขอให้ลืม".encode()):
        assert mark not in stored
    party.publish()
    assert (total(party, "2023-08-31"), total(party, "2023-10-22")) == (7, 11)
    assert not party.rows("select name from checks where is_fatal and not passed")
    account = "select sum(rows_in), sum(staged), sum(forgotten) from loads where kind = 'members'"
    assert party.rows(account) == [(29, 26, 3)]
    stored = everything_kept(party)
    assert key.encode() not in stored and uuid_of(key) not in stored
    # The amphoe is covered as before, by nobody who is named.
    assert party.rows("select count(*) from coverage_spans") == [(1,)]
    assert party.rows("select name from terms", file="private") == [(None,)]
    query = party.rows("select name, member_key is null from candidates", file="private")
    assert query == [(None, True), ("วีระ แต่งขึ้น", False)]


def test_a_later_export_and_an_old_one_read_anew_do_not_bring_them_back(party: Party) -> None:
    assert main(["forget", "0007"]) == 0
    for path in party.staged.glob("*"):
        path.unlink()
    party.members("2566-11-30", *[member(f"{n:04}") for n in range(13)])
    party.publish()
    assert total(party, "2023-11-30") == 12
    query = "select rows_in, staged, forgotten from loads where kind = 'members' order by list_on"
    assert party.rows(query) == [(8, 7, 1), (9, 8, 1), (12, 11, 1), (13, 12, 1)]
    assert key_of(party, "0007").encode() not in everything_kept(party)
    assert "ขอให้ลืม".encode() not in everything_kept(party)


def test_a_forgetting_that_was_killed_is_finished_by_the_next_build(party: Party) -> None:
    key = key_of(party, "0007")
    forgotten.add(party, read_secret(party), key, date(2023, 10, 23))
    party.publish()
    assert total(party, "2023-10-22") == 11
    staged = b"".join(table_bytes(path) for path in party.staged.glob("*.parquet"))
    assert key.encode() not in staged


def test_answers_that_were_counted_stay_counted_when_somebody_is_forgotten(party: Party) -> None:
    party.polls("2566-10-22", poll("P1"))
    party.poll_answers("2566-10-22", *[person(f"{n:04}", "เสาร์") for n in range(5)])
    forgotten.add(party, read_secret(party), key_of(party, "0007"), date(2023, 10, 23))
    for number in ("0020", "0021"):
        party.members("2566-10-22", *[member(f"{n:04}") for n in range(12)], member(number))
        party.publish()
        told = "select staged, forgotten from loads where kind = 'poll_answers'"
        assert party.rows(told) == [(5, 0)]


def test_the_list_holds_no_number_and_is_for_its_owner_only(party: Party) -> None:
    before = os.umask(0)
    try:
        assert main(["forget", "0007"]) == 0
        assert main(["forget", "0007"]) == 0, "again is no fault"
    finally:
        os.umask(before)
    path = forgotten.path_of(party)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_text().splitlines()) == 2
    assert "0007" not in path.read_text()
    for path in files_below(party.warehouse):
        assert path.stat().st_mode & 0o077 == 0, path


def test_it_is_recorded_without_the_number(party: Party) -> None:
    assert main(["forget", "0007"]) == 0
    entry = log.read(party).entries[-1]
    assert (entry.action, entry.what) == ("forgotten", f"{key_of(party, '0007')[:8]}…")
    assert "0007" not in str(entry)


def test_it_says_which_raw_exports_still_hold_the_row_only_when_asked(
    party: Party, say: Say
) -> None:
    output = say("forget", "0007")
    assert "5 raw export(s)" in output
    assert "members_2566-08-31.csv" not in output
    output = say("forget", "0011", "--exports")
    assert "members/members_2566-10-22.csv" in output
    assert "members_2566-08-31.csv" not in output


def test_it_says_that_an_upload_nobody_published_may_hold_the_row(party: Party, say: Say) -> None:
    written = party.members("2566-10-29", member("0007"))
    hand(party, {written.name: written.read_bytes()})
    assert "1 upload(s)" in " ".join(say("forget", "0007").split())


@pytest.mark.parametrize("number", these((0,), ["7", "9999", "-", "ไม่มี"]))
def test_a_number_nobody_has_removes_nothing_and_says_so(
    number: str,
    party: Party,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    before = everything_kept(party)
    output = say("forget", number, code=1)
    assert "python -m etl forget" in output or "ไม่มีอะไรถูกลบ" in output
    assert everything_kept(party) == before
    assert not forgotten.path_of(party).exists()


def test_another_secret_is_refused_rather_than_bring_them_back(party: Party, say: Say) -> None:
    say("forget", "0007")
    party.secret.write_text("another secret of sixteen letters")
    edition = editions.current_edition(party)
    assert "forgotten.csv" in say("build", code=1)
    assert editions.current_edition(party) == edition
    forgotten.path_of(party).write_text("nonsense\n")
    say("build", code=1)


def test_it_waits_for_no_build(party: Party, say: Say) -> None:
    with editions.build_lock(party.warehouse):
        say("forget", "0007", code=1)
    assert not forgotten.path_of(party).exists()
