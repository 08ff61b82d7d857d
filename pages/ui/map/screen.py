"""What a map's colours mean, and what lies on a map that fills the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Category:
    """One meaning a value can have: `value` is a whole number, colours are `#rrggbb`.

    The key names it with the number of its amphoe, where there are none only if `is_named_always`.
    """

    value: int
    label: str
    light: str
    dark: str
    is_named_always: bool = True


@dataclass(frozen=True)
class Picture:
    """The values of one day, in the order of the amphoe."""

    day: date
    values: Sequence[float | None]


@dataclass(frozen=True)
class Season:
    """What play runs through: pictures of days past, then of chances, whose `classes` differ."""

    past: Sequence[Picture]
    ahead: Sequence[Picture]
    classes: Sequence[Category]


@dataclass(frozen=True)
class Panel:
    """What is told of the chosen amphoe beside the map.

    `badge` is a word, its colours and its ink's, light and dark; `open` the words and address of a
    button, for who may open the place's page.
    """

    code: str
    badge: tuple[str, str, str, str, str]
    facts: tuple[str, ...]
    next: str
    open: tuple[str, str] | None


@dataclass(frozen=True)
class Screen:
    """What lies on a map that fills the screen.

    `modes` are codes and labels, of which `mode` is on; `days` those that can be asked for, oldest
    first, of which `day` is shown; `ahead` the days up to which chances are told. A `season` is
    sent when it is asked for; the browser keeps it as long as `season_of` is the same.
    """

    finding: str
    note: str
    modes: Sequence[tuple[str, str]]
    mode: str
    days: Sequence[date]
    day: date
    ahead: Sequence[date]
    season_of: str
    season: Season | None
    panel: Panel | None


def number_of(day: date) -> int:
    """Return a day as the map's script counts it: days since 1970."""
    return (day - _EPOCH).days


def day_of(number: str) -> date | None:
    """Return the day of such a number, which a browser sent; None for what is none."""
    is_number = number.isascii() and number.isdigit() and len(number) <= 6
    return _EPOCH + timedelta(days=int(number)) if is_number else None
