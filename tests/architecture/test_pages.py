"""Does a page stand behind the door, alone with its own parts, and load quickly?"""

import ast
import re
import subprocess
import sys

from tests.architecture.imports import imports, inside, module_name
from tests.discovery import ROOT, enough, modules, pages


def test_no_python_file_lies_directly_in_pages() -> None:
    """Streamlit would serve it without the menu, so without sign-in."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_every_page_is_in_the_menu_under_its_audience() -> None:
    tree = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8"))
    menu = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MENU"
    )
    listed = {(audience, name) for audience, names in menu.items() for name in names}
    assert listed == {(page.audience, page.name) for page in pages()}


def test_a_page_is_short_and_asks_no_question_of_its_own() -> None:
    for page in pages():
        text = (ROOT / page.file).read_text(encoding="utf-8")
        found = re.search(r"\bselect\b.+\bfrom\b|\.groupby\(|cache_data|cache_resource", text)
        assert not found, f"{page.file}: {found}"


def test_parts_of_a_page_are_imported_by_that_page_only() -> None:
    parts = [path for path in modules("pages") if len(path.relative_to(ROOT).parts) > 3]
    enough(parts, 50, "parts of pages")
    own = {".".join(path.relative_to(ROOT).parts[:3]) for path in parts}
    own -= inside(own, "pages.ui")
    for path in [*modules("pages"), *modules("reports"), *modules("etl"), ROOT / "dashboard.py"]:
        here = ".".join(path.relative_to(ROOT).parts[:3])
        others = inside(imports(path), *(own - {here}))
        assert not others, f"{path.relative_to(ROOT)}: {sorted(others)}"


def test_no_page_loads_what_forecasts_are_made_with() -> None:
    """A page that did would start a second later, and could forecast otherwise than the build."""
    asked = [module_name(path) for path in [*modules("pages/ui"), *modules("metrics")]]
    asked = sorted(set(asked) - inside(asked, "metrics.forecast"))
    enough(asked, 60, "modules that pages load")
    program = "\n".join(
        [
            "import sys",
            *(f"import {name}" for name in asked),
            "made_with = ('metrics.forecast', 'statsmodels', 'scipy')",
            "print([name for name in sys.modules if name.startswith(made_with)])",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
    for path in modules("pages"):
        assert not inside(imports(path), "metrics.forecast"), path
