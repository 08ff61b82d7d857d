"""What do all tests share? The root, the real files beside it, a published sample, a browser."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from etl import build, sample
from etl.settings import Settings
from metrics import outlook
from tests.etl.exports import Silent

pytest_plugins = ["tests.browser", "tests.signing_in"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Every AppTest reads what is told of every installed package, for half a second: once does."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody on the project wrote; a test that needs it skips without."""
    folder = ROOT.parent / "shared"
    if not (folder / "places").is_dir():
        pytest.skip("the folder of real files (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A party's folder with the sample, built."""
    settings = Settings(data=tmp_path_factory.mktemp("sample"))
    sample.write_sample(settings, lambda _: None)
    build.build(settings, Silent(), outlook=outlook.tables)
    return settings.data
