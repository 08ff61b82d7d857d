"""Is a damaged edition noticed before it is used, and made anew by the next build?"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from etl.warehouse import editions
from tests.conftest import Say
from tests.damages import DAMAGES, cut, empty, remove
from tests.pages.test_pages import open_page, words
from tests.party import Party, member
from tests.slow import unless

CASES = [
    (damage, file)
    for damage in DAMAGES
    for file in ("public.duckdb", "private.duckdb", "seal.json")
    if (damage, file) != (remove, "seal.json")
]


@pytest.mark.parametrize(
    ("damage", "file"), unless(lambda case: case == (cut, "public.duckdb"), CASES)
)
def test_a_damaged_edition_is_made_anew_and_an_older_one_serves_meanwhile(
    party: Party, say: Say, damage: Callable[[Path], None], file: str
) -> None:
    party.members("2566-08-31", member("1"))
    older = party.publish()
    party.members("2566-09-30", member("1"), member("2"))
    damaged = party.publish()
    damage(party.warehouse / damaged / file)
    assert party.edition == older
    output = say("build")
    assert damaged in output
    assert editions.damaged_edition(party) is None
    assert party.edition not in (older, damaged)
    assert party.rows("select sum(joined) from membership_daily") == [(2,)]
    assert "Nothing has changed" in say("build")


def test_an_officer_is_told_of_the_damage_beside_what_serves(party: Party) -> None:
    party.members("2566-08-31", member("1"))
    party.publish()
    party.members("2566-09-30", member("1"), member("2"))
    damaged = party.publish()
    cut(party.public)
    st.cache_data.clear()
    st.cache_resource.clear()
    assert damaged in words(
        open_page("pages/organisers/data_health/page.py", party.data, lang="en")
    )


def test_where_no_edition_is_whole_its_damage_is_named_and_nothing_else_serves(
    party: Party, say: Say
) -> None:
    party.members("2566-08-31", member("1"))
    damaged = party.publish()
    empty(party.public)
    assert damaged in say("report", "--month", "2566-08", code=1)
    shutil.rmtree(party.exports)
    assert damaged in say("ready", code=1)
    assert not party.exports.exists()


def test_a_pointer_that_says_nothing_leaves_the_newest_edition_serving(
    party: Party, say: Say
) -> None:
    party.members("2566-08-31", member("1"))
    published = party.publish()
    (party.warehouse / editions.POINTER).write_bytes(b"\xff\x00../..")
    assert party.edition == published
    say("build")
    assert editions.damaged_edition(party) is None


def test_an_edition_of_an_earlier_version_has_no_seal_and_serves(party: Party, say: Say) -> None:
    party.members("2566-08-31", member("1"))
    published = party.publish()
    (party.warehouse / published / "seal.json").unlink()
    assert "Nothing has changed" in say("build")
    assert party.edition == published


def test_an_edition_that_somebody_was_taken_out_of_is_whole(party: Party, say: Say) -> None:
    party.members("2566-08-31", member("1"), member("2"))
    published = party.publish()
    say("forget", "1")
    assert editions.damaged_edition(party) is None
    assert party.edition == published
