"""Does a file that is no file, or whose name cannot be shown, cost only itself?"""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.ingest import stage
from etl.ingest.reader import client
from tests.etl.ingest.reading import is_refused_naming, put_members, row, rows_of
from tests.party import Party
from tests.slow import these

GOOD = "members/members_2566-10-23.csv"
NAMES = {
    "old Thai bytes": os.fsdecode("สมาชิก".encode("cp874") + b"_2566-10-22.csv"),
    "bytes that are nothing": os.fsdecode(b"members_\xff\xfe_2566-10-22.csv"),
    "a line break": "members_2566-10-22\n.csv",
    "a bell and an escape": "members_\x07\x1b[2J_2566-10-22.csv",
    "turned around": "members_2566-10-22_\u202excod.csv",
    "a separator of lines": "members_2566-10-22_\u2028.csv",
}


def loads_of(party: Party) -> tuple[stage.Load, dict[str, stage.Load]]:
    """The load of the good list, and those of all others."""
    put_members(party, row(), name=GOOD)
    loads = {load.file: load for load in party.load_all()}
    return loads.pop(GOOD), loads


@pytest.mark.parametrize("name", these((0, 3), NAMES.values()), ids=NAMES.keys())
def test_a_name_that_cannot_be_shown_refuses_its_file_alone(party: Party, name: str) -> None:
    put_members(party, row(id="2"), name=f"members/{name}")
    good, others = loads_of(party)
    assert (good.status, len(others)) == ("loaded", 1)
    (load,) = others.values()
    assert is_refused_naming(load)
    assert not load.file.isascii() and all(sign.isprintable() for sign in load.file)
    load.file.encode()


def test_old_thai_bytes_are_told_by_the_letters_they_were(party: Party) -> None:
    put_members(party, row(), name=NAMES["old Thai bytes"])
    assert party.load().file == "สมาชิก_2566-10-22.csv"


def test_a_folder_with_an_old_name_refuses_what_is_in_it(party: Party) -> None:
    put_members(party, row(), name=os.fsdecode("สมาชิก".encode("cp874")) + "/2566-10-22.csv")
    good, others = loads_of(party)
    assert good.status == "loaded"
    assert is_refused_naming(others["สมาชิก/2566-10-22.csv"])


def test_what_is_invisible_and_harmless_in_a_name_is_read(party: Party) -> None:
    put_members(party, row(), name="สมาชิก\u200b_2566-10-22.csv")
    assert party.load().status == "loaded"


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        before = Path.cwd()
        os.chdir(path.parent)  # its whole path may be longer than a socket's may be
        made.bind(path.name)
        os.chdir(before)


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        a_socket,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("/dev/tty"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("/"),
    ],
    ids=["fifo", "socket", "endless device", "terminal", "nothing", "itself", "folder"],
)
def test_what_is_no_file_is_refused_by_name_without_waiting(
    party: Party, make: Callable[[Path], None]
) -> None:
    (party.exports / "members").mkdir(parents=True)
    make(party.exports / "members" / "members_2566-10-22.csv")
    good, others = loads_of(party)
    assert good.status == "loaded"
    assert list(others) == ["members/members_2566-10-22.csv"]
    assert is_refused_naming(others["members/members_2566-10-22.csv"])


def test_a_file_of_nothing_without_end_is_refused_by_its_size(party: Party) -> None:
    path = put_members(party, row())
    os.truncate(path, 1 << 42)
    assert is_refused_naming(party.load(), "4,194,304 MB")


@pytest.mark.parametrize("keeps_its_time", [False, True])
def test_rows_written_while_a_file_is_read_are_not_kept_under_its_hash(
    party: Party, monkeypatch: pytest.MonkeyPatch, keeps_its_time: bool
) -> None:
    path = put_members(party, row(id="1"), row(id="2"))
    before = path.stat()
    read = client.read_apart

    def overwritten(*told: object) -> stage.Load:
        path.write_bytes(path.read_bytes().replace(b"2", b"3"))
        if keeps_its_time:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return read(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "read_apart", overwritten)
    assert is_refused_naming(party.load())
    assert not list(party.staged.glob("*.parquet"))


def test_a_file_that_takes_the_place_of_one_that_is_read_is_another(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_members(party, row(id="1"))
    read = client.read_apart

    def replaced(*told: object) -> stage.Load:
        draft = put_members(party, row(id="9"), row(id="8"), name=".new")
        draft.replace(path)
        return read(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "read_apart", replaced)
    first = party.load()
    monkeypatch.setattr(stage, "read_apart", read)
    second = party.load()
    assert (first.rows_in, second.rows_in) == (1, 2)
    assert len(rows_of(first)) == 1
    assert first.sha256 != second.sha256
