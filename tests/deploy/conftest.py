"""What do tests of servers share? The bytes of Python's packages, fetched once."""

import os
from pathlib import Path

import pytest

from tests.browser import ROOT
from tests.deploy.debian import roots


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what the lock of the program names; skips, or fails in CI, where none can be."""
    why = roots.why_not()
    if why and os.environ.get("CI", "").lower() == "true":
        pytest.fail(why, pytrace=False)
    if why:
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("wheels")
    folder.chmod(0o755)
    return roots.fetch_wheels(ROOT / "requirements/runtime.txt", folder)
