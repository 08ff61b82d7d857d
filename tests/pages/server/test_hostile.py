"""What if an address holds what nobody should write? A thousand words, in every parameter."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import controls
from pages.ui.bar import place
from pages.ui.text import plain
from tests import discovery
from tests.pages.server import hostile
from tests.pages.test_pages import PAGES, ROOT, open_page

ROUNDS = 5
"""Runs of each page, with another hostile word in each parameter each time."""

_CONTROLS = {"choose": 2, "switch": 2, "slide": 2, "number": 1, "_remember": 0}
_BESIDE = {"embed", "embed_options", "page", "__proto__", "at[]", "asof "}


def parameters() -> set[str]:
    """Every name that a page may read from the address, as the code says it."""
    found = {
        *place._FORMERLY,
        place.PLACE,
        "asof",
        "date",
        "edition",
        "on",
        "roll",
        *(f"record_{name}" for name in ("deed", "who", "from", "until")),
    }
    for path in [*discovery.modules("pages"), ROOT / "dashboard.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            nth = _CONTROLS.get(name)
            if nth is not None and len(node.args) > nth:
                given = node.args[nth]
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    found.add(given.value)
    discovery.enough(found, 40, "parameters")
    return found


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder: its name, and the hash of what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.write_party(tmp_path_factory.mktemp("planted")).data


@pytest.fixture(scope="module", autouse=True)
def fresh() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def every_word() -> Iterator[str]:
    while True:
        yield from hostile.words(900, seed=2566)


WORDS = every_word()
TRIED: list[str] = []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_no_address_breaks_a_page_or_changes_a_file(page: str, published: Path) -> None:
    before, code = files(published), files(ROOT / "pages")
    at = open_page(page, published)
    # The pages' own record of what was looked at is the one thing that may grow.
    for _ in range(ROUNDS):
        at.query_params.clear()
        for name in sorted(parameters() | _BESIDE):
            value = next(WORDS).encode("utf-8", "replace").decode("utf-8")
            TRIED.append(value)
            at.query_params[name] = value
        at.run()
        assert not at.exception, (dict(at.query_params), at.exception)
        for said in at.error:
            assert "Traceback" not in said.value
            assert str(ROOT) not in said.value
        hold(at)
    changed = {name for name in files(published).items() ^ before.items()}
    assert not {name for name, _ in changed if not name.startswith("audit/")}
    assert {name for name in files(ROOT / "pages") if not name.endswith(".pyc")} == {
        name for name in code if not name.endswith(".pyc")
    }


def hold(at: AppTest) -> None:
    """No word of the address is shown as anything but itself."""
    for kind in (at.markdown, at.caption, at.title, at.header, at.subheader):
        for each in kind:
            assert "evil.example" not in each.value, each.value
    for said in [*at.error, *at.warning, *at.info, *at.success]:
        assert not re.search(r"(?<!\\)(\]\(|<img|<script|://evil|www\.)", said.value), said.value


@pytest.mark.slow
def test_at_least_a_thousand_words_were_tried() -> None:
    if len(TRIED) < 1000:
        pytest.skip("counted where the whole file runs")
    assert len(set(TRIED)) >= 1000
    assert set(hostile.WORDS) <= {*TRIED, *(w for w in hostile.WORDS if "\ud7ff" in w)}


def test_every_parameter_that_a_page_reads_is_among_those_tried(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    restore, number = controls._restore, controls.number

    def seen(key: str, options: object, default: object, **more: str) -> object:
        asked.add(key)
        return restore(key, options, default, **more)  # type: ignore[arg-type]

    def counted(label: str, key: str, **more: int) -> int:
        asked.add(key)
        return number(label, key, **more)

    monkeypatch.setattr(controls, "_restore", seen)
    monkeypatch.setattr(controls, "number", counted)
    for page in PAGES:
        open_page(page, published, at="5007", province="50")
    assert {"lang", "on", "place", "present"} <= asked
    assert asked <= parameters(), asked - parameters()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_bears_a_party_whose_every_field_is_planted(page: str, planted: Path) -> None:
    for language in ("th", "en"):
        open_page(page, planted, lang=language, at="5007", province="50")


@pytest.mark.parametrize("word", [*hostile.MARKUP, *hostile.ODD])
def test_words_of_others_are_shown_as_they_are(word: str) -> None:
    escaped = plain(word)
    assert "\n" not in escaped
    assert "://" not in escaped
    assert "www." not in escaped.lower()
    for mark in "<[*_`$#~&":
        assert mark not in escaped.replace(f"\\{mark}", "")
