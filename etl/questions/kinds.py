"""Lists the questions a build may ask, gravest first: the rows of `questions.csv`.

A row is a question's name and the parts of a case's detail, in their order, each with its type:
date, month (by its first day), count, file, text, or the code of a province or an amphoe.
`question.<name>` of the catalogue asks it; `check.<name>` is what holds where there is nothing to
ask.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from etl.places.gazetteer import gazetteer, provinces
from i18n.dates import month_text
from i18n.messages import Message
from i18n.phrases import LANGUAGES

DROP = ("many_rows_rejected", "sudden_drop", "sudden_turnover")
"""The questions that `--accept-drop` answers: those there were before each had a name."""


def _province(code: str) -> object:
    names = {
        place.province_code: Message(place.province_th, place.province_en) for place in provinces()
    }
    return names.get(code, "–")


def _month(text: str) -> object:
    return Message(*(month_text(date.fromisoformat(text), language) for language in LANGUAGES))


def _amphoe(code: str) -> object:
    names = {place.amphoe_code: Message(place.amphoe_th, place.amphoe_en) for place in gazetteer()}
    return names.get(code, "–")


_TYPES: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "month": _month,
    "count": int,
    "file": str,
    "text": str,
    "province": _province,
    "amphoe": _amphoe,
}


@dataclass(frozen=True)
class Kind:
    """A question: its name, and the name and type of every part of a case's detail."""

    name: str
    parts: tuple[tuple[str, str], ...]

    def values(self, detail: str) -> dict[str, object]:
        """Return what a case's detail says, part by part, for the question's sentence."""
        return {name: _typed(kind, text) for name, kind, text in self._split(detail)}

    def identity(self, detail: str) -> tuple[str, ...]:
        """Return what tells a case from others of the same files: not how many it is about, nor
        what the files are called.

        The same files counted by another rule are not asked about again.
        """
        return tuple(text for _, kind, text in self._split(detail) if kind not in ("count", "file"))

    def _split(self, detail: str) -> list[tuple[str, str, str]]:
        # The first part may be a file's name and hold the sign between the parts.
        texts = detail.rsplit("|", max(len(self.parts) - 1, 0))
        texts += [""] * (len(self.parts) - len(texts))
        return [(name, kind, text) for (name, kind), text in zip(self.parts, texts, strict=True)]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every question by its name, gravest first."""
    path = Path(__file__).with_name("questions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Kind(row["name"], _parts(row["parts"])) for row in csv.DictReader(file)
        }


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition(":") for part in text.split())
    return tuple((name, kind) for name, _, kind in pairs)


def _typed(kind: str, text: str) -> object:
    try:
        return _TYPES[kind](text)
    except ValueError:
        return text
