"""What does the product say, in Thai and in English, when something needs saying?

The words themselves are rows in `sentences/<area>.toml`, so that they can be read and mended
without reading code.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Message:
    """What is said, in both languages."""

    th: str
    en: str

    def __str__(self) -> str:
        return f"{self.th}\n{self.en}"


class UserError(Exception):
    """Something a person gave cannot be used; `message` tells them why, in both languages."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@cache
def _area(area: str) -> dict[str, dict[str, str]]:
    with (_FOLDER / f"{area}.toml").open("rb") as file:
        return tomllib.load(file)


def message(key: str, **values: object) -> Message:
    """Fill the message `key` ("area.name") with `values`, each as its language writes it.

    A whole number gets its commas, a day its month and era, a sentence its own language.
    """
    area, _, name = key.partition(".")
    words = _area(area)[name]
    return Message(
        *(
            words[language].format(
                **{name: _written(value, language) for name, value in values.items()}
            )
            for language in ("th", "en")
        )
    )


def words(area: str) -> dict[str, Message]:
    """Return the words of every code that the data uses in an area: `reasons`, for instance."""
    return {code: Message(each["th"], each["en"]) for code, each in _area(area).items()}


def _written(value: object, language: str) -> str:
    if isinstance(value, Message):
        return value.th if language == "th" else value.en
    if isinstance(value, date):
        month = _area("dates")["months"][language].split()[value.month - 1]
        return f"{value.day} {month} {value.year + (543 if language == 'th' else 0)}"
    return f"{value:,}" if type(value) is int else str(value)
