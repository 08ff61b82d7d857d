"""Do the commands do what the README says, in words a party worker reads?"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.settings import Settings
from etl.warehouse import editions
from tests.etl.exports import (
    ELECTION,
    election,
    member,
    rows,
    write,
    write_elections,
    write_members,
)
from tests.slow import unless

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    return Settings(data=tmp_path)


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def test_build_says_what_it_read_rejected_and_could_not_place(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(
        settings,
        "2566-09-30",
        [member("1"), member("1"), member("2", approved="1/1/66"), member("3", amphoe="แม่รมม")],
    )
    code, output = say(capsys, "build")
    assert code == 0
    assert "4 แถว = ใช้ได้ 2 + ซ้ำ 1 + ใช้ไม่ได้ 1" in output
    assert "4 rows = 2 used + 1 duplicates + 1 rejected" in output
    assert "แม่รมม" in output
    assert "30 ก.ย. 2566" in output
    assert "30 Sep 2023" in output


def test_nothing_published_is_a_failure_to_the_shell(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = say(capsys, "build")
    assert code == 1
    assert str(settings.exports) in output


def test_check_publishes_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    code, output = say(capsys, "check")
    assert code == 0
    assert "ไม่ได้เผยแพร่" in output
    assert editions.current_edition(settings) is None


def test_a_list_without_a_date_in_its_name_takes_as_of(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write(settings.exports / "members" / "all.csv", [member("1")])
    code, output = say(capsys, "build")
    assert code == 1
    assert "all.csv" in output
    code, output = say(capsys, "build", "--as-of", "2566-09-30")
    assert code == 0
    code, output = say(capsys, "build", "--as-of", "yesterday")
    assert code == 1
    assert "yesterday" in output


def test_suggest_places_prints_rows_to_paste(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-09-30", [member("1"), member("2", amphoe="แม่รมม")])
    say(capsys, "build")
    code, output = say(capsys, "suggest-places")
    assert code == 0
    assert re.search(r"เชียงใหม่,แม่รมม,50,5007", output)


def test_ready_writes_the_sample_only_where_there_is_nothing_of_the_party(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    assert say(capsys, "ready")[0] == 0
    assert rows(settings, "select is_sample from edition") == [(False,)]
    first = editions.current_edition(settings)
    shutil.rmtree(settings.exports)
    assert say(capsys, "ready")[0] == 0
    assert editions.current_edition(settings) == first


def test_ready_lets_the_old_edition_serve_when_a_new_file_is_refused(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    assert say(capsys, "ready")[0] == 0
    (settings.exports / "members" / "members_2566-10-22.csv").write_bytes(b"%PDF-1.7 \x00\x01")
    code, output = say(capsys, "ready")
    assert code == 0
    assert "members_2566-10-22.csv" in output


def test_a_setting_that_means_nothing_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_GRACE_DAYS", "soon")
    code, output = say(capsys, "build")
    assert code == 1
    assert "PAKTHONG_GRACE_DAYS" in output


def test_a_target_that_means_nothing_stops_the_build_by_name(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    heading = (ROOT / "data" / "targets.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    (settings.data / "targets.csv").write_text(
        f"{heading}\nmembers,100000,2023-10-22,2023-02-31,a,b,c\n", encoding="utf-8"
    )
    code, output = say(capsys, "build")
    assert code == 1
    assert "targets.csv" in output
    assert "2023-02-31" in output


def run_limited(settings: Settings, kilobytes: int) -> subprocess.CompletedProcess[str]:
    """Build in a process that may not write a file longer than so many kilobytes: a full disk."""
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "limit = int(sys.argv[1]) * 1024\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "from etl.__main__ import main\n"
        "sys.exit(main(['build']))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(kilobytes)],
        cwd=ROOT,
        env=os.environ | {"PAKTHONG_DATA": str(settings.data)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "kilobytes", unless(lambda size: size == 40, [0, 4, 16, 40, 200, 800, 1600])
)
def test_a_full_disk_at_any_step_leaves_the_old_edition_serving(
    settings: Settings, kilobytes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-08-31", [member("1")])
    say(capsys, "build")
    first = editions.current_edition(settings)
    people = [member(f"{number}") for number in range(20_000)]
    write_members(settings, "2566-09-30", people)
    done = run_limited(settings, kilobytes)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ข้อมูลที่ใช้งานอยู่ไม่เปลี่ยน" in done.stdout
    assert "hat is served has not changed" in done.stdout
    assert "Traceback" not in done.stderr
    assert editions.current_edition(settings) == first
    assert rows(settings, "select sum(joined) from membership_daily") == [(1,)]
    assert not list(settings.warehouse.glob(".draft-*"))
    assert say(capsys, "build")[0] == 0
    assert rows(settings, "select sum(joined) from membership_daily") == [(20_000,)]


@pytest.mark.parametrize("each", unless(lambda each: each == 30, [30, 1]))
def test_a_kill_at_any_step_leaves_the_old_edition_serving(
    each: int, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_members(settings, "2566-08-31", [member("1")])
    write_elections(settings, "2566-08-31", [election("1")])
    say(capsys, "build")
    first = editions.current_edition(settings)
    write_members(settings, "2566-09-30", [member("1"), member("2", approved="02/09/2566")])
    step, steps, is_counted = each // 2, each, False
    while step < steps:
        # A plain line is printed when a step starts, so the kill falls inside each in turn.
        running = subprocess.Popen(
            [sys.executable, "-u", "-m", "etl", "build" if is_counted else "check"],
            cwd=ROOT,
            env=os.environ | {"PAKTHONG_DATA": str(settings.data)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert running.stdout
        if not is_counted:
            is_counted, steps = True, sum(" · " in line for line in running.stdout)
            running.wait()
            shutil.rmtree(settings.staged)
            continue
        steps_done = 0
        for line in running.stdout:
            steps_done += " · " in line
            if steps_done > step:
                running.kill()
                break
        running.wait()
        step += each
        now = editions.current_edition(settings)
        if now != first:
            # The last step is over in a moment: the kill can come after it, and then it is whole.
            assert step >= steps - each
        assert rows(settings, "select count(*) from checks where is_fatal and not passed") == [(0,)]
    assert steps > 10
    assert say(capsys, "build")[0] == 0
    assert rows(settings, "select sum(joined) from membership_daily") == [(2,)]
    assert not list(settings.warehouse.glob(".draft-*"))


def test_the_elections_headings_of_these_tests_are_those_of_the_docs() -> None:
    docs = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert all(heading in docs for heading in list(ELECTION)[:5])
