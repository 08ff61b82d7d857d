"""Lets so much through at once and so much a second from then on."""

import time


class Brake:
    """A bucket that fills by `per_second` up to `burst`."""

    def __init__(self, burst: float, per_second: float) -> None:
        self.change(burst, per_second)
        self._left = burst
        self._at = time.monotonic()

    def change(self, burst: float, per_second: float) -> None:
        """Let more or less through from now on."""
        self._burst, self._per_second = burst, per_second

    def take(self, amount: float = 1) -> bool:
        """Take an amount if there is as much; whether there was."""
        is_there = self.can_take(amount)
        self._left -= amount if is_there else 0
        return is_there

    def can_take(self, amount: float = 1) -> bool:
        """Whether there is as much."""
        return self._burst - self.taken() >= amount

    def seconds_until(self, amount: float = 1) -> float:
        """Return in how many seconds there will be as much."""
        return max(0.0, amount - self._burst + self.taken()) / self._per_second

    def taken(self) -> float:
        """Return how much was taken lately and has not been filled again."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        return self._burst - self._left
