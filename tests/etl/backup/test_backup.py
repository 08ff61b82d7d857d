"""Is a backup what the party had at one moment, and does all of it come back on another machine?"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import pyrage
import pytest

from etl.audit import log
from etl.commands import upkeep
from etl.warehouse import closed_months, editions, frozen_rolls
from i18n.dates import today
from tests.conftest import Say
from tests.discovery import ROOT
from tests.party import Party, election, member, representative

_PATIENCE = 30.0
"""Seconds in which a build comes to an end beside backups."""


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a recipient's key, as age-keygen writes it; backups go to that recipient."""
    identity = pyrage.x25519.Identity.generate()
    monkeypatch.setenv("PAKTHONG_BACKUP_RECIPIENT", str(identity.to_public()))
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-11-30\n# public key: …\n{identity}\n", encoding="utf-8")
    return file


@pytest.fixture
def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    """A party with two editions, a frozen roll, a closed month, a record and a list of its own."""
    party = Party(tmp_path / "data")
    monkeypatch.setenv("PAKTHONG_DATA", str(party.data))
    for day, count in (("2566-09-30", 3), ("2566-10-22", 5)):
        party.members(day, *(member(str(n)) for n in range(count)))
        party.elections(day, election("E1"))
        party.representatives(day, representative("1"))
        party.publish()
    party.write_list("gap_weights.csv", "reason,weight")
    at = datetime(2026, 11, 30, tzinfo=UTC)
    pack = {"pack/pack.pdf": b"%PDF invented"}
    closed_months.close(party, date(2023, 9, 1), party.edition, pack, at, note=lambda: None)
    frozen_rolls.freeze(party, b"{}", date(2023, 10, 22), at, note=lambda _: None)
    for n in range(3):
        log.append(party, "exported", actor="somchai@example.org", what=f"file {n}")
    return party


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below a folder: its mode, its time and its bytes; locks begin empty."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            path.stat().st_mtime_ns // 1_000_000_000,
            path.read_bytes(),
        )
        for path in folder.rglob("*")
        if path.is_file() and path.name != "LOCK"
    }


def test_a_lost_machine_comes_back_with_all_that_the_party_had(
    party: Party, key: Path, say: Say, tmp_path: Path
) -> None:
    backup = tmp_path / "elsewhere.age"
    assert "Only the recipient's key opens it" in say("backup", str(backup))
    assert backup.stat().st_mode & 0o777 == 0o600
    assert b"somchai" not in backup.read_bytes()
    had, kept = contents(party.data), editions.editions(party)
    of_each = ("exports/", "warehouse/staged/", "closed/", "rolls/", "audit/", "VERSION", "gap_")
    assert all(any(name.startswith(each) for name in had) for each in of_each)
    assert len(kept) == 2
    shutil.rmtree(party.data)
    said = say("restore", str(backup), "--identity", str(key))
    assert "The record is whole: 4 lines" in said
    assert contents(party.data) == had
    assert editions.editions(party) == kept and party.edition == kept[0]
    assert closed_months.editions(party) == frozenset({kept[0]})
    folders = [party.data, *(path for path in party.data.rglob("*") if path.is_dir())]
    assert len(folders) > 10 and party.warehouse.stat().st_mode & 0o777 == 0o700
    refused = say("restore", str(backup), "--identity", str(key), code=1)
    assert "holds the party's files already (audit, closed, exports" in refused
    assert contents(party.data) == had


