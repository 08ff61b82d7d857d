"""What does the product say, in Thai and in English, when something needs saying?

The words themselves are rows in `sentences/<area>.toml`, so that they can be read and mended
without reading code.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sentences"


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages."""

    th: str
    en: str

    def __str__(self) -> str:
        return f"{self.th}\n{self.en}"


class Refused(Exception):
    """Something a person gave cannot be used; `sentence` tells them why, in both languages."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@cache
def _area(area: str) -> dict[str, dict[str, str]]:
    with (_FOLDER / f"{area}.toml").open("rb") as file:
        return tomllib.load(file)


def say(key: str, **values: object) -> Sentence:
    """Fill the sentence `key` ("area.name") with `values`; a whole number gets its commas."""
    area, _, name = key.partition(".")
    words = _area(area)[name]
    shown = {
        name: f"{value:,}" if type(value) is int else str(value) for name, value in values.items()
    }
    return Sentence(words["th"].format(**shown), words["en"].format(**shown))
