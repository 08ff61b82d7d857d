"""How long does it take, when some are still waiting? The median, and the share done by a day.

Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations": who still waits
counts as long as he has waited, so that slow ones are not left out until they are done.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats

_Z = 1.959964


@dataclass(frozen=True)
class Wait:
    """Median days with its 95 % interval (nan where it is not reached yet)."""

    median: float
    lo: float
    hi: float


def median(days: Floats, is_done: Bools) -> Wait:
    """Return the median wait; `days` is how long each took, or has waited where it is not done.

    The interval holds the days at which the curve's own interval (log-log, Greenwood) holds half:
    Brookmeyer and Crowley (1982), "A confidence interval for the median survival time".
    """
    times = np.unique(days[is_done])
    waiting = np.array([(days >= time).sum() for time in times], dtype=float)
    done = np.array([((days == time) & is_done).sum() for time in times], dtype=float)
    left = np.cumprod(1 - done / np.maximum(waiting, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(done / (waiting * (waiting - done)))
        width = _Z * np.sqrt(variance) / np.abs(np.log(left))
        upper = np.where(left > 0, left ** np.exp(-width), 0.0)
        lower = np.where(left > 0, left ** np.exp(width), 0.0)
    # The last one to be done leaves no variance: then the curve says nothing of its own width.
    upper = np.where(np.isnan(upper) | (left == 0), np.nan, upper)
    return Wait(
        _first(times, left <= 0.5), _first(times, lower <= 0.5), _first(times, upper <= 0.5)
    )


def _first(times: Floats, is_past: Bools) -> float:
    where = np.flatnonzero(is_past)
    return float(times[where[0]]) if len(where) else float("nan")
