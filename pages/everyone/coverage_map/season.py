"""What play runs through: the map from the first list to the newest day, and chances after it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pandas as pd

from metrics import health
from metrics.coverage import ladder
from metrics.safe import amphoe
from pages.ui.data import ask, days
from pages.ui.map import classes, coverage
from pages.ui.map.screen import Picture, Season

AHEAD_WEEKS = {"chance_4w": 4, "chance_13w": 13}
"""The chances that an edition tells of each amphoe: up to how many weeks after its newest day."""

_PICTURES = {"coverage": 40, "ladder": 40, "members": 12, "density": 12}
"""So many pictures at most; those of members take longer to work out."""


def ahead() -> list[date]:
    """Return the days up to which an edition tells chances of amphoe: none without a forecast."""
    newest = days()[0]
    gaps = ask(amphoe.gaps, on=newest)
    return [
        newest + timedelta(weeks=weeks)
        for chance, weeks in AHEAD_WEEKS.items()
        if gaps[chance].notna().any()
    ]


def season(mode: str, basis: str) -> Season:
    """Return the pictures of a mode, thinned to a few dozen."""
    first = ask(health.edition)["first_list_on"].iloc[0]
    since = days()[-1] if pd.isna(first) else first.date()
    asked = [day for day in reversed(days()) if day >= since] or [days()[0]]
    thin = thinned(asked, _PICTURES[mode])
    past = (
        _by_steps(thin, mode, basis) if mode in ("coverage", "ladder") else _by_members(thin, mode)
    )
    return Season(list(past), _chances(), classes.chance_classes())


def thinned(all_days: Sequence[date], most: int) -> list[date]:
    """Return so many of the days at most, evenly, the first and the last among them."""
    if len(all_days) <= most:
        return list(all_days)
    last = len(all_days) - 1
    return [all_days[round(at * last / (most - 1))] for at in range(most)]


def _by_steps(thin: Sequence[date], mode: str, basis: str) -> Iterator[Picture]:
    rows = ask(ladder.on_days, days=tuple(day.isoformat() for day in thin), basis=basis)
    for day, own in rows.groupby("day"):
        steps = own.set_index("amphoe_code")["step"]
        yield Picture(
            pd.Timestamp(str(day)).date(), coverage.in_order(classes.of_steps(steps, mode))
        )


def _by_members(thin: Sequence[date], mode: str) -> Iterator[Picture]:
    for day in thin:
        rows = ask(amphoe.by_amphoe, on=day).set_index("amphoe_code")
        yield Picture(day, coverage.in_order(classes.values(rows, mode)))


def _chances() -> list[Picture]:
    newest = days()[0]
    steps = ask(amphoe.by_amphoe, on=newest).set_index("amphoe_code")["step"]
    gaps = ask(amphoe.gaps, on=newest).set_index("amphoe_code")
    return [
        Picture(
            newest + timedelta(weeks=weeks),
            coverage.in_order(classes.of_chances(gaps[chance].reindex(steps.index), steps)),
        )
        for chance, weeks in AHEAD_WEEKS.items()
        if gaps[chance].notna().any()
    ]
