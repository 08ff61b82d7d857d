"""Does whoever sees two provinces see the very same, whatever happens in a third?"""

import ast
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from i18n.phrases import LANGUAGES, phrases
from pages.access import speaker, viewer
from pages.access.viewer import NotAllowed
from pages.ui import month_path, text
from tests import discovery, scope_party, wire
from tests.pages.clock import stop_clock
from tests.pages.opening import app, opened
from tests.pages.test_pages import PAGES
from tests.party import Party
from tests.signing_in import ISSUER, person, write_list
from tests.slow import unless

FOLDED = sorted(
    {
        str(ast.literal_eval(call.args[1]))
        for path in discovery.modules("pages")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "tables.draw_folded"
    }
)
"""The key of every box that is closed until somebody opens it."""
discovery.enough(FOLDED, 17, "boxes")
QUERIES = (
    {
        "lang": "en",
        "area": "50",
        "province": "50",
        "amphoe": "5007",
        "at": "5007",
        "level": "ect",
        "step": "all",
    },
    {
        "lang": "th",
        "amphoe": "5205",
        "at": "5205",
        "province": "52",
        "area": "52",
        "number": "amphoe_covered",
    },
)
ALIKE = "record/page.py"
"""A page that tells nothing of a party's provinces."""
MONTH = "pages/officers/month/page.py"
REPORT, DOUBTS = ({**QUERIES[0], "step": step} for step in ("report", "doubts"))
VIEWS = [(page, query) for page in PAGES for query in QUERIES]
VIEWS += [(page, QUERIES[0] | {"part": "proposals"}) for page in PAGES if "listening" in page]
VIEWS += [(MONTH, REPORT), (MONTH, DOUBTS)]
# By amphoe a mark in a third province once hid the members of every amphoe.
VIEWS += [(page, QUERIES[1] | {"by": "amphoe"}) for page in PAGES if "listening" in page]


def claims(email: str) -> dict[str, Any]:
    """What is known of somebody who has just signed in."""
    return {"is_logged_in": True, **wire.claims(ISSUER, email)}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """Every file that a page offers, by name: what makes it, when called."""
    offered: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        st,
        "download_button",
        lambda _label, make, name, *_told, **_more: offered.append((name, make)),
    )
    yield offered


@pytest.fixture
def lent(worlds: tuple[Path, Path], tmp_path: Path) -> Path:
    """The first world, with a list of people that a test may write."""
    for name in ("warehouse", "VERSION"):
        (tmp_path / name).symlink_to(worlds[0] / name)
    (tmp_path / "secret.key").write_bytes((worlds[0] / "secret.key").read_bytes())
    return tmp_path


def open_as(email: str, page: str, data: Path, **query: str) -> AppTest:
    os.environ["PAKTHONG_DATA"] = str(data)
    st.cache_resource.clear()
    # What earlier tests did is no difference between the worlds.
    shutil.rmtree(data / "audit", ignore_errors=True)
    at = app(page, query, claims(email))
    for key in FOLDED:
        at.session_state[key] = True
    return opened(at)


def page_bytes(at: AppTest, data: Path) -> list[bytes]:
    """Every element of the page as it goes to the browser, but for when the edition was made."""
    elements = _elements(at.main) + _elements(at.sidebar)
    raw = [element.proto.SerializeToString(deterministic=True) for element in elements]
    return [_without(each, _own(data)) for each in raw]


def _own(data: Path) -> list[str]:
    """What tells one edition from another: its name, its hash, when it was made, its folder."""
    party = Party(data)
    edition = party.edition
    with party.opened() as con:
        ((fingerprint, built_at),) = con.execute(
            "select fingerprint, built_at from edition"
        ).fetchall()
    times = [_made(edition, language) for language in LANGUAGES]
    return [
        edition,
        str(data),
        fingerprint,
        str(built_at),
        *times,
        *re.findall(r"\d\d:\d\d", times[0]),
    ]


def _without(raw: bytes, own: list[str]) -> bytes:
    """Return bytes without what is the edition's own, nor hashes of which that is a part."""
    for each in own:
        raw = raw.replace(each.encode("utf-8"), b"")
    return re.sub(rb"[0-9a-f]{12,64}|\d\d:\d\d(?::\d\d)?", b"", raw)


