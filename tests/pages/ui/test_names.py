"""Are the names of candidates and representatives where they may be, and nowhere else?"""

from pathlib import Path

import pytest

from etl.models import run
from etl.settings import Settings
from etl.warehouse import editions
from i18n.phrases import LANGUAGES
from pages.access import viewer
from pages.ui import data
from tests import discovery
from tests.pages.test_pages import open_page
from tests.party import Con
from tests.slow import these

FOLDED = discovery.words(r'"(\w+_table)"', discovery.modules("pages"), at_least=7)
"""Boxes that are made only once somebody opens them."""
EVERYONE = [page.file for page in discovery.pages() if page.audience == "everyone"]
discovery.enough(EVERYONE, 6, "pages for everyone")


@pytest.fixture(scope="module")
def names(published: Path) -> set[str]:
    """Every name of the sample, and each part of one that is long enough to be told apart."""
    with editions.open_private(public(published)) as con:
        told = con.execute(
            "select name from terms where name is not null union select name from candidates"
        ).fetchall()
    full = {name for (name,) in told}
    assert len(full) > 100
    return full | {part for name in full for part in name.split() if len(part) > 5}


def public(folder: Path) -> Path:
    settings = Settings(data=folder)
    edition = editions.current_edition(settings)
    assert edition
    return editions.public_path(settings, edition)


def test_no_public_table_has_a_name_in_any_cell(published: Path, names: set[str]) -> None:
    with editions.open_edition(public(published)) as con:
        tables = [
            table for (table,) in con.execute("select table_name from duckdb_tables()").fetchall()
        ]
        assert set(tables) == set(run.PUBLIC)
        for table in tables:
            cells = con.execute(f"select * from {table}").fetchall()  # noqa: S608
            text = "\n".join(cell for row in cells for cell in row if isinstance(cell, str))
            assert not [name for name in names if name in text], table


def test_no_public_file_has_a_name_in_its_bytes(published: Path, names: set[str]) -> None:
    """Not only in its tables: what a file once held can stay in it."""
    with_names = {"private.duckdb"}
    settings = Settings(data=published)
    files = [
        path
        for path in settings.warehouse.rglob("*")
        if path.is_file() and path.name not in with_names and settings.staged not in path.parents
    ]
    assert public(published) in files
    for path in files:
        content = path.read_bytes()
        assert not [name for name in names if name.encode() in content], path


@pytest.mark.parametrize("page", these(range(0, len(EVERYONE), 2), EVERYONE))
def test_no_page_for_everyone_shows_a_name(page: str, published: Path, names: set[str]) -> None:
    for language in LANGUAGES:
        at = open_page(page, published, lang=language)
        for key in FOLDED:
            at.session_state[key] = True  # as a click on it does
        at.run()
        shown = f"{at.main}\n{at.sidebar}\n"
        shown += "\n".join(frame.value.to_csv() for frame in at.dataframe)
        assert not [name for name in names if name in shown]


def test_who_is_neither_organiser_nor_officer_gets_no_name(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> viewer.Viewer:
        return viewer.Viewer(provinces=None, audiences=frozenset({"everyone"}))

    def every_name(con: Con, *, provinces: object) -> object:
        return con.execute("select name from terms").df()

    monkeypatch.setattr(viewer, "viewer", nobody)
    with pytest.raises(data.NotAllowed):
        data.ask_private(every_name)


def test_the_private_file_is_for_its_owner_only(published: Path) -> None:
    private = public(published).with_name("private.duckdb")
    assert private.stat().st_mode & 0o077 == 0
