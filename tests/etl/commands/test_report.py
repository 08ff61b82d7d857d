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

from etl.__main__ import main
from etl.audit import log as audit
from etl.commands import report, report_folders
from etl.settings import Settings
from etl.warehouse import closed_months, editions
from tests.conftest import ROOT
from tests.etl.exports import election, member, publish, rows, write_elections, write_members
from tests.slow import unless


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A party of 30 members in September and 40 in October."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    settings = Settings(data=tmp_path / "data")
    write_members(settings, "2566-08-31", [member(f"M{n}") for n in range(20)])
    write_members(settings, "2566-09-30", [member(f"M{n}") for n in range(30)])
    write_members(settings, "2566-10-22", [member(f"M{n}") for n in range(40)])
    write_elections(settings, "2566-10-22", [election("E1", term_from="30/09/2566")])
    publish(settings)
    return settings


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def reports(settings: Settings) -> list[str]:
    folder = settings.data / "reports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_report_is_a_folder_with_every_file(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = say(capsys, "report", "--month", "ต.ค. 2566")
    assert code == 0
    assert "รายงานประจำเดือน ต.ค. 2566" in output
    assert reports(settings) == ["pakthong_2566-10_th"]
    folder = settings.data / "reports" / "pakthong_2566-10_th"
    suffixes = {path.suffix for path in folder.rglob("*.*")}
    assert suffixes >= {".pdf", ".xlsx", ".csv", ".txt", ".json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*"))


def test_without_a_month_the_newest_is_reported(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    say(capsys, "report", "--lang", "en")
    say(capsys, "report", "--week", "2566-10-15")
    say(capsys, "report", "--as-of", "2566-10-20", "--province", "Chiang Mai")
    assert reports(settings) == [
        "pakthong_2023-10_en",
        "pakthong_2566-10-20_province-50_th",
        "pakthong_week-2566-10-15_th",
    ]


def test_a_province_with_nothing_is_still_a_report(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = say(capsys, "report", "--province", "ยะลา", "--lang", "en")
    assert code == 0
    assert "0 members" in output
    assert "provinces" not in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
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
)
def test_what_cannot_be_reported_is_a_sentence_and_no_file(
    arguments: list[str], sentence: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = say(capsys, "report", *arguments)
    assert code == 1
    assert sentence in output
    assert reports(settings) == []


def test_before_the_first_build_there_is_nothing_to_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "nothing"))
    code, output = say(capsys, "report")
    assert code == 1
    assert output.strip()


