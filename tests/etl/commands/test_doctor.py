"""Does the doctor find what is wrong, say what mends it, and change nothing?"""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from etl.warehouse import closed_months, editions, frozen_rolls
from tests.conftest import Say
from tests.damages import cut, empty, flip
from tests.party import Party, member

ASKED = 9
"""How many things are examined."""


@pytest.fixture
def kept(party: Party, say: Say) -> Party:
    """A party with one of everything that is kept."""
    party.members("2566-08-31", member("1"))
    say("build")
    now = datetime.now(UTC)
    month, files = date(2023, 7, 1), {"pack.csv": b"1"}
    closed_months.close(party, month, party.edition, files, now, note=lambda: None)
    frozen_rolls.freeze(party, b"{}", date(2023, 8, 1), now, note=lambda _: None)
    for path in (party.exports, *party.exports.rglob("*")):
        path.chmod(0o700)
    return party


def _account(party: Party) -> None:
    (account,) = (path for path in party.staged.glob("*.json") if path.name != "index.json")
    flip(account.with_suffix(".parquet"))


def _close(party: Party) -> None:
    pack = party.data / "closed" / "2023-07" / "pack.csv"
    pack.chmod(0o600)
    empty(pack)


def _roll(party: Party) -> None:
    (roll,) = (party.data / "rolls").glob("*.json")
    roll.chmod(0o600)
    cut(roll)


def _future(party: Party) -> None:
    next(party.warehouse.glob("2*T*")).rename(party.warehouse / "29990101T000000.000000Z")
    (party.warehouse / editions.POINTER).write_text("29990101T000000.000000Z")


FAULTS: list[tuple[Callable[[Party], object], str]] = [
    (lambda party: cut(party.public), "python -m etl build"),
    (_account, "python -m etl build"),
    (_close, "python -m etl restore"),
    (_roll, "python -m etl restore"),
    (lambda party: cut(next((party.data / "audit").glob("*.jsonl"))), "record --verify"),
    (lambda party: party.secret.chmod(0o644), "chmod -R go="),
    (lambda party: (party.data / "VERSION").write_text("0.1.0"), "python -m etl migrate"),
    (_future, "timedatectl"),
]


def test_each_fault_is_said_with_what_mends_it(kept: Party, say: Say) -> None:
    assert say("doctor").count("all is well") == ASKED
    for number, (harm, cure) in enumerate(FAULTS):
        harm(kept)
        output = " ".join(say("doctor", code=1).split())
        assert cure in output, (number, output)
        assert output.count("all is well") == ASKED - number - 1, (number, output)


def test_a_disk_that_is_nearly_full_is_said(
    kept: Party, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shutil.disk_usage(kept.data)._replace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: found)
    assert "5 MB" in say("doctor", code=1)
