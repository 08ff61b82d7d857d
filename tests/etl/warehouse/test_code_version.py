"""Does changed code make a new edition where it changes a number, and only there?"""

import ast
import shutil
import time
from pathlib import Path

import pytest

from etl.warehouse.code_version import ONLY_SPEAKS, ROOTS, numbers_depend_on, version_of
from tests import discovery

OURS = ("etl", "metrics", "i18n", "reports", "pages")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product's code."""
    root = tmp_path_factory.mktemp("code")
    for folder in OURS:
        shutil.copytree(
            discovery.ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("disclosure_limit.py", "dashboard.py", "pyproject.toml"):
        shutil.copy(discovery.ROOT / name, root)
    return root


def is_new_after_a_change_of(tree: Path, file: str) -> bool:
    """Whether the version is another one while `file` has one line more."""
    path = tree / file
    before, text = version_of(tree), path.read_text(encoding="utf-8")
    path.write_text(text + "\n# changed\n", encoding="utf-8")
    after = version_of(tree)
    path.write_text(text, encoding="utf-8")
    return before != after


DECIDES = [
    "etl/models/members/membership_daily.sql",
    "etl/models/run.py",
    "etl/ingest/dates.py",
    "etl/ingest/sources.toml",
    "etl/ingest/formats/workbooks.py",
    "etl/places/matcher.py",
    "etl/lists/targets.py",
    "etl/personal_data/pseudonyms.py",
    "etl/sample/lives.py",
    "etl/sample/season.toml",
    "i18n/thai.py",
    "metrics/forecast/run.py",
    "metrics/forecast/hazard_model.py",
    "metrics/query.py",
    "disclosure_limit.py",
]
SPEAKS = [
    "etl/__main__.py",
    "etl/commands/send.py",
    "etl/audit/log.py",
    "etl/data_version.py",
    "etl/uploads/service.py",
    "etl/boundaries/columns.toml",
    "etl/access/access_list.py",
    "i18n/messages.py",
    "metrics/coverage/gaps.py",
    "metrics/safe/members.py",
    "reports/monthly/gather.py",
    "reports/delivery/retries.py",
    "pages/everyone/growth/page.py",
    "dashboard.py",
    "pyproject.toml",
]


@pytest.mark.parametrize("file", DECIDES)
def test_what_decides_a_number_makes_a_new_edition(file: str, tree: Path) -> None:
    assert is_new_after_a_change_of(tree, file)


@pytest.mark.parametrize("file", SPEAKS)
def test_what_only_speaks_makes_none(file: str, tree: Path) -> None:
    assert not is_new_after_a_change_of(tree, file)


def test_no_sentence_makes_a_new_edition(tree: Path) -> None:
    files = [path for path in (tree / "i18n").rglob("*") if path.suffix in (".csv", ".toml")]
    discovery.enough(files, 1, "files of sentences")
    for path in files:
        assert not is_new_after_a_change_of(tree, path.relative_to(tree).as_posix())


def test_every_model_and_every_import_of_a_build_counts() -> None:
    counted = set(numbers_depend_on(discovery.ROOT))
    models = set((discovery.ROOT / "etl" / "models").rglob("*.sql"))
    discovery.enough(models, 20, "models")
    assert models <= counted
    modules = {path for path in counted if path.suffix == ".py"}
    discovery.enough(modules, 60, "modules")
    for path in modules:
        for name in _imports(path):
            file = discovery.ROOT.joinpath(*name.split(".")).with_suffix(".py")
            assert not file.is_file() or file in counted or name.startswith(ONLY_SPEAKS), name


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return names


def test_it_begins_at_modules_that_are_there() -> None:
    for name in ROOTS:
        assert discovery.ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()


def test_it_takes_a_blink(tree: Path) -> None:
    version_of(tree)
    begun = time.process_time()
    version_of(tree)
    assert time.process_time() - begun < 0.05
