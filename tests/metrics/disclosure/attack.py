"""What can be worked out of what is shown? The attacker of the tests, with an exact solver.

Knows the rule, every number and mark that is shown, and nothing else: integers, equations between
them, and bounds. A count from 1 to 4 is recovered when no other number would do.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from metrics.disclosure.suppression import FEW, HIDDEN, SMALL

if TYPE_CHECKING:  # every process of a run reads this file, and few solve anything
    from scipy.sparse import csr_array

Sum = Mapping[str, float]
"""Each unknown's part in a sum."""


class Attacker:
    """Collects unknown counts of people and what is told of them."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[tuple[Sum, float, float]] = []
        self._matrix: csr_array | None = None

    def unknown(self, name: str, low: float = 0, high: float = np.inf) -> None:
        """A count of which no more is known than its bounds, however often it is named."""
        if name in self._place:
            at = self._place[name]
            self._low[at] = max(self._low[at], low)
            self._high[at] = min(self._high[at], high)
        else:
            self._place[name] = len(self._place)
            self._low.append(low)
            self._high.append(high)

    def learn(self, parts: Sum, value: float | None, mark: str | None) -> None:
        """A sum that is shown, or why it is not: under five, or none of 1 to 4 … or nothing."""
        for name in parts:
            self.unknown(name, -np.inf if parts[name] is None else 0)
        if mark is None and value is not None:
            self._rows.append((parts, value, value))
        elif mark == FEW:
            self._rows.append((parts, 1, SMALL - 1))
        elif mark != HIDDEN:
            raise ValueError(f"neither a number nor a mark: {parts}")

    def between(self, parts: Sum, least: float, most: float) -> None:
        """A sum of which bounds are told, as a rounded share tells."""
        for name in parts:
            self.unknown(name)
        self._rows.append((parts, least, most))

    def range_of(self, what: str | Sum) -> tuple[int, int]:
        """Return the least and the most that an unknown count, or a sum of such, can be."""
        cost = np.zeros(len(self._place))
        for name, times in ({what: 1.0} if isinstance(what, str) else what).items():
            cost[self._place[name]] = times
        found = [self._solve(sign * cost) for sign in (1, -1)]
        return round(found[0]), round(-found[1])

    def _equations(self) -> "csr_array":
        """Return what is told as a matrix, made once for as much as is told."""
        from scipy.sparse import csr_array

        if self._matrix is None or self._matrix.shape != (len(self._rows), len(self._place)):
            parts = [
                (at, self._place[name], times)
                for at, (sums, _, _) in enumerate(self._rows)
                for name, times in sums.items()
            ]
            rows, columns, times = zip(*parts, strict=True)
            shape = (len(self._rows), len(self._place))
            self._matrix = csr_array((np.array(times, float), (rows, columns)), shape=shape)
        return self._matrix

    def _solve(self, cost: np.ndarray) -> float:
        from scipy.optimize import Bounds, LinearConstraint, milp

        low, high = (np.array([row[end] for row in self._rows]) for end in (1, 2))
        # Beyond a thousand it makes no difference how large an unknown is.
        most = np.minimum(self._high, 1000 + (high[np.isfinite(high)].max() if len(high) else 0))
        solved = milp(
            cost,
            constraints=LinearConstraint(self._equations(), low, high),
            integrality=np.ones(len(cost)),
            bounds=Bounds(np.maximum(self._low, -most), most),
        )
        assert solved.success, solved.message
        return float(solved.fun)
