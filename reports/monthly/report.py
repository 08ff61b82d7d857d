"""What a monthly report is: a period, a place, its figures and tables. Values only.

It is the same in both languages; documents draw it, and `gather` asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

Provinces = tuple[str, ...] | None


@dataclass(frozen=True)
class Period:
    """The days a pack speaks of: from `starts_on` to `until`, compared with the day `since`.

    `ends_on` is the last day of the whole period; `until` is earlier where the data ends earlier.
    `members_to` is the day of the newest members' list where that ends before `until`, else None.
    """

    kind: Literal["month", "week", "day"]
    starts_on: date
    ends_on: date
    since: date
    until: date
    members_to: date | None = None

    @property
    def known_to(self) -> date:
        """The last day of which everything is told, members too."""
        return self.members_to or self.until

    @property
    def is_whole(self) -> bool:
        """Whether the data reaches the period's end, with the members' lists."""
        return self.known_to == self.ends_on

    @property
    def until_stamp(self) -> pd.Timestamp:
        """`until` as pandas compares it."""
        return pd.Timestamp(self.until)


@dataclass(frozen=True)
class Scope:
    """Where a pack looks: the country (no provinces named), a region or a province."""

    kind: Literal["country", "region", "province"] = "country"
    code: str = ""
    provinces: Provinces = None
    name_th: str = ""
    name_en: str = ""


COUNTRY = Scope()


@dataclass(frozen=True)
class Figure:
    """A number, and the question that gives it: ask `metric`, take `column` of the row `where`."""

    name: str
    value: float | None
    metric: str
    parameters: Mapping[str, Any]
    column: str
    where: Mapping[str, Any]


@dataclass(frozen=True)
class Restatement:
    """What differs from an earlier edition: figures, provinces, and the files behind it.

    `figures` has figure, then, now_known, difference; `provinces` adds `members_restated` and
    `covered_restated` to the pack's; `files` has file, list_on and file_change: added or gone.
    """

    edition: Mapping[str, Any]
    figures: pd.DataFrame
    provinces: pd.DataFrame
    files: pd.DataFrame


@dataclass(frozen=True)
class Pack:
    """Everything a document of the period draws. `frames` holds the metrics' answers by name.

    members, change, monthly, weekly, covered, covered_before, covered_weekly, verified, decisions,
    fan_members, fan_amphoe_covered, amphoe, steps, provinces, empty, changes, published, sources,
    files, checks, rules: each as the metric of `gather` describes it; and those of members taking
    part (`pack_taking_part.frames`).
    """

    period: Period
    scope: Scope
    edition: Mapping[str, Any]
    frames: Mapping[str, pd.DataFrame]
    figures: tuple[Figure, ...]
    restatement: Restatement | None = None

    def figure(self, name: str) -> float | None:
        """Return the value of a figure; raises KeyError for a name there is none of."""
        for figure in self.figures:
            if figure.name == name:
                return figure.value
        raise KeyError(name)

    def count(self, name: str) -> int:
        """Return a figure that is a count; a missing one is 0."""
        return int(self.figure(name) or 0)
