"""Does what is written lead somewhere: every link, file and command that the docs name?"""

import re
from pathlib import Path

import pytest

from tests.discovery import ROOT, enough

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
enough(PAGES, 9, "pages of docs")

PATH = re.compile(r"`((?:[a-z0-9_]+/)+(?:[a-z0-9_.]+\.[a-z]+)?)`")
"""A folder that ends in a slash, or a file below a folder, between backticks."""


def anchors(page: Path) -> set[str]:
    """What a heading is called in an address: lower case, words joined by hyphens."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{page.name}: {target}#{anchor}"


@pytest.mark.parametrize(
    ("page", "at_least", "made_later"),
    [("docs/architecture.md", 45, "data/exports/"), ("CONTRIBUTING.md", 10, "tests/screenshots/")],
)
def test_every_path_that_is_told_of_is_there(page: str, at_least: int, made_later: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = {path for path in PATH.findall(text) if not path.startswith(made_later)}
    enough(paths, at_least, "paths")
    assert not {path for path in paths if not (ROOT / path).exists()}


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 70
