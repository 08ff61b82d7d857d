"""What do all tests share? The root, the real files beside it, a published sample, a browser."""

from pathlib import Path

import pytest

from etl import build, sample
from etl.settings import Settings
from metrics import outlook
from tests.etl.exports import Silent

pytest_plugins = ["tests.browser", "tests.signing_in"]

ROOT = Path(__file__).resolve().parent.parent


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
