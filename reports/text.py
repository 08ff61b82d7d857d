"""What do reports and figures say, in their reader's language? Phrases, days, numbers, chances."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from disclosure_limit import SMALL
from i18n import dates, numbers
from i18n.messages import phrase
from i18n.phrases import phrases


@dataclass(frozen=True)
class Text:
    """The reader's language, "th" or "en"."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the phrase `key` with its values; a whole number gets its commas."""
        return phrase(key, self.language, **values)

    def either(self, key: str, otherwise: str) -> str:
        """Return the phrase `key`, or `otherwise` for a code of the data that has no words yet."""
        return self(key) if key in phrases() else otherwise

    def year(self, day: date) -> int:
        """Return the year as the reader counts it."""
        return dates.year(day, self.language)

    def day(self, day: Any) -> str:  # noqa: ANN401
        """Return a day such as 22 ต.ค. 2566; a missing day is a dash."""
        return dates.day_text(day, self.language)

    def month(self, day: date) -> str:
        """Return the month of a day, such as ต.ค. 2566."""
        return dates.month_text(day, self.language)

    def month_name(self, day: date) -> str:
        """Return the short name of a day's month."""
        return dates.month_name(day, self.language)

    def named(self, noun: str) -> str:
        """Return the column that names a noun (amphoe, province) in the reader's language."""
        return f"{noun}_{self.language}"

    def number(self, number: float | None, digits: int = 0) -> str:
        """Return a number with commas; one that is missing is a dash."""
        return numbers.number(number, digits)

    def signed(self, number: float | None, digits: int = 0) -> str:
        """Return a change with its sign and commas: +1,234, −5, 0; a missing one is a dash."""
        return numbers.signed(number, digits)

    def people(self, number: float | None) -> str:
        """Return a count of people, or that they are fewer than five, or may not be told."""
        if number is None or number != number:
            return self("monthly.withheld")
        return self("monthly.few") if 0 < number < SMALL else self.number(number)

    def count(self, number: float | None) -> str:
        """Return a count on a chart with its commas, or that it is not told."""
        return self("small.hidden") if pd.isna(number) else self.number(number)

    def chance(self, chance: float) -> str:
        """Return a chance in whole percent; the ends are open, since nothing is certain."""
        if chance < 0.01:
            return self("monthly.chance.least")
        if chance > 0.99:
            return self("monthly.chance.most")
        return self("monthly.chance.about", percent=round(100 * chance))
