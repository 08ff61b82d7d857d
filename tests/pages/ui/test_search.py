"""Does the search know every place and page, and only those that the viewer may open?"""

import json
from pathlib import Path
from typing import Any

import brotli
from streamlit.testing.v1 import AppTest

from etl.places.gazetteer import gazetteer, provinces
from pages.ui.bar.search.files import PLACES, known, search_files
from pages.ui.month_path import FOLDED
from tests import discovery
from tests.pages.access.test_scope import lent, open_as
from tests.pages.test_pages import open_page
from tests.pages.ui import search_places
from tests.signing_in import ISSUER, person, write_list

assert lent  # a fixture, as there

GROWTH = "pages/everyone/growth/page.py"


def told(at: AppTest) -> dict[str, Any]:
    """What the bar's tools are sent of who looks."""
    (drawn,) = [each for each in at.get("bidi_component") if "tools" in each.proto.component_name]
    viewer: dict[str, Any] = json.loads(drawn.proto.json)["viewer"]
    return viewer


def test_the_list_of_places_is_that_of_the_gazetteer() -> None:
    assert PLACES.read_text(encoding="utf-8") == search_places.text()
    names = json.loads(PLACES.read_text(encoding="utf-8"))
    assert len(provinces()) + len(gazetteer()) == 77 + 928
    for column in names.values():
        assert len(column.replace("|", ",").split(",")) == 77 + 928


def test_every_page_of_the_menu_can_be_found_by_its_title_and_by_other_words() -> None:
    pages = json.loads(known())["pages"]
    assert set(pages) == {page.name for page in discovery.pages()} | set(FOLDED)
    assert all(len(words) > 2 for words in pages.values())


def test_the_list_is_small_on_the_line_and_its_script_asks_for_what_is_there(
    tmp_path: Path,
) -> None:
    files = search_files.__wrapped__(tmp_path)
    published = {path.name: path for path in (tmp_path / "vendor").iterdir()}
    assert len(brotli.compress(published[Path(files.known).name].read_bytes())) < 14_000
    for script in (files.search, files.share):
        text = published[Path(script).name].read_text(encoding="utf-8")
        asked = [line.split('"./')[1].split('"')[0] for line in text.splitlines() if '"./' in line]
        assert asked and set(asked) <= set(published)


def test_who_looks_is_offered_what_is_theirs(worlds: tuple[Path, Path], lent: Path) -> None:
    organiser = told(open_as("organiser@example.org", GROWTH, worlds[0]))
    assert organiser["home"] == "amphoe"
    assert "gaps" in organiser["pages"] and "monthly_report" not in organiser["pages"]
    assert "reviews" in organiser["pages"] and not organiser["folded"]
    assert organiser["provinces"] == ["50", "51"]
    write_list(lent, ISSUER, person("viewer@example.org", "viewer"))
    viewer = told(open_as("viewer@example.org", GROWTH, lent))
    assert viewer["home"] == "coverage_map"
    assert set(viewer["pages"]) == {
        page.name for page in discovery.pages() if "everyone/" in page.file
    }
    assert viewer["provinces"] is None


def test_an_officer_of_this_machine_is_offered_all(published: Path) -> None:
    viewer = told(open_page(GROWTH, published, place="50"))
    assert len(viewer["pages"]) == 16
    assert viewer["folded"]["reviews"] == ["month", "doubts"]
    assert viewer["provinces"] is None
    assert viewer["place"] == "50"
