"""Does a file outlive kill -9, a full disk and two writers at once, and is it its owner's alone?"""

import json
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from etl import safe_files
from tests.discovery import ROOT

KILLS = 15
"""How often a writer is killed; a hundred and more find no more than these."""

WRITER = """
import json, os, sys
from pathlib import Path
from etl import safe_files

os.umask(0)
folder, name, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(first, int(sys.argv[4])):
    safe_files.make_folder(folder / "deep" / "er")
    fact = json.dumps({"by": name, "number": number, "text": "ก" * 300 * (number % 40)})
    safe_files.write_whole(folder / "deep" / "er" / "whole.json", fact)
    with safe_files.appending(folder / "log.jsonl") as log:
        log.append(fact)
    with safe_files.draft(folder / f"pack-{number}") as made:
        safe_files.write_files(made, {"a.txt": b"a", "b/b.txt": b"b"})
        if not (folder / f"pack-{number}").exists():
            made.rename(folder / f"pack-{number}")
    print(number, flush=True)
"""
"""Writes a file, a line and a folder again and again, and says so after each of these."""


def write(folder: Path, name: str, first: int, end: int) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", WRITER, str(folder), name, str(first), str(end)]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> list[int]:
    """Return the numbers of what a writer that has ended said was on the disk."""
    assert process.stdout
    with process.stdout as out:
        said = [int(line) for line in out]
    process.wait()
    return said


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return the log's lines, the last left out if it is not whole."""
    content = (folder / "log.jsonl").read_bytes()
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def open_to_others(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.stat().st_mode & 0o077]


def drafts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]


