"""Can every file, and every folder, be understood after those it imports? None waits for itself."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.imports import imports, module_name
from tests.discovery import ROOT, enough

PRODUCT = ("bench", "etl", "i18n", "metrics", "pages", "reports", "shapefiles")

Graph = Mapping[str, set[str]]


def _modules() -> dict[str, Path]:
    below = [path for top in PRODUCT for path in (ROOT / top).rglob("*.py")]
    return {
        module_name(path).removesuffix(".__init__"): path for path in [*below, *ROOT.glob("*.py")]
    }


MODULES = _modules()


def _of_files() -> dict[str, set[str]]:
    """Return what each module imports of the product, in functions and for types too."""
    graph = {}
    for name, path in MODULES.items():
        named = {_module(each) for each in imports(path)}
        graph[name] = {each for each in named if each in MODULES} - {name}
    return graph


def _module(name: str) -> str:
    """`a.b` of `from a import b` is a module of its own, or a name of `a`."""
    return name if name in MODULES else name.rpartition(".")[0]


def _of_folders(files: Graph) -> dict[str, set[str]]:
    """The same of folders. Beside folders of modules a file stands for itself."""
    holding = {path.parent for path in MODULES.values()}
    above = {parent for folder in holding for parent in folder.parents}
    places = {
        name: name if path.parent in above else module_name(path.parent)
        for name, path in MODULES.items()
    }
    graph: dict[str, set[str]] = {place: set() for place in places.values()}
    for name, named in files.items():
        graph[places[name]] |= {places[each] for each in named} - {places[name]}
    return graph


def circle(graph: Graph) -> Iterable[str]:
    """Return one circle of the graph, its first name again at the end; empty for none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_file_imports_itself_by_way_of_another() -> None:
    files = _of_files()
    enough(files, 300, "modules")
    enough([each for named in files.values() for each in named], 1000, "imports")
    found = circle(files)
    assert not found, " imports ".join(reversed(list(found)))


def test_no_folder_imports_itself_by_way_of_another() -> None:
    files = _of_files()
    folders = _of_folders(files)
    enough({name for name in folders if name not in files}, 40, "folders")
    found = list(reversed(list(circle(folders))))
    assert not found, " imports ".join(found)


@pytest.mark.parametrize("graph", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"a"}}])
def test_a_circle_is_seen(graph: Graph) -> None:
    assert set(circle(graph)) == set(graph)
    assert not circle({"a": {"b", "c"}, "b": {"c"}, "c": set()})
