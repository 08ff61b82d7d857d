"""Is a failure called what it is, with its file and its cure?"""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.faults import sentence_of
from etl.settings import Settings
from tests.damages import cut, empty, flip
from tests.party import Party


def failure(settings: Settings, path: Path, query: str) -> str:
    """Return what is said of what DuckDB cannot read."""
    with duckdb.connect() as con, pytest.raises(duckdb.Error) as failed:
        con.execute(query, {"path": str(path)})
    return sentence_of(failed.value, settings).en


@pytest.mark.parametrize("damage", [cut, empty, flip])
def test_a_damaged_file_of_ours_is_named_with_its_cure(
    party: Party, damage: Callable[[Path], None]
) -> None:
    party.staged.mkdir(parents=True)
    path = party.staged / "x.parquet"
    duckdb.execute("copy (select range from range(99)) to $path", {"path": str(path)})
    if damage is flip:
        path.write_bytes(path.read_bytes()[:-8] + b"\xff" * 8)
    else:
        damage(path)
    said = failure(party, path, "from read_parquet($path)")
    assert str(path) in said
    assert "python -m etl build" in said
    assert "room" not in said


def test_a_database_of_ours_that_is_cut_is_no_full_disk(party: Party) -> None:
    party.warehouse.mkdir(parents=True)
    with duckdb.connect(str(party.archive)) as con:
        con.execute("create table t as select range from range(500000)")
    cut(party.archive)
    said = failure(party, party.archive, f"attach '{party.archive}' as a; from a.t; select $path")
    assert str(party.archive) in said
    assert "backup" in said


def test_what_the_system_refuses_is_told_apart(party: Party) -> None:
    export, own = party.drop("members/x.csv", "x"), party.data / "rolls" / "x.json"
    assert "room" in sentence_of(OSError(28, "No space left on device", str(own)), party).en
    assert (
        "may read and write"
        in sentence_of(PermissionError(13, "Permission denied", str(own)), party).en
    )
    assert "Export it again" in sentence_of(OSError(5, "Input/output error", str(export)), party).en
    assert "backup" in sentence_of(OSError(5, "Input/output error", str(own)), party).en
    spilled = duckdb.IOException(f'Could not write "{own}": No space left on device')
    assert "room" in sentence_of(spilled, party).en
