"""Tells how both numbers went over the last weeks, each with what its curve says as title."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from metrics import bend
from metrics import marks as marks_of_party
from metrics.bend import Bend, Mark
from metrics.coverage import coverage
from metrics.safe import members as safe_members
from pages.ui.data import ask
from pages.ui.headline.small_curve import Curve, Event
from pages.ui.headline.week import WEEKS, Number, Week, ask_here
from pages.ui.text import named, short_day_text, t

_LEAST = 3
"""Fewer weeks make no curve."""


def of_week(week: Week) -> dict[str, Curve]:
    """Return a curve of each number that is known for some weeks."""
    members = ask_here(safe_members.weekly, until=week.on, weeks=WEEKS)
    # Before the first list only those who are still members are known: no curve to compare.
    members = members[~members["is_backfilled"].astype(bool)]
    covered = ask_here(coverage.weekly, until=week.on, weeks=WEEKS)
    curves: dict[str, Curve] = {}
    for metric, ends, counts in (
        ("members", members["ends_on"], members["members"]),
        ("amphoe_covered", covered["week_ends_on"], covered["amphoe_covered"]),
    ):
        said = " ".join(curve.title for curve in curves.values())
        if curve := _curve(week.numbers[metric], ends, counts, week.on, said):
            curves[metric] = curve
    return curves


def _curve(number: Number, ends: pd.Series, counts: pd.Series, on: date, said: str) -> Curve | None:
    """Return a number's curve; `said` are the titles of those before it."""
    days: list[date] = [each.date() for each in ends]
    known = [
        (day, int(count))
        for day, count in zip(days, counts, strict=True)
        if pd.notna(count) and (number.told_to is None or day <= number.told_to)
    ]
    # A week that may not be told would be read off a line drawn across it.
    is_whole = not counts.isna().any()
    if not number.is_known or not is_whole or len(known) < _LEAST or not known[-1][1]:
        return None
    shown, values = zip(*known, strict=True)
    marks = _marks(shown)
    found = bend.judge(shown, values, marks) if number.metric == "members" else bend.lately(values)
    first, last = (short_day_text(day, on) for day in (shown[0], shown[-1]))
    title = _title(number.metric, found)
    if abs(found.per_week) < 1 and found.kind in ("rising", "falling"):
        title = t(f"overview.curve.{number.metric}.slow", first=values[0], last=values[-1])
    events = [
        # A mark that a title names needs no more than its day.
        Event(
            each.on,
            short_day_text(each.on, on) + f" {each.label}" * (each.label not in f"{said} {title}"),
        )
        for each in marks
    ]
    return Curve(title, shown, values, (first, last), events)


def _marks(days: Sequence[date]) -> list[Mark]:
    """Return the party's own marks between the first and the last of days."""
    rows = ask(marks_of_party.between, since=days[0], until=days[-1]).to_dict("records")
    return [Mark(row["marked_on"].date(), str(row[named("label")])) for row in rows]


def _title(metric: str, found: Bend) -> str:
    mark = found.mark.label if found.mark else ""
    return t(f"overview.curve.{metric}.{found.kind}", n=round(abs(found.per_week)), mark=mark)