def test_a_backup_comes_back_by_the_python_of_debian_12(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose tarfile is of before there were filters."""
    extract = tarfile.TarFile.extract

    def as_it_was(
        archive: tarfile.TarFile, member: tarfile.TarInfo, path: str = "", set_attrs: bool = True
    ) -> None:
        extract(archive, member, path, set_attrs, filter="fully_trusted")

    had = contents(party.data)
    say("backup", str(tmp_path / "elsewhere.age"))
    shutil.rmtree(party.data)
    monkeypatch.setattr(tarfile.TarFile, "extract", as_it_was)
    say("restore", str(tmp_path / "elsewhere.age"), "--identity", str(key))
    assert contents(party.data).keys() >= had.keys()


def test_a_backup_is_of_one_moment_while_builds_uploads_and_the_record_go_on(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_done = threading.Event()

    def build() -> None:
        while not is_done.is_set():
            with suppress(editions.BuildBusy), editions.new_edition(party) as draft:
                draft.con.execute(f"create table edition as select '{draft.name}' as edition")
                draft.publish(["edition"], ["edition"])
            editions.prune(party, 2)
            is_done.wait(0.05)  # else nobody else comes to the lock

    def record() -> None:
        while not is_done.is_set():
            log.append(party, "exported", actor="somchai@example.org")

    def upload() -> None:
        while not is_done.is_set():
            folder = party.data / "intake" / "given-up"
            folder.mkdir(parents=True)
            (folder / "members.csv").write_text("a\n" * 1000)
            shutil.rmtree(folder)

    workers = [threading.Thread(target=work) for work in (build, record, upload)]
    for worker in workers:
        worker.start()
    backups = [tmp_path / f"{n}.age" for n in range(4)]
    try:
        for backup in backups:
            served_before, until = party.edition, time.monotonic() + _PATIENCE
            say("backup", str(backup))
            while party.edition == served_before and time.monotonic() < until:
                time.sleep(0.05)  # a backup may be done before a build is
    finally:
        is_done.set()
        for worker in workers:
            worker.join()
    lines, served = set(), set()
    for backup in backups:
        restored = Party(tmp_path / backup.stem)
        monkeypatch.setenv("PAKTHONG_DATA", str(restored.data))
        assert "The record is whole" in say("restore", str(backup), "--identity", str(key))
        for edition in editions.editions(restored):
            assert restored.rows("select edition from edition", edition=edition) == [(edition,)]
        assert restored.edition == editions.editions(restored)[0]
        assert not list(restored.warehouse.glob(".draft-*"))
        lines.add(log.read(restored).lines)
        served.add(restored.edition)
    assert len(lines) == len(backups) and len(served) > 1, "others went on meanwhile"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda content: content[: len(content) // 2],
    "cut at the end": lambda content: content[:-1],
    "a bit turned": lambda content: content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
    "empty": lambda _: b"",
    "no backup": lambda _: b"members.csv\n" * 1000,
}


def test_what_is_damaged_or_somebody_elses_restores_nothing(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, spoiled, other = (tmp_path / name for name in ("whole.age", "spoiled.age", "other.txt"))
    say("backup", str(whole))
    other.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "new"))
    for how, damage in DAMAGES.items():
        spoiled.write_bytes(damage(whole.read_bytes()))
        said = say("restore", str(spoiled), "--identity", str(key), code=1)
        assert "Nothing was restored" in said, how
    assert "Nothing was restored" in say("restore", str(whole), "--identity", str(other), code=1)
    assert "holds no key" in say("restore", str(whole), "--identity", str(whole), code=1)
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.parametrize("name", ["../outside", "/outside", "link"])
def test_a_backup_that_was_made_to_leave_the_folder_restores_nothing(
    key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        if name == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(entry)
    identity = pyrage.x25519.Identity.from_str(key.read_text("utf-8").splitlines()[-1])
    forged, data = tmp_path / "forged.age", tmp_path / "below" / "data"
    forged.write_bytes(pyrage.encrypt(plain.getvalue(), [identity.to_public()]))
    monkeypatch.setenv("PAKTHONG_DATA", str(data))
    assert "Nothing was restored" in say("restore", str(forged), "--identity", str(key), code=1)
    assert not list(data.iterdir())
    assert not list(tmp_path.rglob("outside"))


def test_a_secret_that_is_kept_elsewhere_is_in_the_backup_and_goes_back_there(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "keys" / "secret.key"
    elsewhere.parent.mkdir()
    party.secret.rename(elsewhere)
    monkeypatch.setenv("PAKTHONG_SECRET_FILE", str(elsewhere))
    say("backup", str(tmp_path / "whole.age"))
    secret = elsewhere.read_bytes()
    elsewhere.unlink()
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "new"))
    say("restore", str(tmp_path / "whole.age"), "--identity", str(key))
    assert elsewhere.read_bytes() == secret
    assert not (tmp_path / "new" / "secret.key").exists()


def test_an_export_that_is_written_over_meanwhile_makes_no_backup(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = next((party.exports / "members").iterdir())
    add = tarfile.TarFile.addfile

    def slowly(
        self: tarfile.TarFile, entry: tarfile.TarInfo, file: IO[bytes] | None = None
    ) -> None:
        if entry.name.endswith(export.name):
            export.write_bytes(b"written over in place: " + export.read_bytes())
        add(self, entry, file)

    monkeypatch.setattr(tarfile.TarFile, "addfile", slowly)
    assert "was written over while" in say("backup", str(tmp_path / "b.age"), code=1)
    assert not (tmp_path / "b.age").exists()


def test_what_a_killed_backup_left_goes_with_the_next_build(
    party: Party, key: Path, say: Say, tmp_path: Path
) -> None:
    backup = tmp_path / "b.age"
    killed = (
        "import os, sys; from etl.__main__ import main; from etl.backup import packing;"
        " packing.pack = lambda *_: os._exit(9); main(['backup', sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(backup)], cwd=ROOT, check=False)
    assert done.returncode == 9 and not backup.exists()
    (left,) = party.data.glob(".*backup*")
    assert list(left.rglob("*.csv")), "exports have a second name"
    with editions.new_edition(party):
        assert not left.exists()
    say("backup", str(backup))
    assert backup.exists()


def test_without_a_recipient_or_among_the_partys_files_there_is_no_backup(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAKTHONG_BACKUP_RECIPIENT")
    assert "Nobody is named" in say("backup", str(tmp_path / "b.age"), code=1)
    monkeypatch.setenv("PAKTHONG_BACKUP_RECIPIENT", "age1nobody")
    assert "is not a recipient" in say("backup", str(tmp_path / "b.age"), code=1)
    monkeypatch.setenv(
        "PAKTHONG_BACKUP_RECIPIENT", str(pyrage.x25519.Identity.generate().to_public())
    )
    assert "has to lie outside" in say("backup", str(party.data / "b.age"), code=1)
    fifo, missing = tmp_path / "fifo", tmp_path / "missing" / "b.age"
    os.mkfifo(fifo)
    for no_place in (fifo, tmp_path, missing):
        assert "is no file, or its folder" in say("backup", str(no_place), code=1)
    assert fifo.is_fifo()
    assert "There is no file" in say("restore", str(missing), "--identity", str(key), code=1)
    assert not (tmp_path / "b.age").exists()


def test_a_folder_keeps_the_newest_and_nothing_half_written(
    party: Party, key: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    assert "There is no folder" in say("backup", str(folder), "--keep", "2", code=1)
    folder.mkdir()
    (folder / "notes.txt").write_text("not a backup")
    for day in (28, 29, 30, 30):
        monkeypatch.setattr(upkeep, "today", lambda day=day: date(2026, 11, day))
        say("backup", str(folder), "--keep", "2")
    names = ["notes.txt", "pakthong-2026-11-29.age", "pakthong-2026-11-30.age"]
    assert sorted(path.name for path in folder.iterdir()) == names
    older = {path: path.read_bytes() for path in folder.iterdir()}
    # A kill in the middle leaves no file of that name, nor of an older one less.
    monkeypatch.setattr(upkeep, "today", lambda: date(2026, 12, 1))
    process = _backing_up(folder)
    draft = folder / f".pakthong-{today():%Y-%m-%d}.age.new"
    while not list(draft.glob("made*")):
        assert process.poll() is None
    process.kill()
    process.wait()
    assert {path: path.read_bytes() for path in folder.glob("[!.]*")} == older
    # Neither does one that cannot be written.
    monkeypatch.setenv("PAKTHONG_BACKUP_RECIPIENT", "age1nobody")
    assert "Nothing was written" in say("backup", str(folder), "--keep", "2", code=1)
    assert {path: path.read_bytes() for path in folder.glob("[!.]*")} == older
    assert not draft.exists()


def _backing_up(folder: Path) -> subprocess.Popen[bytes]:
    """A backup that stops once its file is begun, until it is killed."""
    script = (
        "import sys, time\n"
        "from etl.__main__ import main\n"
        "from etl.backup import packing\n"
        "packing.pack = lambda *_: time.sleep(600)\n"
        "main(['backup', sys.argv[1], '--keep', '2'])\n"
    )
    return subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT)
