"""What tests look for by its place: modules, pages, words in them. Too few are no answer.

A test that is asked of every file of a folder passes of none, once the files have moved away.
"""

import re
from collections.abc import Iterable, Sized
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

AT_LEAST = {"etl": 95, "metrics": 60, "reports": 26, "pages": 95, "pages/ui": 15}
"""Modules of a folder and of all below it: somewhat fewer than there are."""


class Page(NamedTuple):
    """A page: whom it is for, its name in the address, and its file below the root."""

    audience: str
    name: str
    file: str


def enough(found: Sized, at_least: int, what: str) -> None:
    """Raise AssertionError if less was found than there was to find."""
    assert len(found) >= at_least, f"{len(found)} {what} found, and at least {at_least} looked for"


def modules(folder: str) -> list[Path]:
    """Every Python file of a folder and of those below it, without the `__init__.py`."""
    files = (path for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py")
    found = sorted(files)
    enough(found, AT_LEAST[folder], f"modules of {folder}")
    return found


def pages() -> list[Page]:
    """Every page that has a file, whether the menu shows it or not."""
    found = sorted(
        Page(path.parents[1].name, path.parent.name, path.relative_to(ROOT).as_posix())
        for path in ROOT.glob("pages/*/*/page.py")
    )
    enough(found, 14, "pages")
    return found


def words(pattern: str, files: Iterable[Path], at_least: int) -> set[str]:
    """Every word that the pattern's one group finds in the files."""
    found = {
        word for path in files for word in re.findall(pattern, path.read_text(encoding="utf-8"))
    }
    enough(found, at_least, f"matches of {pattern}")
    return found
