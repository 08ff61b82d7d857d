"""Whatever file of the party's folder is damaged: is the cause said, and never a traceback?"""

import random
import shutil
from datetime import date
from itertools import cycle
from pathlib import Path

import duckdb
import pytest

from bench.hardening import damage, small_party
from etl.faults import sentence_of
from etl.personal_data import forgotten
from etl.personal_data.pseudonyms import KEY_DIGITS, read_secret
from etl.settings import SHIPPED
from etl.warehouse import editions
from tests.conftest import Say
from tests.party import DAY, Party, member
from tests.slow import these

LISTS = (
    *("forgotten.csv", "targets.csv", "published_totals.csv", "regions.csv", "region_names.csv"),
    *(
        "gap_weights.csv",
        "marks.csv",
        "headings.csv",
        "place_aliases.csv",
        "representative_reviews.csv",
    ),
    *("population.csv", "rules.toml"),
)
BROKEN = ("in another encoding", "a folder", "bytes flipped")


@pytest.fixture
def lists(party: Party) -> Party:
    """A party that has published, with a list of each kind of its own."""
    party.members(DAY, member("1"), member("2"))
    for name in LISTS[1:]:
        shutil.copyfile(SHIPPED / "data" / name, party.data / name)
    forgotten.add(party, read_secret(party), "0" * KEY_DIGITS, date(2023, 10, 1))
    party.publish()
    return party


def test_a_damaged_list_of_the_party_is_told_of_by_its_name(lists: Party, tmp_path: Path) -> None:
    told = 0
    for name, how in zip(LISTS, cycle(BROKEN), strict=False):
        copy = tmp_path / "copy"
        shutil.copytree(lists.data, copy, ignore=shutil.ignore_patterns("copy"))
        damage.DAMAGES[how](copy / name)
        code, said = small_party.run(copy, ("check",))
        shutil.rmtree(copy)
        assert code == 0 or name in said, (name, how, said)
        assert damage.UNFORESEEN not in said
        told += code
    assert told >= len(LISTS) // 2


@pytest.mark.parametrize("encoding", these((0,), ["utf-16", "utf-8-sig", "cp874"]))
def test_the_list_of_those_forgotten_is_read_or_told_of_in_any_encoding(
    lists: Party, say: Say, encoding: str
) -> None:
    path = lists.data / "forgotten.csv"
    path.write_bytes((path.read_text() + "# ลืม\n").encode(encoding))
    assert "forgotten.csv" in say("check", code=1)


def test_a_damaged_account_of_what_was_read_is_read_again(lists: Party, say: Say) -> None:
    (account,) = (path for path in lists.staged.glob("*.json") if path.name != "index.json")
    for how in ("cut", "emptied", "bytes flipped", "of another version"):
        damage.DAMAGES[how](account)
        say("check")
    for how in ("cut", "of another version"):
        damage.DAMAGES[how](account.with_suffix(".parquet"))
        say("check")


def test_a_pointer_that_says_nothing_leaves_the_newest_edition_serving(lists: Party) -> None:
    published = lists.edition
    for how in ("bytes flipped", "in another encoding", "a folder"):
        damage.DAMAGES[how](lists.warehouse / "CURRENT")
        assert lists.edition == published
        assert editions.damaged_edition(lists) == "CURRENT"


def test_what_nobody_foresaw_is_told_by_its_kind_and_place_alone() -> None:
    try:
        member("1")["นาง สมมติ ไม่มีจริง"]
    except KeyError as error:
        said = sentence_of(error)
    assert "KeyError, test_damage.py:" in said.en
    assert "สมมติ" not in str(said)
    quoting = duckdb.ConversionException("Could not convert 'นาง สมมติ'")
    assert "สมมติ" not in str(sentence_of(quoting))


def test_a_file_that_is_a_folder_is_no_full_disk(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as raised:
        tmp_path.read_bytes()
    assert str(tmp_path) in sentence_of(raised.value).en
    assert "full" not in sentence_of(raised.value).en


@pytest.mark.slow
def test_every_command_says_what_is_damaged(tmp_path: Path) -> None:
    settings = small_party.publish(tmp_path / "party")
    every = damage.attempts(settings.data)
    assert len(every) > 1_000
    tried = random.Random(date.today().isoformat()).sample(every, 60)
    assert not list(damage.faults(settings.data, tmp_path, tried))
