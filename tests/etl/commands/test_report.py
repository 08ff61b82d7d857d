"""Does `report` write a whole pack or nothing, and `close` keep a month for good?"""

import json
import shutil
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pypdfium2
import pytest

from etl.audit import log as audit
from etl.commands import report, report_folders
from etl.warehouse import closed_months, editions
from tests.conftest import ROOT, Say
from tests.party import Party, election, member
from tests.slow import these, unless


@pytest.fixture
def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    """A party of 30 members in September and 40 in October."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    party = Party(tmp_path / "data")
    party.members("2566-08-31", *[member(f"M{n}") for n in range(20)])
    party.members("2566-09-30", *[member(f"M{n}") for n in range(30)])
    party.members("2566-10-22", *[member(f"M{n}") for n in range(40)])
    party.elections("2566-10-22", election("E1", term_from="30/09/2566"))
    party.publish()
    return party


def reports(party: Party) -> list[str]:
    folder = party.data / "reports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_report_is_a_folder_with_every_file(party: Party, say: Say) -> None:
    output = say("report", "--month", "ต.ค. 2566")
    assert "รายงานประจำเดือน ต.ค. 2566" in output
    assert reports(party) == ["pakthong_2566-10_th"]
    folder = party.data / "reports" / "pakthong_2566-10_th"
    suffixes = {path.suffix for path in folder.rglob("*.*")}
    assert suffixes >= {".pdf", ".xlsx", ".csv", ".txt", ".json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*"))


def test_without_a_month_the_newest_is_reported(party: Party, say: Say) -> None:
    say("report", "--lang", "en")
    say("report", "--week", "2566-10-15")
    say("report", "--as-of", "2566-10-20", "--province", "Chiang Mai")
    assert reports(party) == [
        "pakthong_2023-10_en",
        "pakthong_2566-10-20_province-50_th",
        "pakthong_week-2566-10-15_th",
    ]


def test_a_province_with_nothing_is_still_a_report(party: Party, say: Say) -> None:
    output = say("report", "--province", "ยะลา", "--lang", "en")
    assert "0 members" in output
    assert "provinces" not in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    these(
        (0, 4, 8, 12),
        [
            (["--month", "2566-13"], "is not understood"),
            (["--month", "2570-01"], "There is no data for 1 Jan 2027 yet"),
            (["--month", "2560-01"], "the first day is 31 Aug 2023"),
            (["--province", "แอตแลนติส"], "There is no “แอตแลนติส”"),
            (["--region", "north pole"], "There is no “north pole”"),
            (["--known", "2563-01-01"], "No edition made by 1 Jan 2020 is kept"),
            (["--known", "soon"], "is not understood"),
            (["--month", ""], "The month “” is not understood"),
            (["--week", ""], "The day “” is not understood"),
            (["--as-of", ""], "The day “” is not understood"),
            (["--province", ""], "There is no “”"),
            (["--region", " "], "There is no “ ”"),
            (["--compare", ""], "The day “” is not understood"),
        ],
    ),
)
def test_what_cannot_be_reported_is_a_sentence_and_no_file(
    arguments: list[str], sentence: str, party: Party, say: Say
) -> None:
    output = say("report", *arguments, code=1)
    assert sentence in output
    assert reports(party) == []


def test_before_the_first_build_there_is_nothing_to_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "nothing"))
    output = say("report", code=1)
    assert output.strip()


def test_a_folder_that_cannot_be_written_to_is_named(
    party: Party, tmp_path: Path, say: Say
) -> None:
    (tmp_path / "file").write_text("no folder")
    output = say("report", "--out", str(tmp_path / "file"), code=1)
    assert "could not be written" in output
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_folder_of_the_same_name_that_is_no_report_is_left_alone(party: Party, say: Say) -> None:
    mine = party.data / "reports" / "pakthong_2566-10_th"
    mine.mkdir(parents=True)
    (mine / "thesis.txt").write_text("years of work")
    output = say("report", "--month", "2566-10", code=1)
    assert "is no report" in output
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


def test_a_second_report_takes_the_place_of_the_first_whole(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    report_folders.write(folder, {"manifest.json": b"1", "old.csv": b"1"})
    report_folders.write(folder, {"manifest.json": b"2", "csv/new.csv": b"2"})
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*")) == [
        "csv/new.csv",
        "manifest.json",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_what_a_killed_command_left_goes_and_what_it_moved_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    (tmp_path / ".pack.new" / "made").mkdir(parents=True)
    (tmp_path / ".pack.new" / "made" / "half.pdf").write_bytes(b"%P")
    old = tmp_path / ".old-report-pack"
    old.mkdir()
    (old / "manifest.json").write_bytes(b"1")
    with pytest.raises(report_folders.NotWritten):
        report_folders.write(folder, {"a": b"", "a/b": b""})
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    assert (folder / "manifest.json").read_bytes() == b"1"


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from etl.commands import report_folders

def killed_at(real, nth):
    calls = 0
    def call(*told, **named):
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*told, **named)
    return call

folder, what, nth = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
where = {"fsync": os, "rename": Path, "rmtree": shutil}[what]
setattr(where, what, killed_at(getattr(where, what), nth))
report_folders.write(folder, {"manifest.json": b"2", "pack.pdf": b"2", "csv/new.csv": b"2"})
"""
"""Writes a second report, and is killed before the nth call of what the disk is asked to do."""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("what", "nth", "stands"),
    unless(
        lambda told: told[2] is None,
        [
            ("fsync", 1, "first"),
            ("fsync", 3, "first"),
            ("rename", 1, "first"),
            ("rename", 2, None),
            ("rmtree", 1, "second"),
        ],
    ),
)
def test_a_kill_leaves_no_half_written_pack(
    what: str, nth: int, stands: str | None, tmp_path: Path
) -> None:
    folder = tmp_path / "reports" / "pack"
    first = {"manifest.json": b"1", "pack.pdf": b"1"}
    second = {"manifest.json": b"2", "pack.pdf": b"2", "csv/new.csv": b"2"}
    report_folders.write(folder, first)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), what, str(nth)], cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGKILL
    expected = {"first": first, "second": second, None: {}}[stands]
    assert contents(folder) == expected, "whole, or not there"
    # What was moved away for the second is still whole, and the next writing puts it back first.
    assert contents(folder) or first in [contents(old) for old in tmp_path.glob("*/.old-*")]
    with pytest.raises(report_folders.NotWritten):
        report_folders.write(folder, {"a": b"", "a/b": b""})
    assert contents(folder) == (expected or first)
    assert [path.name for path in folder.parent.iterdir()] == ["pack"]


