"""What do documents say, in the reader's language? Phrases, days, numbers."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from disclosure_limit import SMALL

_PHRASES = Path(__file__).parent / "catalogue" / "reports.csv"
LANGUAGES = ("th", "en")


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Return every phrase: key → language → words."""
    with _PHRASES.open(encoding="utf-8", newline="") as file:
        return {row["key"]: {"th": row["th"], "en": row["en"]} for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Text:
    """The reader's language, "th" or "en": years are of the Buddhist era in Thai.

    `codes` has words for codes of the data that others know, such as `made_sure.<check>`.
    """

    language: str
    codes: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        """Return the phrase `key` with its values; a whole number gets its commas."""
        shown = {
            name: f"{value:,}" if isinstance(value, int) else str(value)
            for name, value in values.items()
        }
        return phrases()[key][self.language].format(**shown)

    def either(self, key: str, otherwise: str) -> str:
        """Return the phrase `key`, or `otherwise` for a code of the data that has no words yet."""
        return self(key) if key in phrases() else self.codes.get(key, otherwise)

    def year(self, day: date) -> int:
        """Return the year as the reader counts it."""
        return day.year + 543 if self.language == "th" else day.year

    def day(self, day: Any) -> str:  # noqa: ANN401
        """Return a day such as 22 ต.ค. 2566; a missing day is a dash."""
        if day is None or day != day:
            return "–"
        return f"{day.day} {self.month_name(day)} {self.year(day)}"

    def month_name(self, day: date) -> str:
        """Return the short name of a day's month."""
        return self(f"month.{day.month}")

    def named(self, noun: str) -> str:
        """Return the column that names a noun (amphoe, province) in the reader's language."""
        return f"{noun}_{self.language}"

    def number(self, number: float, digits: int = 0) -> str:
        """Return a number with commas; one that is missing is a dash."""
        return "–" if number is None or number != number else f"{number:,.{digits}f}"

    def signed(self, number: float, digits: int = 0) -> str:
        """Return a change with its sign and commas: +1,234, −5, 0; a missing one is a dash."""
        if number is None or number != number:
            return "–"
        text = f"{number:+,.{digits}f}".replace("-", "−")
        return text if round(number, digits) else text.lstrip("+−")

    def people(self, number: float | None) -> str:
        """Return a count of people, or that they are fewer than five, or may not be told."""
        if number is None or number != number:
            return self("withheld")
        return self("few") if 0 < number < SMALL else self.number(number)

    def chance(self, chance: float) -> str:
        """Return a chance in whole percent; the ends are open, since nothing is certain."""
        if chance < 0.01:
            return self("chance.least")
        if chance > 0.99:
            return self("chance.most")
        return self("chance.about", percent=round(100 * chance))