def test_a_folder_that_cannot_be_written_to_is_named(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    code, output = say(capsys, "report", "--out", str(tmp_path / "file"))
    assert code == 1
    assert "could not be written" in output
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_folder_of_the_same_name_that_is_no_report_is_left_alone(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = settings.data / "reports" / "pakthong_2566-10_th"
    mine.mkdir(parents=True)
    (mine / "thesis.txt").write_text("years of work")
    code, output = say(capsys, "report", "--month", "2566-10")
    assert code == 1
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
def test_a_region_is_reported_by_its_name_or_its_code(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in ("north", "North", "ภาคเหนือ"):
        code, output = say(capsys, "report", "--region", typed, "--lang", "en")
        assert code == 0, output
        assert "40 members" in output
        assert "of 77 provinces" not in output
    assert reports(settings) == ["pakthong_2023-10_region-north_en"]


@pytest.mark.slow
def test_a_day_says_what_was_known_then_and_what_to_compare_with(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first = editions.current_edition(settings)
    assert first
    correct_september(settings)
    # The first was made long ago: an edition's name is its moment.
    made_then = settings.warehouse / "20240104T180000.000000Z"
    (settings.warehouse / first).rename(made_then)
    arguments = ("report", "--month", "2566-09", "--lang", "en")
    assert "30 members" in say(capsys, *arguments, "--known", "2567-01-05")[1]
    assert "38 members" in say(capsys, *arguments)[1]
    code, output = say(capsys, *arguments, "--compare", "2567-01-05")
    assert code == 0, output
    assert "Members,30,38,8" in restated(settings, "pakthong_2023-09_en")
    code, output = say(capsys, *arguments, "--known", "2567-01-04")
    assert code == 1
    assert "No edition made by 4 Jan 2024 is kept: the oldest is of 5 Jan 2024" in output


def correct_september(settings: Settings) -> None:
    """Two more members were on September's list all along."""
    shutil.rmtree(settings.exports / "members")
    write_members(settings, "2566-08-31", [member(f"M{n}") for n in range(20)])
    write_members(settings, "2566-09-30", [member(f"M{n}") for n in range(38)])
    write_members(settings, "2566-10-22", [member(f"M{n}") for n in range(40)])
    publish(settings)


def restated(settings: Settings, name: str) -> str:
    path = settings.data / "reports" / name / "csv" / "restated.csv"
    return path.read_text(encoding="utf-8-sig")


def test_a_past_month_is_told_as_known_then_or_now_and_what_changed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    correct_september(settings)
    _, now = say(capsys, "report", "--month", "2566-09", "--lang", "en")
    _, then = say(capsys, "report", "--month", "2566-09", "--lang", "en", "--known", "then")
    assert "38 members" in now
    assert "30 members" in then
    code, _ = say(capsys, "report", "--month", "2566-09", "--lang", "en", "--compare", "then")
    assert code == 0
    assert "Members,30,38,8" in restated(settings, "pakthong_2023-09_en").replace(".0", "")


@pytest.mark.slow
def test_a_closed_month_is_kept_and_a_later_change_shows_as_restated(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_KEEP_EDITIONS", "1")
    edition = editions.current_edition(settings)
    code, output = say(capsys, "close", "--month", "2566-09")
    assert code == 0, output
    folder = settings.data / "closed" / "2023-09"
    contents_before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert len([path for path in contents_before if path.suffix == ".pdf"]) == 2
    correct_september(Settings(data=settings.data, keep_editions=1))
    write_members(settings, "2566-10-25", [member(f"M{n}") for n in range(41)])
    publish(Settings(data=settings.data, keep_editions=1))
    assert edition in editions.editions(settings)
    assert len(editions.editions(settings)) == 2
    assert rows(settings, "select count(*) from edition", edition) == [(1,)]
    assert contents_before == {path: path.read_bytes() for path in contents_before}
    _, then = say(capsys, "report", "--month", "2566-09", "--lang", "en", "--known", "then")
    assert "30 members" in then
    say(capsys, "report", "--month", "2566-09", "--lang", "en")
    assert "Members,30,38,8" in restated(settings, "pakthong_2023-09_en").replace(".0", "")


def test_a_month_is_closed_once_and_only_when_it_is_over(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = say(capsys, "close", "--month", "2566-10")
    assert code == 1
    assert "cannot be closed yet: the members' lists end on 22 Oct 2023" in output
    assert not (settings.data / "closed").exists()
    assert say(capsys, "close", "--month", "2566-09")[0] == 0
    code, output = say(capsys, "close", "--month", "2566-09")
    assert code == 1
    assert "was closed on" in output


@pytest.mark.slow
def test_a_month_whose_members_lists_end_early_is_not_whole(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_elections(settings, "2566-11-05", [election("E1", term_from="30/09/2566")])
    publish(settings)
    code, output = say(capsys, "close", "--month", "2566-10")
    assert code == 1
    assert "the members' lists end on 22 Oct 2023, the month on 31 Oct 2023" in output
    assert not (settings.data / "closed").exists()
    code, output = say(capsys, "report", "--month", "2566-10", "--lang", "en")
    assert code == 0
    folder = settings.data / "reports" / "pakthong_2023-10_en"
    page = pypdfium2.PdfDocument(folder / "pakthong_2023-10_en.pdf")[0].get_textpage()
    words = " ".join(page.get_text_bounded().split())
    assert "Members' lists end on 22 Oct 2023, before the period does (31 Oct 2023)" in words
    write_members(settings, "2566-11-10", [member(f"M{n}") for n in range(40)])
    publish(settings)
    assert say(capsys, "close", "--month", "2566-10")[0] == 0


@pytest.mark.slow
def test_an_edition_published_while_a_month_is_closed_is_not_mixed_in(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_with = editions.current_edition(settings)
    make = report.make

    def make_and_publish(*arguments: Any, **named: Any) -> report.Report:  # noqa: ANN401
        result = make(*arguments, **named)
        if editions.current_edition(settings) == begun_with:
            correct_september(settings)
        return result

    monkeypatch.setattr(report, "make", make_and_publish)
    assert say(capsys, "close", "--month", "2566-09")[0] == 0
    assert editions.current_edition(settings) != begun_with
    folder = settings.data / "closed" / "2023-09"
    output = [json.loads(path.read_bytes()) for path in folder.glob("*/manifest.json")]
    assert [each["edition"]["edition"] for each in output] == [begun_with] * 2
    assert json.loads((folder / "close.json").read_bytes())["edition"] == begun_with


@pytest.mark.parametrize("lost", ["drop table checks", "alter table loads drop column rejected"])
def test_an_edition_of_before_there_were_such_reports_is_a_sentence(
    lost: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = editions.current_edition(settings)
    assert edition
    path = editions.public_path(settings, edition)
    path.chmod(0o600)
    with duckdb.connect(path) as con:
        con.execute(lost)
    code, output = say(capsys, "report", "--month", "2566-10")
    assert code == 1
    assert f"The edition {edition} was made before there were such reports" in output
    assert reports(settings) == []


def test_a_month_is_closed_only_when_that_is_recorded(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.append(settings, "built", actor="local:test")
    log = settings.data / "audit" / "log.jsonl"
    aside = log.rename(log.with_suffix(".aside"))
    log.mkdir()
    code, output = say(capsys, "close", "--month", "2566-09")
    assert code == 1
    assert "record of use cannot be read or written" in output
    assert closed_months.months(settings) == []
    log.rmdir()
    aside.rename(log)
    assert say(capsys, "close", "--month", "2566-09")[0] == 0
    record = audit.read(settings)
    assert record.broken_at is None
    assert [each.what for each in record.entries if each.action == "month_closed"] == ["2023-09"]


def test_a_closed_month_that_was_changed_says_so_and_nothing_is_pruned(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    say(capsys, "close", "--month", "2566-09")
    folder = settings.data / "closed" / "2023-09"
    pdf = next(folder.rglob("*.pdf"))
    pdf.chmod(0o600)
    pdf.write_bytes(b"forged")
    code, output = say(capsys, "report", "--month", "2566-09")
    assert code == 1
    assert "is not what was closed" in output
    seal = folder / "close.json"
    seal.chmod(0o600)
    seal.write_text("{")
    assert closed_months.editions(settings) is None
    with pytest.raises(closed_months.CloseChanged):
        closed_months.months(settings)


def test_closed_months_are_listed_newest_first(settings: Settings) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    for month in (date(2023, 8, 1), date(2023, 9, 1)):
        closed_months.close(
            settings, month, "20260101T000000.000000Z", {"a/b.txt": b"b"}, at, note=lambda: None
        )
    assert [each.month for each in closed_months.months(settings)] == [
        date(2023, 9, 1),
        date(2023, 8, 1),
    ]
    assert closed_months.of_month(settings, date(2023, 7, 1)) is None
