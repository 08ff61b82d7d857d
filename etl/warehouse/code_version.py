"""Hashes the code that an edition's numbers depend on: where it changes, a new edition is made.

It is whatever a build imports, followed through our own modules, and the SQL and TOML files that
lie beside those; but not what only words or stores the results, which changes no number.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

ROOTS = ("etl.build", "etl.ingest.reader.worker", "metrics.forecast.run")
"""Where a build begins: the story, what reads beside it, and the forecasts handed to it."""

ONLY_SPEAKS = (
    *("i18n.catalogue", "i18n.messages", "i18n.phrases"),
    *("etl.audit", "etl.uploads", "etl.safe_files", "etl.data_version"),
)
"""Modules, and folders of them, that say or write what others worked out."""

_ROOT = Path(__file__).resolve().parents[2]
# By the words and not by `ast`, which takes ten times as long: a line of a text that looks like an
# import only lets one file more count.
_FROM = re.compile(r"^\s*from ([a-z_][\w.]*) import (\([^)]*\)|[^\n]*)", re.M)
_IMPORT = re.compile(r"^\s*import ([a-z_][\w.]*)", re.M)


@cache
def code_version() -> str:
    """Return a short hash of the code that this process makes editions with."""
    return version_of(_ROOT)


def version_of(root: Path) -> str:
    """Return the same of the code that lies in another folder."""
    digest = hashlib.sha256()
    for path in numbers_depend_on(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def numbers_depend_on(root: Path) -> list[Path]:
    """Return the files below `root` that decide an edition's numbers, in order of their path."""
    modules: set[Path] = set()
    to_read = list(ROOTS)
    reached = set(to_read)
    while to_read:
        path = root.joinpath(*to_read.pop().split(".")).with_suffix(".py")
        if not path.is_file():
            continue
        modules.add(path)
        found = {name for name in _imports(path) if not _only_speaks(name)} - reached
        reached |= found
        to_read += found
    folders = {path.parent for path in modules} - {root}
    return sorted(modules | {file for folder in folders for file in _data(root, folder)})


def _imports(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    names = set(_IMPORT.findall(text))
    for module, parts in _FROM.findall(text):
        names.add(module)
        names |= {f"{module}.{part}" for part in re.findall(r"\w+", parts)}
    return names


def _only_speaks(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in ONLY_SPEAKS)


def _data(root: Path, folder: Path) -> set[Path]:
    """Return the SQL and TOML files of a folder, and of those below it that hold no module."""
    own = {path for path in folder.iterdir() if path.suffix in (".sql", ".toml")}
    for below in folder.iterdir():
        name = ".".join(below.relative_to(root).parts)
        if below.is_dir() and not any(below.glob("*.py")) and not _only_speaks(name):
            own |= _data(root, below)
    return own
