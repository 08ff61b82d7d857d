"""Places days, counts and words between 0 and 1 along an axis of a chart, and ticks it."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from reports.figures.words import plain

_TICKS = 5
_ROOM = 0.05
"""How much of the axis is left free beyond the greatest value."""

_MARK_ROOM = 0.015
"""How much of an axis of days a mark on its first or last day reaches beyond it."""

Value = Any
"""A day, a number or a category, as Plotly takes it."""
Tick = dict[str, Any]


class Axis:
    """One axis of a chart: `layout` is Plotly's, `values` are all that stand along it.

    `is_from_zero` where bars stand on it; `widest_bar` is how far a bar reaches beside its value.
    """

    def __init__(
        self,
        layout: Mapping[str, Any],
        values: Sequence[Value],
        *,
        is_from_zero: bool,
        widest_bar: float,
    ) -> None:
        known = [value for value in values if value is not None]
        words = dict.fromkeys(value for value in known if isinstance(value, str))
        self._places = {word: place for place, word in enumerate(words)}
        self._layout = layout
        numbers = [self.number(value) for value in known] or [0.0, 1.0]
        self._has_days = any(isinstance(value, date) for value in known)
        self._has_words, self.is_visible = bool(words), layout.get("visible", True) is not False
        low, high = min(numbers) - widest_bar, max(numbers) + widest_bar
        if is_from_zero or layout.get("rangemode") == "tozero":
            low, high = min(low, 0.0), max(high, 0.0)
        if layout.get("range"):
            low, high = (self.number(end) for end in layout["range"])
        elif not self._has_words and not layout.get("tickvals"):
            high += (high - low) * _ROOM
        if layout.get("autorange") == "reversed":
            low, high = high, low
        self.low, self.high = low, high if high != low else low + 1.0
        self._span = self.high - self.low

    def number(self, value: Value) -> float:
        """Return a value as a number: a day's own, a category's place."""
        if isinstance(value, str):
            return float(self._places.setdefault(value, len(self._places)))
        if isinstance(value, datetime):
            return value.toordinal() + (value.hour + value.minute / 60) / 24
        if isinstance(value, date):
            return float(value.toordinal())
        return float(value)

    def at(self, value: Value) -> float:
        """Return where a value stands, 0 at the axis' beginning and 1 at its end."""
        return round((self.number(value) - self.low) / self._span, 5)

    def ends(self) -> list[Value]:
        """Return where the axis begins and ends, as a range that Plotly takes, marks kept whole."""
        if not self._has_days:
            return [self.low, self.high]
        days = [datetime.fromordinal(1) + timedelta(days=end - 1) for end in (self.low, self.high)]
        room = (days[1] - days[0]) * _MARK_ROOM
        return [days[0] - room, days[1] + room]

    def ticks(self) -> list[Tick]:
        """Return the ticks with their words, those outside the axis left out."""
        if not self.is_visible or self._layout.get("showticklabels") is False:
            return []
        suffix = str(self._layout.get("ticksuffix") or "")
        pairs: list[tuple[Value, str]]
        if self._layout.get("tickvals") is not None:
            words = self._layout.get("ticktext") or self._layout["tickvals"]
            pairs = [
                (value, plain(word))
                for value, word in zip(self._layout["tickvals"], words, strict=True)
            ]
        elif self._has_words:
            pairs = [(word, word) for word in self._places]
        elif self._has_days:  # a chart words its days itself: a number would be none
            pairs = []
        else:
            pairs = [(value, f"{value:,.10g}{suffix}") for value in self._round_values()]
        placed = [(self.at(value), word) for value, word in pairs]
        return [{"at": at, "label": word} for at, word in placed if -0.001 <= at <= 1.001]

    def _round_values(self) -> list[float]:
        low, high = sorted((self.low, self.low + self._span))
        step = float(self._layout.get("dtick") or round_step((high - low) / _TICKS))
        if str(self._layout.get("tickformat", "")).endswith("d"):  # of what comes in wholes
            step = max(step, 1.0)
        first = math.ceil(low / step - 1e-9)
        return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def round_step(least: float) -> float:
    """Return the next of 1, 2, 5, 10, … that is not below `least`."""
    if least <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= least * (1 - 1e-9))