@pytest.mark.slow
def test_a_region_is_reported_by_its_name_or_its_code(party: Party, say: Say) -> None:
    for typed in ("north", "North", "ภาคเหนือ"):
        output = say("report", "--region", typed, "--lang", "en")
        assert "40 members" in output
        assert "of 77 provinces" not in output
    assert reports(party) == ["pakthong_2023-10_region-north_en"]


@pytest.mark.slow
def test_a_day_says_what_was_known_then_and_what_to_compare_with(party: Party, say: Say) -> None:
    first = party.edition
    correct_september(party)
    # The first was made long ago: an edition's name is its moment.
    made_then = party.warehouse / "20240104T180000.000000Z"
    (party.warehouse / first).rename(made_then)
    arguments = ("report", "--month", "2566-09", "--lang", "en")
    assert "30 members" in say(*arguments, "--known", "2567-01-05")
    assert "38 members" in say(*arguments)
    output = say(*arguments, "--compare", "2567-01-05")
    assert "Members,30,38,8" in restated(party, "pakthong_2023-09_en")
    output = say(*arguments, "--known", "2567-01-04", code=1)
    assert "No edition made by 4 Jan 2024 is kept: the oldest is of 5 Jan 2024" in output


def correct_september(party: Party) -> None:
    """Two more members were on September's list all along."""
    shutil.rmtree(party.exports / "members")
    party.members("2566-08-31", *[member(f"M{n}") for n in range(20)])
    party.members("2566-09-30", *[member(f"M{n}") for n in range(38)])
    party.members("2566-10-22", *[member(f"M{n}") for n in range(40)])
    party.publish()


def restated(party: Party, name: str) -> str:
    path = party.data / "reports" / name / "csv" / "restated.csv"
    return path.read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_a_past_month_is_told_as_known_then_or_now_and_what_changed(party: Party, say: Say) -> None:
    correct_september(party)
    now = say("report", "--month", "2566-09", "--lang", "en")
    then = say("report", "--month", "2566-09", "--lang", "en", "--known", "then")
    assert "38 members" in now
    assert "30 members" in then
    say("report", "--month", "2566-09", "--lang", "en", "--compare", "then")
    assert "Members,30,38,8" in restated(party, "pakthong_2023-09_en").replace(".0", "")


