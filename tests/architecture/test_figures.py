"""Does every figure name its series where they stand?"""

import ast

from tests.discovery import ROOT, modules

COMPONENT = "pages/ui/figures/"


def named(word: str) -> set[str]:
    """The files of pages in which a word is written as code: a name, an attribute or a string."""
    found = set()
    for path in modules("pages"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = getattr(node, "attr", None) or getattr(node, "id", None)
            if isinstance(node, ast.Constant):
                said = node.value
            if said == word:
                found.add(path.relative_to(ROOT).as_posix())
    return found


def test_no_figure_has_a_key_of_colours_to_look_up() -> None:
    for word in ("showlegend", "showscale", "legend"):
        outside = {file for file in named(word) if not file.startswith(COMPONENT)}
        assert outside <= ALLOWED[word], f"{word}: name the series by labels (reports/figures)"


ALLOWED = {
    "showlegend": {"pages/everyone/projections/pace_by_area.py"},  # it says that there is none
    "showscale": {"pages/everyone/events/charts.py"},  # so does this
    "legend": {"pages/ui/ladder.py", "pages/organisers/gaps/page.py"},  # of a table's badges
}
