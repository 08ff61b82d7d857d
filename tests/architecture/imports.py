"""Which modules does a file import, in whatever way it spells that?"""

import ast
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.discovery import ROOT


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """Every module the file names in an import, with `from a import b` given as a.b."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}.{alias.name}" for alias in node.names)


def texts(path: Path) -> set[str]:
    """Every text of the file: a module may be imported by one, as by `import_module("a.b")`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in found if isinstance(text, str)}


def inside(names: Iterable[str], *folders: str) -> set[str]:
    """Return the names that are one of these folders or modules, or lie in one."""
    return {
        name
        for name in names
        if any(name == folder or name.startswith(f"{folder}.") for folder in folders)
    }


def module_name(path: Path) -> str:
    """What the module is called in an import."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def of_product(path: Path) -> set[str]:
    """What the file imports of the product itself."""
    tops = ("bench", "dashboard", "disclosure_limit", "etl", "i18n", "metrics", "pages", "reports")
    return inside(imports(path), *tops, "serve", "shapefiles", "tests")
