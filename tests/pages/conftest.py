"""What do tests of pages share? A published sample, and a folder with nothing in it."""

from pathlib import Path

import pytest

from etl import build, sample
from etl.settings import Settings
from metrics import outlook
from tests.etl.exports import Silent


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A party's folder with the sample, built."""
    settings = Settings(data=tmp_path_factory.mktemp("sample"))
    sample.write_sample(settings, lambda _: None)
    build.build(settings, Silent(), outlook=outlook.tables)
    return settings.data
