"""Which keys of the catalogue does the code name, as a string or as the pattern of an f-string?"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from i18n.phrases import FOLDER, phrases
from pages.ui.bar.reading import WIDGET
from tests.discovery import ROOT, enough

# Families whose keys are put together where no single f-string shows it.
FAMILIES = (
    "build.",
    "data_health.by.",
    "data_health.metric.",
    "data_health.status.",
    "intake.",
    "projections.areas.",
)
# A family that the code takes as it stands, whatever its keys are called.
WHOLE = (WIDGET,)
_CODE = ("etl", "metrics", "reports", "pages", "i18n", "bench", "data", "dashboard.py", "serve.py")
# What lies in folders of these is a party's, or was made to be measured.
_NOT_CODE = {ROOT / "data", ROOT / "bench" / "data"}
_KINDS = {".py", ".sql", ".toml", ".typ", ".csv"}
# What takes a key first. Only there may an f-string begin with a place, as f"{page}.title" does.
_TAKES_A_KEY = {"t", "text", "either", "message", "phrase"}
_PLACE = r"([A-Za-z0-9_+-]+)"


@dataclass
class Named:
    """What stands in the code: whole strings, keys asked for, patterns of keys and of parts."""

    strings: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    keys: set[re.Pattern[str]] = field(default_factory=set)
    parts: set[re.Pattern[str]] = field(default_factory=set)
    families: set[str] = field(default_factory=lambda: set(FAMILIES))
    words: set[str] = field(default_factory=set)

    def uses(self, key: str) -> bool:
        """Whether the code names a key: whole, by family, or by a pattern whose places it fills."""
        stem, _, last = key.rpartition(".")
        return (
            key in self.strings
            or key.startswith(WHOLE)
            or (key.startswith(tuple(self.families)) and self._is_part(last))
            or any(
                all(map(self._is_part, found.groups()))
                for pattern in self.keys
                if (found := pattern.fullmatch(key))
            )
            or any(self._begins(f"{stem}.{short}") for short in self._shortened(last))
        )

    def _begins(self, key: str) -> bool:
        return key in self.strings or any(pattern.fullmatch(key) for pattern in self.keys)

    def _is_part(self, part: str) -> bool:
        # 1-4 is of several words; rejected_of_members and elect_again_set are of two strings.
        return (
            set(re.split(r"[+-]", part)) - {""} <= self.words
            or any(pattern.fullmatch(part) for pattern in self.parts)
            or not self.words.isdisjoint(self._shortened(part))
        )

    def _shortened(self, part: str) -> set[str]:
        """Return a part without what the code puts before or after it: `rejected_of_`, `_set`."""
        cuts = [at for at, letter in enumerate(part) if letter == "_"]
        return {part[:at] for at in cuts if part[at:] in self.words} | {
            part[at + 1 :] for at in cuts if part[: at + 1] in self.words
        }


def named() -> Named:
    """Read every file of code, SQL and lists, but no test and not the catalogue."""
    places = [ROOT / name for name in _CODE]
    files = [file for place in places for file in (place.rglob("*"), [place])[place.is_file()]]
    files = [
        file
        for file in files
        if file.suffix in _KINDS
        and file.parent != FOLDER
        and _NOT_CODE.isdisjoint(file.parents[1:])
    ]
    enough(files, 380, "files of code")
    found = Named()
    for file in files:
        text = file.read_text(encoding="utf-8-sig")
        found.words |= set(re.findall(r"\w+", text))
        if file.suffix == ".py":
            _read(ast.parse(text), found)
    return found


def named_by(places: Sequence[str]) -> Named:
    """Read what some of the code names; what a part of a key may be is said by all of it."""
    whole, found = named(), Named()
    found.words = whole.words
    for place in places:
        for file in [*(ROOT / place).rglob("*.py"), *([ROOT / place] if "." in place else [])]:
            _read(ast.parse(file.read_text(encoding="utf-8")), found)
    found.families -= {"build."}  # the words of a build are said by the terminal
    return found


def codes(family: str) -> set[str]:
    """Every code that has words in a family of keys: `check`, for instance."""
    found = {key.removeprefix(f"{family}.") for key in phrases() if key.startswith(f"{family}.")}
    enough(found, 10, f"phrases of {family}")
    return found


def _read(tree: ast.Module, found: Named) -> None:
    taken: set[ast.AST] = set()
    pieces = {
        piece for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            last = node.args[-1]
            if name in _TAKES_A_KEY:
                taken |= {node.args[0], *ast.walk(node.args[0])}
            elif name == "word_codes" and isinstance(last, ast.Constant):
                found.families.add(f"{last.value!s}.")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.strings.add(node.value)
            if node in taken and node not in pieces and re.match(r"[a-z_]+\.", node.value):
                (found.families if node.value.endswith(".") else found.asked).add(node.value)
        elif isinstance(node, ast.JoinedStr):
            _read_pattern(node, found, is_taken=node in taken)


def _read_pattern(node: ast.JoinedStr, found: Named, *, is_taken: bool) -> None:
    texts = [str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values]
    if not re.fullmatch(r"[a-z0-9_.]*[a-z]{2}[a-z0-9_.]*", "".join(texts)):
        return
    pattern = re.compile("".join(re.escape(text) or _PLACE for text in texts))
    if "." not in "".join(texts):
        found.parts.add(pattern)
    elif is_taken or "." in texts[0]:
        found.keys.add(pattern)
