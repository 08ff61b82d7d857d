"""How does a number stand to its target: is the pace enough, and if not, what would be?

Nothing is asked of the warehouse here: a row of `safe.targets.decisions` goes in, and out comes the
one kind of thing that is true of it, with the numbers to say it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

KINDS = (
    *("unknown", "stale", "grew", "fell", "same", "stands"),
    *("reached", "missed", "short", "enough", "kept", "likely"),
    *("days", "falling", "still", "faster_percent", "faster_even", "faster"),
)
"""Every kind of standing.

- `unknown`: there is no number, or it may not be told. `stale`: it is known up to `told_to` only.
- Without a target that has begun: it `grew`, `fell` or is the `same`; `stands` where that is not
  known.
- `reached`, or `missed`: the deadline has come and it is short. `short`: it is, and the last four
  weeks' pace is not known.
- `enough`: the pace is what is needed or more. `kept`: it is, but a forecast doubts that it lasts.
  `likely`: it is not, but a forecast expects more.
- The pace is too slow: less than a week is left (`days`), it is `falling` or `still`, or it must
  be so many per cent (`faster_percent`) or times (`faster_even` exactly, `faster` more than).
"""
_LIKELY, _OPEN = 60, 40
"""Per cent from which a chance speaks for, and below which it speaks against: `chance_text`."""
_WEEK = 7


@dataclass(frozen=True)
class Standing:
    """What is true of a number on a day.

    `factor` is the per cent or times of `faster…`; `since` the day from which the change is
    counted, None for the last seven days.
    """

    kind: str
    now: int = 0
    change: int = 0
    value: int = 0
    short_of: int = 0
    days_left: int = 0
    factor: int = 0
    told_to: date | None = None
    since: date | None = None


def judge(
    target: Mapping[Any, Any] | None,
    *,
    now: int | None,
    change: int | None,
    told_to: date | None = None,
    since: date | None = None,
) -> Standing:
    """Return how `now` stands to a row of `decisions`; `change` is what came `since`, as `Standing`
    has it.

    `told_to` is the last day that is known, where that lies before the day looked at.
    """
    if now is None:
        return Standing("unknown")
    if told_to is not None:
        return Standing("stale", now=now, told_to=told_to)
    if target is None or not target["is_started"] or target["is_hidden"]:
        return Standing(_moved(change), now=now, change=change or 0, since=since)
    known: dict[str, Any] = {
        "now": now,
        "change": change or 0,
        "value": int(target["value"]),
        "short_of": int(target["short_of"]),
        "days_left": int(target["days_left"]),
    }
    if target["is_passed"]:
        return Standing("reached", **known)
    if known["days_left"] <= 0:
        return Standing("missed", **known)
    if target["is_backfilled"]:
        return Standing("short", **known)
    needed, actual = float(target["needed_per_week"]), float(target["actual_per_week"])
    percent = None if pd.isna(target["chance"]) else round(100 * float(target["chance"]))
    if actual >= needed:
        is_doubted = percent is not None and percent < _OPEN
        return Standing("kept" if is_doubted else "enough", **known)
    if percent is not None and percent >= _LIKELY:
        return Standing("likely", **known)
    if known["days_left"] < _WEEK:
        return Standing("days", **known)
    if actual <= 0:
        return Standing("falling" if actual < 0 else "still", **known)
    kind, factor = _faster(needed / actual)
    return Standing(kind, factor=factor, **known)


def choose(rows: pd.DataFrame, metric: str) -> tuple[Mapping[Any, Any] | None, int]:
    """Return the row of `decisions` that matters now of a metric, and how many others there are.

    The one that is due next among those that run; without any the one reached ahead of its day,
    then the one that begins next, then the last that is over.
    """
    own = rows[rows["metric"] == metric].to_dict("records")
    ordered = sorted(own, key=_rank)
    return (ordered[0], len(own) - 1) if own else (None, 0)


def is_line_telling(target: Mapping[Any, Any]) -> bool:
    """Whether the straight line from a target's start to its deadline tells where to be today.

    Not in its first week, when it is where it began; nor from a start before the first list, nor
    once the target is reached or over.
    """
    since = target["deadline"] - pd.Timedelta(days=int(target["days_left"])) - target["start_on"]
    return bool(
        target["is_started"]
        and not target["is_hidden"]
        and not target["is_passed"]
        and target["days_left"] > 0
        and not target["is_start_backfilled"]
        and since.days >= _WEEK
        and pd.notna(target["expected_now"])
    )


def _rank(row: Mapping[Any, Any]) -> tuple[int, int]:
    left = int(row["days_left"])
    is_passed = False if pd.isna(row["is_passed"]) else bool(row["is_passed"])
    if row["is_started"] and left > 0:
        return (1 if is_passed else 0), left
    return (2, left) if left > 0 else (3, -left)


def _moved(change: int | None) -> str:
    if change is None:
        return "stands"
    return "grew" if change > 0 else "fell" if change < 0 else "same"


def _faster(ratio: float) -> tuple[str, int]:
    """Return the kind and factor of a pace that must be `ratio` (more than 1) times as fast."""
    if ratio < 2:
        # Rounded up: so many per cent more is enough.
        return "faster_percent", max(math.ceil(100 * (ratio - 1) - 1e-9), 1)
    times = math.floor(ratio + 1e-9)
    return ("faster_even" if math.isclose(ratio, times) else "faster"), times
