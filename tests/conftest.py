"""What do all tests share? The root, the real files beside it, a published sample, a browser."""

import fcntl
import functools
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from streamlit.components.v2 import manifest_scanner

from etl import build
from etl.__main__ import main
from etl.sample import write as sample
from metrics.forecast import run as outlook
from tests.etl import kept_editions
from tests.pages.sharing import ASKS_THE_SAMPLE_ALONE
from tests.party import Party, Silent

pytest_plugins = ["tests.browser", "tests.signing_in", "tests.processor_seconds"]

ROOT = Path(__file__).resolve().parent.parent


LONGEST = (
    *("test_typed_docs", "test_containers"),
    *("test_sign_in_browser", "test_dashboard_browser", "test_suppression_attacked"),
    *("test_poll_cells_attacked", "test_hidden_counts", "test_scope", "test_hostile"),
    *("test_hostile_browser", "test_nginx", "test_pages", "test_send", "test_report"),
    *("test_commands", "test_boundaries", "test_personal_data"),
)
"""Files that take longest, a minute and more."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test elsewhere may have opened pages of another folder: none goes on with its answers."""
    if ROOT / "tests" / "pages" not in item.path.parents:
        item.config.stash[ASKS_THE_SAMPLE_ALONE] = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no process works on one alone at the end."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look for garbage in it time and again costs a 20th of all."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Every AppTest reads what is told of every installed package, for half a second: once does."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_of_all(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Tests that build the same party share what was built."""
    kept_editions.keep_below(_of_all(tmp_path_factory, worker_id) / "editions_of_all")


@pytest.fixture(autouse=True)
def no_partys_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a test opens a page of is no longer the party's after it."""
    monkeypatch.delenv("PAKTHONG_DATA", raising=False)


@pytest.fixture
def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    """A party with nothing in its folder yet, that commands and pages are asked of."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    return Party(tmp_path)


@pytest.fixture
def anything_goes() -> Iterator[None]:
    """Nothing keeps what is written from others but the program itself."""
    before = os.umask(0)
    yield
    os.umask(before)


class Say(Protocol):
    """A command as somebody types it: what it says, once it has ended with that code."""

    def __call__(self, *words: str, code: int = 0) -> str: ...


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command in this process."""

    def run(*words: str, code: int = 0) -> str:
        ended = main(words)
        output = capsys.readouterr().out
        assert ended == code, output
        return str(output)

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody on the project wrote; a test that needs it skips without."""
    folder = ROOT.parent / "shared"
    if not (folder / "places").is_dir():
        pytest.skip("the folder of real files (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def sample_exports(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample's exports, written once for all processes; nobody may change them."""

    def write(folder: Path) -> None:
        sample.write_sample(Party(folder), lambda _: None)

    return Party(_once(tmp_path_factory, worker_id, "sample", write)).exports


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, sample_exports: Path
) -> Path:
    """A party's folder with the sample, built once; every process has its own copy."""

    def publish(folder: Path) -> None:
        shutil.copytree(sample_exports, folder / "exports")
        build.build(Party(folder), Silent(), forecaster=outlook.tables)

    built = _once(tmp_path_factory, worker_id, "published", publish)
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("party") / "data"))


def _once(
    factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], None]
) -> Path:
    """Return the folder that `make` fills for the first of the run's processes that asks."""
    folder = _of_all(factory, worker_id) / f"{name}_of_all"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".new")
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


def _of_all(factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the run: where there are several processes, it lies above theirs."""
    return factory.getbasetemp() if worker_id == "master" else factory.getbasetemp().parent
