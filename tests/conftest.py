"""What do all tests share? The repository's root, the real files beside it, and a browser."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.browser"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody on the project wrote; a test that needs it skips without."""
    folder = ROOT.parent / "shared"
    if not (folder / "places").is_dir():
        pytest.skip("the folder of real files (../shared) is not beside this checkout")
    return folder