def test_a_writer_that_is_killed_leaves_the_old_or_the_new_and_nothing_torn(
    tmp_path: Path,
) -> None:
    rng, number, cut = random.Random(1), 0, 0
    for _ in range(KILLS):
        process = write(tmp_path, "one", number, 10**6)
        assert process.stdout
        said = int(process.stdout.readline())
        time.sleep(rng.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        said = max([said, *told(process)])
        assert process.returncode == -signal.SIGKILL
        whole = json.loads((tmp_path / "deep" / "er" / "whole.json").read_bytes())
        assert said <= whole["number"] <= said + 1, "what was said to be written is"
        numbers = [line["number"] for line in lines(tmp_path)]
        assert sorted(set(numbers)) == list(range(len(set(numbers)))), "no line is lost"
        assert said <= len(set(numbers)) - 1 <= said + 1
        for pack in tmp_path.glob("pack-*"):
            assert sorted(path.name for path in pack.rglob("*")) == ["a.txt", "b", "b.txt"]
        assert open_to_others(tmp_path) == []
        cut += bool(drafts(tmp_path))
        number = said + 1
    assert cut, "none was killed in the middle"
    told(write(tmp_path, "last", number, number + 2))
    assert drafts(tmp_path) == []
    assert (tmp_path / "log.jsonl").read_bytes().endswith(b"\n")


def test_two_who_write_at_once_lose_nothing_and_mix_nothing(tmp_path: Path) -> None:
    both = [
        write(tmp_path / "of both", name, first, first + 40)
        for name, first in (("a", 0), ("b", 40))
    ]
    assert [len(told(process)) for process in both] == [40, 40]
    found = lines(tmp_path / "of both")
    assert sorted((line["by"], line["number"]) for line in found) == [
        *(("a", number) for number in range(40)),
        *(("b", number) for number in range(40, 80)),
    ]
    whole = json.loads((tmp_path / "of both" / "deep" / "er" / "whole.json").read_bytes())
    assert whole in found
    assert drafts(tmp_path) == []


FULL = """
import resource, sys
from pathlib import Path
from etl import safe_files

folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
for write in (
    lambda: safe_files.write_whole(folder / "whole", "n" * 101),
    lambda: log.append("n" * 80),
):
    with safe_files.appending(folder / "log") as log:
        try:
            write()
        except OSError as error:
            print(error.errno)
with safe_files.appending(folder / "log") as log:
    log.append("second")
"""
"""Writes more than a file may hold; what follows still fits."""


def test_a_disk_that_takes_half_takes_nothing(tmp_path: Path) -> None:
    safe_files.write_whole(tmp_path / "whole", "old")
    safe_files.write_whole(tmp_path / "log", "f" * 40 + "\n")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == ["27", "27"], done.stderr
    assert (tmp_path / "whole").read_text(encoding="utf-8") == "old"
    assert (tmp_path / "log").read_text(encoding="utf-8") == "f" * 40 + "\nsecond\n"
    assert drafts(tmp_path) == []


def test_a_line_cut_short_never_was(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for before, after in ((b"one\ntw", b"one\nthree\n"), (b"on", b"three\n"), (b"", b"three\n")):
        log.write_bytes(before)
        with safe_files.appending(log) as opened:
            opened.append("three")
            assert opened.content() == after
        assert log.read_bytes() == after


@pytest.mark.usefixtures("anything_goes")
def test_all_is_its_owners_alone_and_what_is_kept_for_good_is_read_only(tmp_path: Path) -> None:
    with safe_files.writing_once(tmp_path / "for good", b"", mode=safe_files.READ_ONLY):
        pass
    assert stat.S_IMODE((tmp_path / "for good").stat().st_mode) == 0o400
    for name in ("lock", "log"):
        (tmp_path / name).touch(mode=0o666)
    with safe_files.locked(tmp_path / "lock"), safe_files.appending(tmp_path / "log"):
        pass
    with safe_files.private_umask():
        (tmp_path / "by a library").touch()
    with safe_files.replacing(tmp_path / "copy") as made:
        made.touch(mode=0o666)
    safe_files.make_folder(tmp_path / "a" / "b")
    assert open_to_others(tmp_path) == []
    tmp_path.joinpath("own").mkdir(mode=0o755)
    safe_files.make_folder(tmp_path / "own")
    assert open_to_others(tmp_path) == [tmp_path / "own"], "the party's own stays as it is"
    safe_files.make_folder(tmp_path / "own", close=True)
    assert open_to_others(tmp_path) == []


def test_what_is_written_once_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "roll"
    with pytest.raises(FileExistsError), safe_files.writing_once(file, b"late"):
        file.write_bytes(b"early")
    with pytest.raises(FileExistsError), safe_files.writing_once(file, b"later"):
        pass
    assert file.read_bytes() == b"early"
    with pytest.raises(LookupError), safe_files.writing_once(tmp_path / "not noted", b""):
        raise LookupError
    assert [path.name for path in tmp_path.iterdir()] == ["roll"]


def test_a_lock_is_one_persons_and_who_does_not_wait_is_told(tmp_path: Path) -> None:
    with safe_files.locked(tmp_path / "lock") as first:
        assert first is not None
        with safe_files.locked(tmp_path / "lock", wait=False) as second:
            assert second is None
        with pytest.raises(BlockingIOError), safe_files.appending(tmp_path / "lock", wait=False):
            pass
    with safe_files.locked(tmp_path / "lock", wait=False) as third:
        assert third is not None


def test_a_sweep_takes_what_killed_writers_left_and_no_draft_in_use(tmp_path: Path) -> None:
    (tmp_path / ".left.new" / "made").mkdir(parents=True)
    with safe_files.draft(tmp_path / "in use") as made:
        made.touch()
        safe_files.sweep(tmp_path)
        assert drafts(tmp_path) == [".in use.new"]
        assert made.exists()
    assert drafts(tmp_path) == []


def test_a_draft_of_an_earlier_version_and_a_name_as_long_as_can_be_are_no_hindrance(
    tmp_path: Path,
) -> None:
    for name in ("short", "ก" * 85):
        (tmp_path / f".{name}"[:60]).with_suffix(".new").write_bytes(b"half")
        safe_files.write_whole(tmp_path / name, "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["short", "ก" * 85]
