"""Are the sample's exports always the same, safe beside a party's own, and known as invented?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.sample.write import ForeignExports, is_sample, write_sample
from etl.settings import Settings
from tests.party import Party
from tests.slow import unless


def _silent(_: float) -> None:
    return None


def _times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def own(party: Party, sample_exports: Path) -> Settings:
    """A party's folder with its own copy of the sample, so that a test may spoil it."""
    for path in sorted(sample_exports.rglob("*")):
        if path.is_file():
            copy = party.exports / path.relative_to(sample_exports)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return party


@pytest.mark.slow
def test_two_samples_are_the_same_to_the_byte(party: Party, sample_exports: Path) -> None:
    heard: list[float] = []
    written = write_sample(party, heard.append)
    names = {path.relative_to(party.exports) for path in written}
    assert names | {Path("SAMPLE.txt")} == {
        path.relative_to(sample_exports) for path in sample_exports.rglob("*") if path.is_file()
    }
    for name in names:
        assert (party.exports / name).read_bytes() == (sample_exports / name).read_bytes(), name
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert sorted(path.name for path in party.data.iterdir()) == ["exports"]


def test_the_sample_stays_small(sample_exports: Path) -> None:
    size = sum(path.stat().st_size for path in sample_exports.rglob("*") if path.is_file())
    assert size < 65_000_000


def test_a_second_run_writes_nothing(own: Settings) -> None:
    before = _times(own.data)
    assert write_sample(own, _silent) == []
    assert _times(own.data) == before


@pytest.mark.slow
def test_a_sample_that_was_not_finished_is_written_again(own: Settings) -> None:
    lost = own.exports / "members" / "members_2566-10-22.csv"
    whole = lost.read_bytes()
    lost.unlink()
    # What a run that was killed half-way leaves behind is cleared away.
    unfinished = own.data / ".sample-unfinished"
    (unfinished / "members").mkdir(parents=True)
    assert len(write_sample(own, _silent)) == 16
    assert lost.read_bytes() == whole
    assert not unfinished.exists()


@pytest.mark.slow
def test_a_sample_of_another_version_is_replaced(own: Settings) -> None:
    marker = own.exports / "SAMPLE.txt"
    lines = marker.read_text(encoding="utf-8").splitlines()
    lines[-1] = f"{'0' * 64}  SAMPLE.txt"
    marker.write_text("\n".join(lines), encoding="utf-8")
    assert len(write_sample(own, _silent)) == 16
    assert write_sample(own, _silent) == []


def _beside(exports: Path) -> Path:
    path = exports / "members" / "ทะเบียน_2566-11-30.csv"
    path.write_text("เลขที่สมาชิก\n0000001\n", encoding="utf-8")
    return path


def _instead(exports: Path) -> Path:
    path = exports / "members" / "members_2566-10-22.csv"
    path.write_text("เลขที่สมาชิก\n0000001\n", encoding="utf-8")
    return path


def _without_marker(exports: Path) -> Path:
    (exports / "SAMPLE.txt").unlink()
    return exports / "members" / "members_2566-10-22.csv"


@pytest.mark.parametrize(
    "spoil", unless(lambda spoil: spoil is _instead, [_beside, _instead, _without_marker])
)
def test_files_that_are_not_the_sample_s_own_are_never_overwritten(
    own: Settings, spoil: Callable[[Path], Path]
) -> None:
    foreign = spoil(own.exports)
    before = _times(own.data)
    with pytest.raises(ForeignExports) as refused:
        write_sample(own, _silent)
    assert _times(own.data) == before
    assert foreign.exists()
    for words in (refused.value.message.th, refused.value.message.en):
        assert str(own.exports) in words


def test_files_a_system_leaves_unseen_are_nobody_s_exports(own: Settings) -> None:
    (own.exports / ".DS_Store").write_bytes(b"\0")
    assert write_sample(own, _silent) == []


def test_the_marker_says_in_both_languages_that_all_is_invented(sample_exports: Path) -> None:
    words = (sample_exports / "SAMPLE.txt").read_text(encoding="utf-8")
    assert "ข้อมูลสมมติ" in words
    assert "invented" in words


def test_the_sample_is_known_while_any_of_its_files_is_there_under_whatever_name(
    own: Settings,
) -> None:
    assert is_sample(own.exports)
    kept = own.exports / "members" / "members_2566-08-31.csv"
    for path in sorted(own.exports.rglob("*")):
        if path.is_file() and path.name not in ("SAMPLE.txt", kept.name):
            path.unlink()
    kept.rename(own.exports / "renamed_2566-08-31.csv")
    assert is_sample(own.exports)
    (own.exports / "renamed_2566-08-31.csv").unlink()
    _beside(own.exports)
    assert not is_sample(own.exports)


def test_a_folder_that_is_not_there_is_no_sample(tmp_path: Path) -> None:
    assert not is_sample(tmp_path / "exports")
