"""Are damaged rows read again from their export, and named where that is gone?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.ingest import stage
from etl.ingest.staging_store import StagedDamaged, note_removed
from etl.personal_data.pseudonyms import read_secret
from tests.damages import DAMAGES, cut, empty, flip
from tests.etl.ingest.reading import put_members, row, rows_of
from tests.party import Party
from tests.slow import unless

CASES = [
    (damage, suffix)
    for damage in DAMAGES
    for suffix in (".parquet", ".rejects.parquet", ".json")
    if (damage.__name__, suffix) != ("make_folder", ".json")
]


@pytest.mark.parametrize(
    ("damage", "suffix"),
    unless(lambda case: case in [(flip, ".parquet"), (empty, ".json")], CASES),
)
def test_damaged_rows_are_read_again(
    party: Party, damage: Callable[[Path], None], suffix: str
) -> None:
    put_members(party, row())
    before = party.load()
    assert before.staged_path
    damage(before.staged_path.with_suffix(suffix))
    again = party.load()
    assert (again.status, again.staged) == ("loaded", 1)
    assert rows_of(again) != []
    assert party.load().status == "unchanged"


@pytest.mark.parametrize("suffix", [".parquet", ".json"])
def test_damaged_rows_whose_export_is_gone_are_named(party: Party, suffix: str) -> None:
    put_members(party, row())
    load = party.load()
    assert load.staged_path
    secret = read_secret(party)
    note_removed(party, load, secret)
    (party.exports / load.file).unlink()
    assert [each.file for each in stage.without_export(party, [], secret)] == [load.file]
    damaged = load.staged_path.with_suffix(suffix)
    cut(damaged)
    with pytest.raises(StagedDamaged, match=damaged.name):
        stage.without_export(party, [], secret)


def test_an_account_that_was_changed_by_hand_is_not_believed(party: Party) -> None:
    put_members(party, row())
    load = party.load()
    assert load.staged_path
    account = load.staged_path.with_suffix(".json")
    account.write_text(json.dumps(json.loads(account.read_text()) | {"staged": 7}))
    assert party.load().staged == 1