def _content(name: str, raw: bytes, own: list[str]) -> object:
    """What a file tells, but for which edition it is of: every part of it, as bytes."""
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [each for each in archive.namelist() if not each.endswith("manifest.json")]
            return {each: _content(each, archive.read(each), own) for each in inside}
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(raw)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        return _without(
            "".join("".join(pages).split()).encode("utf-8"), ["".join(each.split()) for each in own]
        )
    return _without(raw, own)


def _differing(first: Any, second: Any) -> list[object]:  # noqa: ANN401
    """What two files differ in, as small as it can be told."""
    if isinstance(first, dict) and first.keys() == second.keys():
        return [
            (each, *_differing(first[each], second[each]))
            for each in first
            if first[each] != second[each]
        ]
    if isinstance(first, bytes) and isinstance(second, bytes) and first != second:
        at = next(
            (n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0
        )
        return [
            each[max(at - 150, 0) : at + 150].decode("utf-8", "replace") for each in (first, second)
        ]
    return [] if first == second else [first, second]


def _made(edition: str, language: str) -> str:
    before = vars(text._run).copy()
    text._run.language = language
    try:
        return text.edition_text(edition)
    finally:
        vars(text._run).clear()
        vars(text._run).update(before)


def _elements(block: Any) -> list[Any]:  # noqa: ANN401
    found: list[Any] = []
    for child in block.children.values():
        found += _elements(child) if hasattr(child, "children") else [child]
    return found


@pytest.mark.parametrize(
    ("page", "query"), unless(lambda told: told[1] in (QUERIES[0], REPORT), VIEWS)
)
def test_nothing_a_page_tells_of_two_provinces_depends_on_a_third(
    page: str,
    query: dict[str, str],
    worlds: tuple[Path, Path],
    taken: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch)
    # Here files are taken with no websocket to ask over.
    monkeypatch.setattr(speaker, "is_signed_in_as", bool)
    pages, files = [], []
    for data in worlds:
        taken.clear()
        # What is a step of the month's path for an officer is a page for an organiser.
        role = "organiser" if page.split("/")[2] in month_path.FOLDED else "officer"
        at = open_as(f"{role}@example.org", page, data, **query)
        pages.append(page_bytes(at, data))
        if query is REPORT:
            taken.clear()
            at.button(key="make_report").click().run()
            assert not at.exception, at.exception
        files.append({name: _content(name, make(), _own(data)) for name, make in taken})
    first, second = pages
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    assert not differing, differing[0]
    assert len(first) == len(second)
    assert not _differing(*files)
    assert scope_party.MARK.encode("utf-8") not in b"".join(first)
    assert scope_party.MARK not in repr(files[0])
    assert len(first) > 5


@pytest.mark.parametrize(
    "page",
    unless(
        lambda page: page.endswith(("amphoe/page.py", "data_health/page.py", "listening/page.py")),
        [page for page in PAGES if not page.endswith(ALIKE)],
    ),
)
def test_the_two_worlds_are_not_the_same_for_who_sees_the_country(
    page: str, worlds: tuple[Path, Path]
) -> None:
    """Or the test above would prove nothing."""
    pages = []
    for data in worlds:
        query = {"at": "5205", "amphoe": "5205", "province": "52", "step": "report"}
        at = open_as("country@example.org", page, data, **query)
        if page == MONTH:
            at.button(key="make_report").click().run()
        assert not at.exception, at.exception
        pages.append(page_bytes(at, data))
    assert pages[0] != pages[1]


def test_what_a_session_kept_goes_when_somebody_else_goes_on_with_it(
    worlds: tuple[Path, Path],
) -> None:
    page = "pages/officers/agm_roll/page.py"
    at = open_as("country@example.org", page, worlds[0])
    assert scope_party.MARK in repr(page_bytes(at, worlds[0])) or "roll_made" in at.session_state
    at.session_state["kept_by_a_page"] = "theirs"
    at.session_state["lang"] = "en"
    roll, private = at.session_state["roll_made"], at.session_state["private_tables"]
    at.run()
    assert at.session_state["kept_by_a_page"] == "theirs", "the same person keeps it"
    at.user = claims("officer@example.org")
    at.run()
    assert not at.exception, at.exception
    assert "kept_by_a_page" not in at.session_state
    assert at.session_state["lang"] == "en"
    assert at.session_state["roll_made"][1] != roll[1]
    assert at.session_state["private_tables"][1] is not private[1]
    assert scope_party.MARK.encode("utf-8") not in b"".join(page_bytes(at, worlds[0]))
    at.user = claims("stranger@example.org")
    at.run()
    assert not at.exception
    assert "roll_made" not in at.session_state
    assert "private_tables" not in at.session_state
    assert not at.dataframe


def test_a_smaller_scope_in_the_list_drops_what_the_session_kept(lent: Path) -> None:
    write_list(lent, ISSUER, person("officer@example.org", "officer"))
    at = open_as("officer@example.org", MONTH, lent, step="report")
    at.button(key="make_report").click().run()
    assert at.session_state["monthly_reports"]
    write_list(lent, ISSUER, person("officer@example.org", "officer", scope_party.OWN))
    at.run()
    assert not at.exception
    assert "monthly_reports" not in at.session_state


@pytest.mark.parametrize(
    "page", ["everyone/growth", "everyone/coverage_map", "organisers/gaps", "everyone/overview"]
)
def test_the_figures_of_a_part_are_never_called_the_countrys(
    page: str, worlds: tuple[Path, Path]
) -> None:
    at = open_as("organiser@example.org", f"pages/{page}/page.py", worlds[0], lang="en")
    assert not at.exception, at.exception
    offered = [option for box in at.selectbox for option in box.options]
    assert "Whole country" not in offered
    page_text = " ".join(str(each.value) for each in (*at.markdown, *at.caption, *at.info))
    assert "You see: **Chiang Mai, Lamphun**" in page_text
    assert "whole country" not in page_text.lower()
    assert "organiser@example.org" in [each.value for each in at.text]


def test_a_file_is_not_handed_out_once_its_taker_may_no_longer_look(
    taken: list[tuple[str, Any]], lent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button was drawn while they might; taking the file runs no page."""
    monkeypatch.setattr(speaker, "is_signed_in_as", bool)
    row = person("organiser@example.org", "organiser", scope_party.OWN)
    write_list(lent, ISSUER, row)
    open_as("organiser@example.org", "pages/organisers/gaps/page.py", lent)
    _, make = taken[0]
    assert make()
    write_list(lent, ISSUER, person("organiser@example.org", "organiser", ["50"]))
    with pytest.raises(NotAllowed):
        make()
    write_list(lent, ISSUER)
    with pytest.raises(NotAllowed):
        make()


def test_a_run_that_signs_somebody_out_ends_there(
    monkeypatch: pytest.MonkeyPatch, lent: Path
) -> None:
    """A run that began anew would drop the message that sends the browser to the provider."""
    write_list(lent, ISSUER, person("leaver@example.org", "viewer", "all"))
    at = open_as("leaver@example.org", "pages/everyone/overview/page.py", lent)
    left: list[str] = []
    monkeypatch.setattr(st, "logout", lambda: left.append("logout"))
    begun: list[object] = []
    settle = viewer.settle_viewer

    def begin() -> object:
        begun.append(None)
        return settle()

    monkeypatch.setattr(viewer, "settle_viewer", begin)
    at.button(key="sign_out").click().run()
    assert not at.exception, at.exception
    assert (left, len(begun)) == (["logout"], 1)


def test_who_sees_some_provinces_is_told_that_there_is_nothing_yet(tmp_path: Path) -> None:
    """Before the first edition no province has a name: the page must come up all the same."""
    Party(tmp_path)
    write_list(tmp_path, ISSUER, person("organiser@example.org", "organiser", scope_party.OWN))
    at = open_as("organiser@example.org", "pages/everyone/overview/page.py", tmp_path)
    assert phrases()["empty.title"]["th"] in [title.value for title in at.title]
