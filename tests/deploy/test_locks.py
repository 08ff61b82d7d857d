"""Is every package that is installed locked to its bytes, and told when it is warned of?"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from deploy.advisories import told

ROOT = Path(__file__).parents[2]
_PINNED = re.compile(
    r"(?m)^([A-Za-z0-9._-]+)==(\S+)(?: ; .+?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$"
)


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    pins = _PINNED.findall(text)
    rest = _PINNED.sub("", text).strip()
    assert not rest, f"{lock}: a line that is no version with hashes: {rest[:200]}"
    return {_key(name): version for name, version, _ in pins}


def _project() -> Mapping[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"])


@pytest.mark.parametrize(
    ("lock", "extra"), [("runtime", None), ("development", "dev"), ("supply", "supply")]
)
def test_every_dependency_is_locked_with_hashes_and_nothing_else_is_in_the_lock(
    lock: str, extra: str | None
) -> None:
    """A line with an address, or without a hash, is no pin."""
    asked = list(_project()["dependencies"])
    asked += _project()["optional-dependencies"][extra] if extra else []
    assert {_key(name) for name in asked} <= _pins(lock).keys()


def test_one_version_of_a_package_in_all_locks() -> None:
    development = _pins("development")
    assert len(development) > len(_pins("runtime")) > 40
    for lock in ("runtime", "supply"):
        pins = _pins(lock)
        assert {n: v for n, v in pins.items() if development.get(n, v) != v} == {}


def test_what_could_not_be_asked_is_no_good_news() -> None:
    """The tool itself says that none is vulnerable when it knows none of them."""
    known = {"name": "a", "version": "1", "vulns": []}
    unknown = {"name": "b", "skip_reason": "not found"}
    warned = known | {"vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    assert told("runtime", [known])[1] == 0
    assert told("runtime", [known, unknown])[1] == 2
    assert told("runtime", [])[1] == 2
    text, code = told("runtime", [warned, unknown])
    assert code == 1 and "a 1: X-1, mended in 2" in text
