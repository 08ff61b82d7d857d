"""Does a key decide of a proposed name, and is it written with who and why, and not asked again?"""

import os
import pty
import subprocess
import sys
from pathlib import Path

from etl.places.aliases import read_aliases
from tests.conftest import Say
from tests.party import Party, member

ROOT = Path(__file__).resolve().parents[3]


def at_a_terminal(party: Party, keys: str) -> str:
    """Run the command at a terminal, press `keys`; returns what it shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "etl", "suggest-places"]
    environment = os.environ | {"PAKTHONG_DATA": str(party.data), "TERM": "xterm", "COLUMNS": "200"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown, pressed = b"", 0
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
            # Each question ends in English, with the last of its keys.
            if shown.count(b"q quit]") > pressed:
                os.write(ours, (keys + "q" * 9)[pressed].encode())
                pressed += 1
    except OSError:
        pass  # the command closed its terminal
    assert process.wait() == 0, shown.decode()
    os.close(ours)
    return shown.decode()


def test_a_key_decides_of_each_name_and_is_written_with_who_and_why(party: Party, say: Say) -> None:
    party.members(
        "2566-09-30",
        member("1"),
        member("2", amphoe="แม่รมม"),
        member("3", amphoe="สนกำแพง"),
        member("4", amphoe="สันทรายย"),
    )
    say("build")
    shown = at_a_terminal(party, "yns")
    assert "แม่รมม" in shown
    aliases = read_aliases(party.data / "place_aliases.csv")
    (new,) = [alias for alias in aliases if "ตรวจแล้ว" in alias.why]
    assert new.reviewed_by.startswith("local:")
    assert len(aliases) > 100  # the shipped ones are still there
    assert (party.data / "place_refused.csv").read_text(encoding="utf-8").count("\n") == 2
    asked_again = at_a_terminal(party, "s")
    assert asked_again.count("[y ") == 2  # one name, in two languages
    say("build")
    assert len(party.rows("select 1 from unplaced")) == 2


def test_without_a_terminal_nothing_is_asked_and_nothing_written(party: Party, say: Say) -> None:
    party.members("2566-09-30", member("1"), member("2", amphoe="แม่รมม"))
    say("build")
    assert "แม่รมม,50,5007" in say("suggest-places")
    assert not (party.data / "place_aliases.csv").exists()