@pytest.mark.slow
def test_a_closed_month_is_kept_and_a_later_change_shows_as_restated(
    party: Party, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_KEEP_EDITIONS", "1")
    edition = editions.current_edition(party)
    say("close", "--month", "2566-09")
    folder = party.data / "closed" / "2023-09"
    contents_before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert len([path for path in contents_before if path.suffix == ".pdf"]) == 2
    correct_september(Party(party.data, keep_editions=1))
    party.members("2566-10-25", *[member(f"M{n}") for n in range(41)])
    Party(party.data, keep_editions=1).publish()
    assert edition in editions.editions(party)
    assert len(editions.editions(party)) == 2
    assert party.rows("select count(*) from edition", edition) == [(1,)]
    assert contents_before == {path: path.read_bytes() for path in contents_before}
    then = say("report", "--month", "2566-09", "--lang", "en", "--known", "then")
    assert "30 members" in then
    say("report", "--month", "2566-09", "--lang", "en")
    assert "Members,30,38,8" in restated(party, "pakthong_2023-09_en").replace(".0", "")


def test_a_month_is_closed_once_and_only_when_it_is_over(party: Party, say: Say) -> None:
    output = say("close", "--month", "2566-10", code=1)
    assert "cannot be closed yet: the members' lists end on 22 Oct 2023" in output
    assert not (party.data / "closed").exists()
    say("close", "--month", "2566-09")
    output = say("close", "--month", "2566-09", code=1)
    assert "was closed on" in output


@pytest.mark.slow
def test_a_month_whose_members_lists_end_early_is_not_whole(party: Party, say: Say) -> None:
    party.elections("2566-11-05", election("E1", term_from="30/09/2566"))
    party.publish()
    output = say("close", "--month", "2566-10", code=1)
    assert "the members' lists end on 22 Oct 2023, the month on 31 Oct 2023" in output
    assert not (party.data / "closed").exists()
    output = say("report", "--month", "2566-10", "--lang", "en")
    folder = party.data / "reports" / "pakthong_2023-10_en"
    page = pypdfium2.PdfDocument(folder / "pakthong_2023-10_en.pdf")[0].get_textpage()
    words = " ".join(page.get_text_bounded().split())
    assert "Members' lists end on 22 Oct 2023, before the period does (31 Oct 2023)" in words
    party.members("2566-11-10", *[member(f"M{n}") for n in range(40)])
    party.publish()
    say("close", "--month", "2566-10")


@pytest.mark.slow
def test_an_edition_published_while_a_month_is_closed_is_not_mixed_in(
    party: Party, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_with = editions.current_edition(party)
    make = report.make

    def make_and_publish(*arguments: Any, **named: Any) -> report.Report:  # noqa: ANN401
        result = make(*arguments, **named)
        if editions.current_edition(party) == begun_with:
            correct_september(party)
        return result

    monkeypatch.setattr(report, "make", make_and_publish)
    say("close", "--month", "2566-09")
    assert editions.current_edition(party) != begun_with
    folder = party.data / "closed" / "2023-09"
    output = [json.loads(path.read_bytes()) for path in folder.glob("*/manifest.json")]
    assert [each["edition"]["edition"] for each in output] == [begun_with] * 2
    assert json.loads((folder / "close.json").read_bytes())["edition"] == begun_with


@pytest.mark.parametrize(
    "lost", these((0,), ["drop table checks", "alter table loads drop column rejected"])
)
def test_an_edition_of_before_there_were_such_reports_is_a_sentence(
    lost: str, party: Party, say: Say
) -> None:
    edition, path = party.edition, party.public
    path.chmod(0o600)
    with duckdb.connect(path) as con:
        con.execute(lost)
    path.with_name("seal.json").unlink()  # such an edition had none
    output = say("report", "--month", "2566-10", code=1)
    assert f"The edition {edition} was made before there were such reports" in output
    assert reports(party) == []


@pytest.mark.slow
def test_a_month_is_closed_only_when_that_is_recorded(party: Party, say: Say) -> None:
    audit.append(party, "built", actor="local:test")
    log = audit.newest_file(party)
    aside = log.rename(log.with_suffix(".aside"))
    log.mkdir()
    output = say("close", "--month", "2566-09", code=1)
    assert "record of use cannot be read or written" in output
    assert closed_months.months(party) == []
    log.rmdir()
    aside.rename(log)
    say("close", "--month", "2566-09")
    record = audit.read(party)
    assert record.broken_at is None
    assert [each.what for each in record.entries if each.action == "month_closed"] == ["2023-09"]


def test_a_closed_month_that_was_changed_says_so_and_nothing_is_pruned(
    party: Party, say: Say
) -> None:
    say("close", "--month", "2566-09")
    folder = party.data / "closed" / "2023-09"
    pdf = next(folder.rglob("*.pdf"))
    pdf.chmod(0o600)
    pdf.write_bytes(b"forged")
    output = say("report", "--month", "2566-09", code=1)
    assert "is not what was closed" in output
    seal = folder / "close.json"
    seal.chmod(0o600)
    seal.write_text("{")
    assert closed_months.editions(party) is None
    with pytest.raises(closed_months.CloseChanged):
        closed_months.months(party)


def test_closed_months_are_listed_newest_first(party: Party) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    for month in (date(2023, 8, 1), date(2023, 9, 1)):
        closed_months.close(
            party, month, "20260101T000000.000000Z", {"a/b.txt": b"b"}, at, note=lambda: None
        )
    assert [each.month for each in closed_months.months(party)] == [
        date(2023, 9, 1),
        date(2023, 8, 1),
    ]
    assert closed_months.of_month(party, date(2023, 7, 1)) is None
