"""Does a hidden count leave in bytes that nobody is shown, to a browser or in a file?

Two worlds that differ in hidden counts alone are compared byte by byte; in the sample every table
is looked into.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pages.access import speaker
from pages.ui.map.classes import MODES
from pages.ui.month_path import FOLDED
from tests import hidden_party
from tests.arrow import unseen
from tests.browser import Serve
from tests.pages.access.test_scope import open_as, taken
from tests.pages.clock import stop_clock
from tests.pages.test_pages import PAGES, ROOT
from tests.signing_in import ISSUER, person, write_list
from tests.slow import these, unless
from tests.wire import Session

__all__ = ["taken"]

PEOPLE = {
    "viewer": person("viewer@example.org", "viewer"),
    "organiser": person("organiser@example.org", "organiser", "all"),
    "north": person("north@example.org", "organiser", ["50"]),
    "officer": person("officer@example.org", "officer"),
}
SEES = {
    "viewer": ("everyone",),
    **dict.fromkeys(("organiser", "north"), ("everyone", "organisers")),
    "officer": ("everyone", "organisers", "officers"),
}
EXACT = ("agm_roll/page.py", "record/page.py")
"""Pages that tell an officer the counts themselves, or what that officer did."""
VIEWS = [
    (page, role)
    for page in PAGES
    for role in PEOPLE
    if page.split("/")[1] in SEES[role] and not page.endswith(EXACT)
    # To an officer these are a step of the month's path.
    if not (role == "officer" and page.split("/")[2] in FOLDED)
]
QUERIES = {
    "th": {"at": "5009", "amphoe": "5009", "step": "all", "by": "amphoe", "part": "proposals"},
    "en": {"area": "50", "province": "50", "at": "5007", "amphoe": "5007", "step": "all"},
}
"""The country in Thai and the province of what is hidden in English: both amphoe, every figure."""


QUICK = {
    (page, next(role for seen, role in VIEWS if seen == page), ("th", "en")[number % 2])
    for number, page in enumerate(dict(VIEWS))
}
"""Every page once, as whoever sees least of it, in one language or the other."""


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The party of both worlds, with a list of people of every role."""
    folders = tmp_path_factory.mktemp("hidden_0"), tmp_path_factory.mktemp("hidden_1")
    for world, folder in enumerate(folders):
        hidden_party.build(folder, world)
        write_list(folder, ISSUER, *PEOPLE.values())
    return folders


def wire(block: Any) -> Iterator[bytes]:  # noqa: ANN401
    """Every box and element of a part of the page, as it goes to the browser."""
    for child in block.children.values():
        if child.proto is not None:
            yield child.proto.SerializeToString(deterministic=True)
        if hasattr(child, "children"):
            yield from wire(child)


def test_there_are_worlds_and_pages_to_compare(hidden: tuple[Path, Path]) -> None:
    """Or the test below would prove nothing: an officer's own page tells the two apart."""
    assert len(VIEWS) == 38
    page = "pages/officers/agm_roll/page.py"
    one, other = (open_as("officer@example.org", page, data) for data in hidden)
    assert [*wire(one.main)] != [*wire(other.main)]


@pytest.mark.parametrize(
    ("page", "role", "language"),
    unless(
        lambda told: told in QUICK,
        [(page, role, language) for page, role in VIEWS for language in QUERIES],
    ),
)
def test_what_is_sent_is_the_same_whatever_is_hidden(
    page: str,
    role: str,
    language: str,
    hidden: tuple[Path, Path],
    taken: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch)
    # Here files are taken with no websocket to ask over.
    monkeypatch.setattr(speaker, "is_signed_in_as", bool)
    sent, files = [], []
    for data in hidden:
        taken.clear()
        query = {"lang": language, **QUERIES[language]}
        if "month" in page:
            query["step"] = "report"
        at = open_as(f"{role}@example.org", page, data, **query)
        if "month" in page:
            taken.clear()
            at.button(key="make_report").click().run()
            assert taken
        sent.append([*wire(at.main), *wire(at.sidebar)])
        files.append({name: make() for name, make in taken})
    assert len(sent[0]) > 10
    for one, other in zip(*sent, strict=True):
        assert one == other
    assert files[0].keys() == files[1].keys()
    for name in files[0]:
        assert files[0][name] == files[1][name], name


