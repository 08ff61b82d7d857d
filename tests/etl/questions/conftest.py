"""Gives every test a party of its own."""

from pathlib import Path

import pytest

from etl.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A party's own empty folder."""
    return Settings(data=tmp_path / "data")
