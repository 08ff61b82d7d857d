"""Is all that is made for its owner's eyes only, whatever the umask, and the rest warned of?"""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl import build
from etl.__main__ import main
from etl.audit import log
from etl.personal_data.file_permissions import files_open_to_others
from etl.sample import write
from etl.warehouse import frozen_rolls
from tests.etl.personal_data.planted import files_below
from tests.party import Party, Silent, member


def open_to_others(folder: Path) -> list[Path]:
    every = [*folder.rglob("*")]
    return [path for path in every if path.stat().st_mode & 0o077]


@pytest.mark.usefixtures("anything_goes")
def test_what_is_made_of_a_list_is_closed_to_others_whatever_the_umask(party: Party) -> None:
    file = party.members("2566-10-22", member("1"))
    file.chmod(0o600)
    for folder in (file.parent, party.exports):
        folder.chmod(0o700)
    assert main(["build"]) == 0
    assert len(list(files_below(party.warehouse))) > 5
    assert open_to_others(party.data) == []


@pytest.mark.slow
@pytest.mark.usefixtures("anything_goes")
def test_what_is_made_is_closed_to_others_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    party = Party(tmp_path)
    write.write_sample(party, lambda _: None)
    build.build(party, Silent())
    log.append(party, "built", actor="local:test")
    frozen_rolls.freeze(party, b"{}", date(2024, 4, 6), datetime.now(UTC), note=lambda _: None)
    assert main(["report", "--month", "2566-10", "--lang", "en"]) == 0
    assert main(["close", "--month", "2566-09"]) == 0
    assert {path.name for path in tmp_path.iterdir()} >= {
        *("audit", "closed", "exports", "reports", "rolls", "secret.key", "warehouse")
    }
    assert len(list(files_below(tmp_path))) > 60
    assert open_to_others(tmp_path) == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    if any(not each.stat().st_mode & 0o011 for each in folder.parents):
        pytest.skip("the folder for temporary files is closed to others on this machine")
    yield folder
    shutil.rmtree(folder)


def test_an_exports_folder_of_the_partys_own_is_left_as_it_is_and_warned_of(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(open_folder))
    party = Party(open_folder)
    file = party.members("2566-09-30", member("1"))
    for folder in (party.exports, file.parent):
        folder.chmod(0o755)
    file.chmod(0o644)
    assert files_open_to_others(party) == [file]
    assert main(["build"]) == 0
    assert file.stat().st_mode & 0o777 == 0o644
    assert "No other user of this machine can read the exports" in capsys.readouterr().out
    check = "select passed, found from checks where name = 'exports_are_closed_to_others'"
    assert party.rows(check) == [(False, 1)]
    file.chmod(0o600)
    party.publish()
    assert party.rows(check) == [(True, 0)]
    file.chmod(0o644)
    file.parent.chmod(0o700)
    assert files_open_to_others(party) == [], "the folder above keeps others out"
