"""Makes the small invented `data/` of a version, by that version itself, for the test of upgrades.

`python -m tests.upgrades.make CHECKOUT VERSION`, once a version, before its number changes:
CHECKOUT is a working tree of the commit, and the file `VERSION.tar.xz` beside this one is what the
test takes to the newest.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.party import Party, election, member, representative

FOLDER = Path(__file__).parent
MOST_BYTES = 200_000
_PLACES = ("แม่ริม", "ฝาง", "สันทราย")


def main(checkout: Path, version: str) -> int:
    """Write the archive; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        party = Party(Path(folder) / "data")
        party.data.mkdir(mode=0o700)
        for day, count in (("2566-09-30", 30), ("2566-10-22", 36)):
            rows = [member(str(n), amphoe=_PLACES[n % len(_PLACES)]) for n in range(count)]
            party.members(day, *rows)
            party.elections(day, election("E1", held="22/10/2566"))
            party.representatives(day, representative("1", term_from="01/10/2566"))
            _run(checkout, party.data, "build", "--accept-drop")
        _run(checkout, party.data, "record", "--verify")
        with tarfile.open(FOLDER / f"{version}.tar.xz", "w:xz") as archive:
            archive.add(party.data, "data", filter=_nobodys)
    return 0


def _nobodys(file: tarfile.TarInfo) -> tarfile.TarInfo:
    file.uid = file.gid = 0
    file.uname = file.gname = ""
    return file


def _run(checkout: Path, data: Path, *words: str) -> None:
    env = os.environ | {"PAKTHONG_DATA": str(data)}
    subprocess.run([sys.executable, "-m", "etl", *words], cwd=checkout, env=env, check=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
