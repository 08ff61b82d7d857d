"""Does the `data/` of every version come to the newest, its record whole, its numbers the same?"""

import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from etl import data_version
from etl.audit import log
from tests.conftest import Say
from tests.discovery import ROOT
from tests.party import Party
from tests.upgrades.make import FOLDER, MOST_BYTES

ARCHIVES = sorted(FOLDER.glob("*.tar.xz"))
VERSIONS = [path.name.removesuffix(".tar.xz") for path in ARCHIVES]
NUMBERS = (
    "select * from membership_daily order by all",
    "select * from coverage_spans order by all",
    "select election_id, amphoe_code, held_on, status, term_from from elections order by all",
)


@pytest.fixture(params=ARCHIVES, ids=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="tar")
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    return Party(tmp_path / "data")


def test_each_version_is_here_and_small() -> None:
    assert VERSIONS[0] == data_version.BEFORE_VERSIONS and len(VERSIONS) >= 2
    assert VERSIONS[-1] == data_version.NOW, "make the present one: tests/upgrades/make.py"
    assert all(path.stat().st_size <= MOST_BYTES for path in ARCHIVES)


def test_the_program_its_changes_and_the_files_name_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    headings = [
        line.split()[1]
        for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert project["version"] == headings[0] == data_version.NOW


def test_any_version_comes_to_the_newest_and_its_numbers_are_the_same(old: Party, say: Say) -> None:
    before = [old.rows(query) for query in NUMBERS]
    edition = old.edition
    assert all(before)
    entries = log.read(old).entries
    assert entries
    if data_version.found(old) != data_version.NOW:
        refused = say("build", code=1)
        assert "First type: python -m etl migrate" in refused
        assert say("report", code=1) == refused
        assert old.edition == edition, "nothing was published"
        assert "were taken from version" in say("migrate")
        kept = old.data / f"before-{data_version.NOW}"
        assert (kept / "audit" / "log.jsonl").stat().st_size
    assert "nothing to upgrade" in say("migrate")
    assert "The record is whole" in say("record", "--verify")
    record = log.read(old)
    assert record.entries[: len(entries)] == entries
    old.publish()  # what newer versions ask about is answered with yes
    say("build")
    assert [old.rows(query) for query in NUMBERS] == before
    assert [old.rows(query, edition=edition) for query in NUMBERS] == before
    assert log.read(old).broken_at is None


def test_an_upgrade_that_is_killed_anywhere_is_finished_by_the_next(
    old: Party, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old.data / "VERSION").unlink(missing_ok=True)
    before = log.read(old).lines
    with monkeypatch.context() as killed:
        killed.setattr(data_version, "write", _killed)
        say("migrate", code=130)
    say("migrate")
    record = log.read(old)
    assert record.broken_at is None
    is_sealed = (old.data / "audit" / "log.jsonl").exists()
    assert record.lines == before + is_sealed, "it is sealed once"


def _killed(_: object) -> None:
    raise KeyboardInterrupt


def test_files_of_a_newer_version_are_refused_in_a_sentence(old: Party, say: Say) -> None:
    (old.data / "VERSION").write_text("10.0.0\n")
    for words in (["build"], ["check"], ["migrate"], ["retain"]):
        assert "newer than this program" in say(*words, code=1)
    (old.data / "VERSION").write_text("soon\n")
    assert "does not hold the number of a version" in say("build", code=1)


def test_the_dashboard_does_not_start_on_files_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "log.jsonl").touch()
    env = os.environ | {"PAKTHONG_DATA": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "-c", "import serve"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert started.returncode == 1
    assert "First type: python -m etl migrate" in started.stderr
