"""What does the product say, in Thai and in English? Phrases of the catalogue, filled in."""

from dataclasses import dataclass
from datetime import date

from i18n.dates import day_text
from i18n.phrases import LANGUAGES, phrases


@dataclass(frozen=True)
class Message:
    """What is said, in both languages."""

    th: str
    en: str

    def __str__(self) -> str:
        return f"{self.th}\n{self.en}"

    def __getitem__(self, language: str) -> str:
        return self.th if language == "th" else self.en


class UserError(Exception):
    """Something a person gave cannot be used; `message` tells them why, in both languages."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def phrase(key: str, language: str, **values: object) -> str:
    """Return the phrase `key` with its values, each as its language writes it.

    A whole number gets its commas, a day its month and era, a message its own language.
    """
    words = phrases()[key][language]
    return words.format(**{name: _written(value, language) for name, value in values.items()})


def message(key: str, **values: object) -> Message:
    """Return the phrase `key` in both languages, filled as `phrase` does."""
    return Message(*(phrase(key, language, **values) for language in LANGUAGES))


def either(key: str, otherwise: str) -> Message | str:
    """Return the message `key`, or `otherwise` for a code of the data that has no words yet."""
    return message(key) if key in phrases() else otherwise


def _written(value: object, language: str) -> str:
    if isinstance(value, Message):
        return value[language]
    if isinstance(value, date):
        return day_text(value, language)
    return f"{value:,}" if isinstance(value, int) else str(value)
