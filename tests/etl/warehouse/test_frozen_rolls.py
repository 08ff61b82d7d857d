"""Does a frozen roll stay what it was, whatever is built, written or broken afterwards?"""

import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl import build
from etl.warehouse import frozen_rolls
from tests.party import Party, Silent, member, representative
from tests.slow import these

RECORD = '{"kind":"agm_roll","rows":[{"name":"มานี สมมติวงศ์"}]}'.encode()
CUTOFF = date(2024, 4, 6)
AT = datetime(2024, 4, 5, 3, 30, 15, 99, tzinfo=UTC)


def unnoted(_: str) -> None:
    """Nothing here is about the record of use."""


def file_of(party: Party, frozen: frozen_rolls.FrozenRoll) -> Path:
    return party.data / "rolls" / f"{frozen.name}.json"


def rewrite(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


def test_a_frozen_roll_reopens_as_it_was_and_says_when_it_was_frozen(party: Party) -> None:
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    assert frozen_rolls.reopen(party, frozen.name) == RECORD
    assert frozen_rolls.rolls(party) == [frozen]
    assert frozen.frozen_at == AT.replace(microsecond=0)
    assert frozen.is_intact and frozen.sha256 is not None
    assert frozen.name == f"2024-04-06_{frozen.sha256[:12]}"
    record, seal = file_of(party, frozen).read_bytes().splitlines()
    assert record == RECORD
    assert json.loads(seal) == {"sha256": frozen.sha256, "frozen_at": "2024-04-05T03:30:15+00:00"}


def test_only_its_owner_can_read_a_frozen_roll_and_nobody_can_write_it(party: Party) -> None:
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    path = file_of(party, frozen)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path], "no draft is left behind"


def test_the_same_roll_frozen_twice_is_refused_naming_when_and_nothing_is_written(
    party: Party,
) -> None:
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    before = file_of(party, frozen).read_bytes()
    with pytest.raises(frozen_rolls.AlreadyFrozen) as refused:
        frozen_rolls.freeze(party, RECORD, CUTOFF, datetime(2024, 4, 6, tzinfo=UTC), note=unnoted)
    assert "5 เม.ย. 2567" in refused.value.message.th
    assert "10:30" in refused.value.message.th, "the time is Thailand's"
    assert "5 Apr 2024 at 10:30" in refused.value.message.en
    assert file_of(party, frozen).read_bytes() == before
    assert list(file_of(party, frozen).parent.iterdir()) == [file_of(party, frozen)]


def test_another_roll_of_the_same_day_stands_beside_the_first_newest_first(party: Party) -> None:
    first = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    second = frozen_rolls.freeze(
        party, RECORD + b" ", CUTOFF, datetime(2024, 4, 6, tzinfo=UTC), note=unnoted
    )
    assert frozen_rolls.rolls(party) == [second, first]
    assert frozen_rolls.reopen(party, first.name) == RECORD


def test_a_roll_that_was_changed_is_not_shown_and_is_listed_as_broken(party: Party) -> None:
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    path = file_of(party, frozen)
    whole = path.read_bytes()
    changed = RECORD.replace("มานี".encode(), "มานะ".encode())
    resealed = frozen_rolls.freeze(Party(party.data / "own"), changed, CUTOFF, AT, note=unnoted)
    forged = file_of(Party(party.data / "own"), resealed).read_bytes()
    for bad in (
        whole.replace("มานี".encode(), "มานะ".encode()),
        whole[:-20],
        RECORD,
        b"",
        whole + b"{}\n",
        forged,
        RECORD + b'\n{"sha256":"x"}\n',
        RECORD + b"\n[]\n",
    ):
        rewrite(path, bad)
        with pytest.raises(frozen_rolls.RollChanged) as refused:
            frozen_rolls.reopen(party, frozen.name)
        assert frozen.name in refused.value.message.th
        assert [(each.name, each.is_intact) for each in frozen_rolls.rolls(party)] == [
            (frozen.name, False)
        ]
        with pytest.raises(frozen_rolls.RollChanged):
            frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
        assert path.read_bytes() == bad
    rewrite(path, whole)
    assert frozen_rolls.reopen(party, frozen.name) == RECORD


@pytest.mark.parametrize(
    "name",
    ["2024-04-06_0123456789ab", "../secret", "", "2024-99-99_0123456789ab", "x/../../y", "\0"],
)
def test_a_roll_that_is_not_there_is_refused_by_name(party: Party, name: str) -> None:
    with pytest.raises(frozen_rolls.NoRoll) as refused:
        frozen_rolls.reopen(party, name)
    assert name in refused.value.message.en


def test_what_is_no_roll_in_the_folder_is_passed_over(party: Party) -> None:
    assert frozen_rolls.rolls(party) == []
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    for name in ("notes.json", "2024-99-99_0123456789ab.json", ".draft-1"):
        (party.data / "rolls" / name).write_text("x", encoding="utf-8")
    assert frozen_rolls.rolls(party) == [frozen]


def test_a_disk_that_refuses_leaves_nothing_and_says_why(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    with pytest.raises(frozen_rolls.NotFrozen) as refused:
        frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    assert "Operation not permitted" in refused.value.message.en
    assert list((party.data / "rolls").iterdir()) == []


def test_a_record_of_several_lines_is_no_record(party: Party) -> None:
    with pytest.raises(ValueError, match="one line"):
        frozen_rolls.freeze(party, b"{\n}", CUTOFF, AT, note=unnoted)


@pytest.mark.parametrize("builds", these((0,), [4, 10]))
def test_a_frozen_roll_reopens_byte_for_byte_after_later_builds(
    tmp_path: Path, builds: int
) -> None:
    party = Party(tmp_path, keep_editions=2, drop_pct=1000)
    party.members("2566-10-01", member("1"))
    first = build.build(party, Silent()).edition
    frozen = frozen_rolls.freeze(party, RECORD, CUTOFF, AT, note=unnoted)
    file = file_of(party, frozen).read_bytes()
    editions = {first}
    for day in range(10, 10 + builds):
        name = f"คนที่ {day} ตัวอย่างดี"
        party.representatives(f"2566-10-{day}", representative("1", name=name))
        editions.add(build.build(party, Silent()).edition)
    assert len(editions) == builds + 1
    assert frozen_rolls.reopen(party, frozen.name) == RECORD
    assert file_of(party, frozen).read_bytes() == file
