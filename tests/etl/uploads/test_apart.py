"""Is an upload checked where a unit of its own listens, and beside the page where none does?

`Unit` does what systemd does for `Accept=yes` with `StandardInput=socket`; in the last test its own
tool does.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from etl.ingest.reader import client
from etl.uploads import landing, progress, service
from etl.uploads.store import Upload
from etl.warehouse import editions
from tests.conftest import ROOT
from tests.etl.uploads.handing import checked, csv_bytes, hand, published, wait_for
from tests.party import Party, member
from tests.slow import these

TAKES = (sys.executable, "-m", "etl", "take-intake")


@dataclass
class Unit:
    """A socket, and a process for each connection; before one starts, `gate` opens."""

    path: Path
    command: tuple[str, ...] = TAKES
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    _ended: bool = False

    def serve(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(str(self.path))
            listening.listen(8)
            listening.settimeout(0.05)
            while not self._ended:
                try:
                    way, _ = listening.accept()
                except TimeoutError:
                    continue
                self.gate.wait(60)
                with way:
                    process = subprocess.Popen(self.command, stdin=way.fileno(), cwd=ROOT)
                self.started.append(process)
        for process in self.started:
            process.kill()
            process.wait()

    def end(self) -> None:
        self._ended = True
        self.gate.set()


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    unit = Unit(tmp_path / "intake.socket")
    unit.gate.set()
    thread = threading.Thread(target=unit.serve)
    thread.start()
    while not unit.path.exists():
        time.sleep(0.01)
    yield unit
    unit.end()
    thread.join()


@pytest.fixture
def apart(party: Party, unit: Unit) -> Party:
    """A party whose uploads are checked by the unit."""
    return replace(party, intake_socket=unit.path)


def upload_of(party: Party, people: int = 6) -> Upload:
    rows = [member(str(n)) for n in range(people)]
    return hand(party, {"members_2566-10-22.csv": csv_bytes(rows)})


def process_of(upload: Upload) -> int:
    """Wait until the run has said which process it is."""
    account, until = upload.folder / "progress.jsonl", time.monotonic() + 60
    while time.monotonic() < until:
        found = [line for line in account.read_text("utf-8").splitlines() if '"process"' in line]
        if found:
            return int(found[0].partition(":")[2].strip(" }"))
        time.sleep(0.02)
    raise TimeoutError(account.read_text("utf-8"))


def score_of(process: int) -> int:
    return int(Path(f"/proc/{process}/oom_score_adj").read_text())


def test_what_a_unit_takes_is_checked_and_published_there(apart: Party, unit: Unit) -> None:
    upload = upload_of(apart)
    found = checked(apart, upload)
    assert found.after and found.after.members == 6
    assert published(apart, upload).ending == "published"
    assert editions.current_edition(apart)
    assert [each.wait(10) for each in unit.started] == [0, 0]


def test_the_lock_is_held_before_the_unit_has_started(apart: Party, unit: Unit) -> None:
    unit.gate.clear()
    upload = upload_of(apart)
    service.check(apart, upload)
    now = progress.read(upload)
    assert now and now.is_running and not unit.started
    with pytest.raises(service.StillRunning):
        service.check(apart, upload)
    assert not landing.remove(upload.folder)
    unit.gate.set()
    assert wait_for(upload).ending == "checked"


def test_a_process_that_is_killed_there_is_told_of_as_broken(apart: Party, unit: Unit) -> None:
    upload = upload_of(apart)
    with editions.build_lock(landing.folder_of(apart)):
        service.check(apart, upload)
        process = process_of(upload)
        assert process == unit.started[0].pid
        unit.started[0].kill()
        assert wait_for(upload).ending == "broken"
    assert checked(apart, upload).is_publishable


def test_a_unit_that_cannot_start_leaves_no_lock(apart: Party, unit: Unit) -> None:
    unit.command = ("/bin/false",)
    upload = upload_of(apart)
    service.check(apart, upload)
    # Where it has gone before it was handed anything, the check is made beside the page.
    assert wait_for(upload).ending in ("broken", "checked")


@pytest.mark.parametrize("there", these((0,), [True, False]))
def test_where_nobody_listens_it_is_checked_beside_the_page(
    there: bool, party: Party, tmp_path: Path
) -> None:
    path = tmp_path / "other.socket"
    if there:
        with socket.socket(socket.AF_UNIX) as gone:
            gone.bind(str(path))
    upload = upload_of(party)
    assert checked(replace(party, intake_socket=path), upload).is_publishable


@pytest.mark.parametrize(
    "told", these((1, 2), [b"", b"{", b'{"run": "build", "upload": "x"}', b"[]", b"\xff"])
)
def test_what_is_no_order_is_refused(told: bytes, party: Party) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(told)
        ours.close()
        done = subprocess.run(
            TAKES, stdin=theirs.fileno(), cwd=ROOT, capture_output=True, text=True
        )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_where_memory_ends_the_reader_goes_first_then_the_check(party: Party) -> None:
    """On this machine the page's own process is ended last of the three."""
    upload = upload_of(party)
    with editions.build_lock(landing.folder_of(party)):
        service.check(party, upload)
        check = score_of(process_of(upload))
    assert wait_for(upload).ending == "checked"
    party.members("2566-09-30", member("1"))
    party.load()
    worker = client._worker
    assert worker is not None
    reader = score_of(worker._process.pid)
    assert reader > check > score_of(os.getpid())
    assert (reader, check) == (1000, 500)


@pytest.mark.slow
def test_systemd_s_own_tool_starts_it_for_a_connection(party: Party, tmp_path: Path) -> None:
    program = shutil.which("systemd-socket-activate")
    if program is None:
        pytest.skip("no systemd-socket-activate on this machine")
    path = tmp_path / "its.socket"
    running = subprocess.Popen(
        [
            *(program, "--accept", "--inetd", f"--listen={path}"),
            *(f"--setenv=PAKTHONG_DATA={party.data}", *TAKES),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not path.exists():
            assert running.poll() is None
            time.sleep(0.02)
        upload = upload_of(party)
        found = checked(replace(party, intake_socket=path), upload)
        assert found.after and found.after.members == 6
    finally:
        running.terminate()
        running.wait()
