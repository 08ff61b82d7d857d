"""Do the commands do what the README says, in words a party worker reads?"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.warehouse import editions
from tests.conftest import Say
from tests.party import ELECTION, Party, election, member, write
from tests.slow import unless

ROOT = Path(__file__).resolve().parents[3]


def test_build_says_what_it_read_rejected_and_could_not_place(party: Party, say: Say) -> None:
    party.members(
        "2566-09-30",
        member("1"),
        member("1"),
        member("2", approved="1/1/66"),
        member("3", amphoe="แม่รมม"),
    )
    output = say("build")
    assert "4 แถว = ใช้ได้ 2 + ซ้ำ 1 + ใช้ไม่ได้ 1" in output
    assert "4 rows = 2 used + 1 duplicates + 1 rejected\n" in output
    assert "แม่รมม" in output
    assert "30 ก.ย. 2566" in output
    assert "30 Sep 2023" in output


def test_a_row_of_nobody_is_in_the_sum_that_is_told(party: Party, say: Say) -> None:
    party.members("2566-09-30", member("1"))
    path = next((party.exports / "members").iterdir())
    path.write_text(path.read_text("utf-8") + "ลงชื่อ ............ ผู้ตรวจสอบ\n", "utf-8")
    output = say("build")
    assert "2 rows = 1 used + 0 duplicates + 0 rejected + 1 nobody's\n" in output


def test_nothing_published_is_a_failure_to_the_shell(party: Party, say: Say) -> None:
    output = say("build", code=1)
    assert str(party.exports) in output


def test_check_publishes_nothing(party: Party, say: Say) -> None:
    party.members("2566-09-30", member("1"))
    output = say("check")
    assert "ไม่ได้เผยแพร่" in output
    assert editions.current_edition(party) is None


def test_a_list_without_a_date_in_its_name_takes_as_of(party: Party, say: Say) -> None:
    write(party.exports / "members" / "all.csv", [member("1")])
    output = say("build", code=1)
    assert "all.csv" in output
    output = say("build", "--as-of", "2566-09-30")
    output = say("build", "--as-of", "yesterday", code=1)
    assert "yesterday" in output


def test_suggest_places_prints_rows_to_paste(party: Party, say: Say) -> None:
    party.members("2566-09-30", member("1"), member("2", amphoe="แม่รมม"))
    say("build")
    output = say("suggest-places")
    assert re.search(r"เชียงใหม่,แม่รมม,50,5007", output)


def test_ready_writes_the_sample_only_where_there_is_nothing_of_the_party(
    party: Party, say: Say
) -> None:
    party.members("2566-09-30", member("1"))
    say("ready")
    assert party.rows("select is_sample from edition") == [(False,)]
    first = editions.current_edition(party)
    shutil.rmtree(party.exports)
    say("ready")
    assert editions.current_edition(party) == first


def test_ready_lets_the_old_edition_serve_when_a_new_file_is_refused(
    party: Party, say: Say
) -> None:
    party.members("2566-09-30", member("1"))
    say("ready")
    (party.exports / "members" / "members_2566-10-22.csv").write_bytes(b"%PDF-1.7 \x00\x01")
    output = say("ready")
    assert "members_2566-10-22.csv" in output


def test_a_setting_that_means_nothing_is_named(
    party: Party, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_GRACE_DAYS", "soon")
    output = say("build", code=1)
    assert "PAKTHONG_GRACE_DAYS" in output


def test_a_target_that_means_nothing_stops_the_build_by_name(party: Party, say: Say) -> None:
    party.members("2566-09-30", member("1"))
    heading = (ROOT / "data" / "targets.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    (party.data / "targets.csv").write_text(
        f"{heading}\nmembers,100000,2023-10-22,2023-02-31,a,b,c\n", encoding="utf-8"
    )
    output = say("build", code=1)
    assert "targets.csv" in output
    assert "2023-02-31" in output


def run_limited(party: Party, kilobytes: int) -> subprocess.CompletedProcess[str]:
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
        env=os.environ | {"PAKTHONG_DATA": str(party.data)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "kilobytes", unless(lambda size: size == 40, [0, 4, 16, 40, 200, 800, 1600])
)
def test_a_full_disk_at_any_step_leaves_the_old_edition_serving(
    party: Party, kilobytes: int, say: Say
) -> None:
    party.members("2566-08-31", member("1"))
    say("build")
    first = editions.current_edition(party)
    people = [member(f"{number}") for number in range(20_000)]
    party.members("2566-09-30", *people)
    done = run_limited(party, kilobytes)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ข้อมูลที่ใช้งานอยู่ไม่เปลี่ยน" in done.stdout
    assert "hat is served has not changed" in done.stdout
    assert "Traceback" not in done.stderr
    assert editions.current_edition(party) == first
    assert party.rows("select sum(joined) from membership_daily") == [(1,)]
    assert not list(party.warehouse.glob(".draft-*"))
    say("build")
    assert party.rows("select sum(joined) from membership_daily") == [(20_000,)]


# A plain line is printed when a step starts, so the kill falls inside each in turn; working out the
# tables is one step, into which it falls later and later.
KILLS = [
    *(("Reading", wait) for wait in (0.0, 0.05)),
    *(("Matching places", wait) for wait in (0.0, 0.02)),
    *(("Working out the tables", wait) for wait in (0.05, 0.0, 0.1, 0.15, 0.2, 0.25, 0.3)),
    *(("Checking", wait) for wait in (0.0, 0.05)),
    *(("Forecasting", wait) for wait in (0.0, 0.05)),
    *(("Publishing", wait) for wait in (0.0, 0.02)),
]


@pytest.mark.parametrize(
    ("step", "wait"), unless(lambda kill: kill == ("Working out the tables", 0.05), KILLS)
)
def test_a_kill_at_any_step_leaves_the_old_edition_serving(
    step: str, wait: float, party: Party, say: Say
) -> None:
    party.members("2566-08-31", member("1"))
    party.elections("2566-08-31", election("1", held="20/08/2566"))
    say("build")
    first = editions.current_edition(party)
    party.members("2566-09-30", member("1"), member("2", approved="02/09/2566"))
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "etl", "build"],
        cwd=ROOT,
        env=os.environ | {"PAKTHONG_DATA": str(party.data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    assert any(f" · {step}" in line for line in running.stdout)
    time.sleep(wait)
    running.kill()
    running.wait()
    # The last step is over in a moment: the kill can come after it, and then it is whole.
    assert editions.current_edition(party) == first or step == "Publishing"
    assert party.rows("select count(*) from checks where is_fatal and not passed") == [(0,)]
    say("build")
    assert party.rows("select sum(joined) from membership_daily") == [(2,)]
    assert not list(party.warehouse.glob(".draft-*"))


def test_the_elections_headings_of_these_tests_are_those_of_the_docs() -> None:
    docs = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert all(heading in docs for heading in list(ELECTION.pattern)[:5])
