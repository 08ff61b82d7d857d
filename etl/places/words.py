"""Read the words that stand around the names of places: the rows of `words.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def pattern_of(word: str) -> str:
    """Return the pattern of a word: spaces as many as there are, or none."""
    return re.escape(word).replace(r"\ ", r"\s*").replace(r"\.", r"\s*\.")


def before(label: str) -> str:
    """Return the pattern of the words before the name of a `label` (province, amphoe, khet …)."""
    words = _table()["before"][label]
    whole = [*words["anywhere"], *words["at_a_word"]]
    return _either([*map(pattern_of, _longest(whole)), *(rf"{w}(?=\s)" for w in words["alone"])])


def within(label: str) -> str:
    """Return the same pattern where it may begin: some in the middle of a text, some not."""
    words = _table()["before"][label]
    middle = _either(map(pattern_of, _longest(words["anywhere"])))
    beginning = _either(
        [
            *map(pattern_of, _longest([*words["anywhere"], *words["at_a_word"]])),
            *(rf"{word}(?=\s)" for word in words["alone"]),
        ]
    )
    start = r"(?<![^\W\d_])(?<![\u0e30-\u0e4e.])"
    return rf"(?:(?<!\.){middle}|{start}{beginning})" if words["anywhere"] else start + beginning


def after(label: str) -> str:
    """Return the pattern of the English words after a name."""
    return _either(map(pattern_of, _longest(_table()["after"][label])))


def labels() -> tuple[str, ...]:
    """Return what a word before a name can say that it is."""
    return tuple(_table()["before"])


def only_a_part() -> str:
    """Return the pattern of what says, behind an amphoe's name, which part of it is meant."""
    begins = _either(map(re.escape, _table()["only_a_part"]["begins"]))
    return rf"[(\[]\s*{begins}[^)\]]*[)\]]?|\s{begins}.*$"


def between() -> tuple[str, ...]:
    """Return the words between two names."""
    return tuple(_table()["between"]["words"])


def beside() -> tuple[str, ...]:
    """Return what stands behind a name and says nothing."""
    return tuple(_table()["beside"]["words"])


def kinds() -> tuple[str, ...]:
    """Return the parts of what places and their offices are called."""
    return tuple(_table()["kinds"]["words"])


def unknown() -> tuple[str, ...]:
    """Return what is written where nobody knows the place."""
    return tuple(_table()["nowhere"]["unknown"])


def abroad() -> tuple[str, ...]:
    """Return what is written for a place in no province of ours."""
    return tuple(_table()["nowhere"]["abroad"])


def _longest(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _either(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"
