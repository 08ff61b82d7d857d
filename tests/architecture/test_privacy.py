"""Can a page or report outside the officers' reach an exact count of members?"""

from pathlib import Path

import pytest

from tests.architecture.imports import imports, inside, texts
from tests.discovery import ROOT, enough, modules

EXACT = ("metrics.members", "metrics.disclosure", "metrics.agm_roll", "metrics.forecast")
"""Folders whose answers hold exact counts of people. `metrics.safe` asks them, and hides."""

FOR_OFFICERS = ("pages/officers", "reports/agm_roll")


def seen_by_all() -> list[Path]:
    """Every file whose words or numbers others than officers may see."""
    files = [*modules("pages"), *modules("reports"), ROOT / "dashboard.py"]
    own = tuple(ROOT / folder for folder in FOR_OFFICERS)
    return [path for path in files if not any(path.is_relative_to(folder) for folder in own)]


def reached(path: Path) -> set[str]:
    """What the file imports of the exact counts, by an import or by a text."""
    return inside(imports(path) | texts(path), *EXACT)


def test_only_officers_pages_and_the_roll_reach_exact_counts_of_members() -> None:
    files = seen_by_all()
    enough(files, 90, "files that others than officers see")
    found = {path.relative_to(ROOT).as_posix(): reached(path) for path in files}
    assert not {path: names for path, names in found.items() if names}, "ask metrics.safe"


@pytest.mark.parametrize(
    "line",
    [
        "from metrics.members import areas",
        "from metrics.members.areas import by_province as names",
        "from metrics import members",
        "from metrics import places, members as m",
        "import metrics.members as x",
        "import metrics.disclosure.suppression",
        "from importlib import import_module; import_module('metrics.members.areas')",
        "__import__('metrics.disclosure')",
        "load = import_module\nload('metrics.agm_roll')",
        "def draw():\n    from metrics.disclosure import member_cells",
    ],
)
def test_every_way_round_the_wall_is_seen(line: str, tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"from metrics.safe import members\n{line}\n", encoding="utf-8")
    assert reached(page)


def test_what_is_safe_may_be_asked(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    lines = ["from metrics.safe import members", "import metrics.places", "t('metrics.safe')"]
    page.write_text("\n".join(lines), encoding="utf-8")
    assert not reached(page)


def test_every_folder_the_wall_names_holds_files() -> None:
    """A rule about a name that has gone would hold nothing back."""
    for name in EXACT:
        folder = ROOT / name.replace(".", "/")
        enough(list(folder.glob("*.py")), 2, f"files of {name}")