MENUS = [
    *(("overview", "week", 5, {"place": place}) for place in ("", "50")),
    *(("coverage_map", "map", 1, {"show": mode, "place": "50"}) for mode in MODES),
    ("growth", "members", 1, {"place": "50"}),
    ("growth", "members_by_type", 1, {"place": "50"}),
    ("events", "visited", 1, {}),
]
"""A page, its menu of figures to take away, how many are in it, and what the address asks for."""


@pytest.mark.parametrize(("page", "menu", "figures", "query"), MENUS)
def test_a_figure_taken_away_is_the_same_whatever_is_hidden(
    page: str,
    menu: str,
    figures: int,
    query: dict[str, str],
    hidden: tuple[Path, Path],
    taken: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch)
    monkeypatch.setattr(speaker, "is_signed_in_as", bool)
    files: list[dict[str, bytes]] = []
    for data in hidden:
        at = open_as(
            "viewer@example.org", f"pages/everyone/{page}/page.py", data, lang="en", **query
        )
        at.session_state[f"take_{menu}"] = True
        taken.clear()
        for number in range(figures):
            at.session_state[f"of_{menu}"] = number
            at.run()
            assert not at.exception
        files.append({name: make() for name, make in taken if name.endswith(FORMS)})
    assert files[0]
    assert files[0].keys() == files[1].keys()
    for name in files[0]:
        assert files[0][name] == files[1][name], name


FORMS = (".svg", ".csv", ".json")
"""A PNG is drawn from what an SVG is, an XLSX from what a CSV is."""


@pytest.fixture(scope="module")
def servers(
    serve: Serve, hidden: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """A server for each world, which answers this machine without signing in."""
    addresses = []
    for data in hidden:
        folder = tmp_path_factory.mktemp("open")
        for name in ("warehouse", "VERSION"):
            (folder / name).symlink_to(data / name)
        (folder / "targets.csv").write_bytes((data / "targets.csv").read_bytes())
        addresses.append(serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(folder)}))
    return addresses


@pytest.mark.parametrize(
    "page",
    these(
        (0, 4, 5),
        ["coverage_map", "growth", "events", "gaps", "amphoe", "listening", "month"],
    ),
)
def test_the_server_sends_the_same_bytes_whatever_is_hidden(page: str, servers: list[str]) -> None:
    """What a browser really gets, by its own connection; the test above sees it a step before."""
    sent = []
    for url in servers:
        with Session(url) as session:
            step = {"step": "questions"} if page == "month" else {}
            session.run(page, **{"lang": "en", **QUERIES["en"], **step})
            sent.append(session.drawn)
    assert len(sent[0]) > 20
    assert sent[0] == sent[1]


WITHOUT_TABLES = tuple(f"{page}/page.py" for page in ("overview", "elections", "month", "reviews"))
"""Pages that list nothing of that amphoe and its province."""


@pytest.mark.parametrize("page", PAGES)
def test_no_table_of_the_sample_carries_what_it_does_not_show(
    page: str, published: Path, tmp_path: Path
) -> None:
    (tmp_path / "warehouse").symlink_to(published / "warehouse")
    write_list(tmp_path, ISSUER, PEOPLE["officer"])
    query = {"area": "96", "province": "96", "at": "9612", "amphoe": "9612", "step": "all"}
    at = open_as("officer@example.org", page, tmp_path, **query)
    sent = [pa.ipc.open_stream(each.proto.arrow_data.data).read_all() for each in at.dataframe]
    assert [found for table in sent for found in unseen(table)] == []
    assert bool(sent) == (not page.endswith(WITHOUT_TABLES))
