"""Is "today" Thailand's everywhere, whatever zone the server's clock is set to?"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.imports import module_name, texts
from tests.discovery import ROOT, enough, modules

OF_THE_MACHINE = {"today", "utcnow", "localtime", "utcfromtimestamp"}
"""What tells the day or time of the server's own zone, or one without a zone."""
NEEDS_ZONE = {"now": 1, "fromtimestamp": 2, "astimezone": 1}
"""What does so unless it is told a zone, and its arguments once it is."""
IN_SQL = re.compile(r"\b(current_date|current_timestamp|localtimestamp|now\(\)|today\(\))", re.I)
PRODUCT = [path for folder in ("etl", "metrics", "reports", "pages") for path in modules(folder)]


def of_the_machine(tree: ast.Module) -> Iterator[str]:
    """Every call in a file that asks the server for its own time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, given = node.func.attr, len(node.args) + len(node.keywords)
            if name in OF_THE_MACHINE or given < NEEDS_ZONE.get(name, 0):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def test_nothing_asks_the_server_which_day_it_is() -> None:
    asked = {
        module_name(path): [
            *of_the_machine(ast.parse(path.read_text(encoding="utf-8"))),
            *(text for text in texts(path) if IN_SQL.search(text)),
        ]
        for path in (*PRODUCT, ROOT / "i18n" / "dates.py")
    }
    assert not {name: found for name, found in asked.items() if found}


def test_no_sql_asks_the_server_which_day_it_is() -> None:
    files = [*(ROOT / "etl").rglob("*.sql"), *(ROOT / "metrics").rglob("*.sql")]
    enough(files, 55, "SQL files")
    assert not [path.name for path in files if IN_SQL.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "line",
    ["date.today()", "datetime.now()", "date.fromtimestamp(0)", "at.astimezone()"],
)
def test_what_asks_the_server_is_found(line: str) -> None:
    assert list(of_the_machine(ast.parse(line)))
