"""Which modules does a file import, in whatever way it spells that?"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path


def imports(path: Path) -> set[str]:
    """Every module the file names in an import, with `from a import b` given as a and a.b.

    A text that is handed to a call, as in `import_module("a.b")`, counts too when it reads like a
    module of a package; relative imports count from the file's own folder, given as `.b`.
    """
    return set(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            given = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
            yield from (text for text in given if isinstance(text, str) and _is_dotted(text))


def _is_dotted(text: str) -> bool:
    return "." in text and all(part.isidentifier() for part in text.split("."))


def inside(names: Iterable[str], *folders: str) -> set[str]:
    """Return the names that are one of these folders or modules, or lie in one."""
    return {
        name
        for name in names
        if any(name == folder or name.startswith(f"{folder}.") for folder in folders)
    }
