"""Which days does a pack speak of, given how far the data goes?"""

from datetime import date, timedelta
from typing import Literal

from reports.pack import Period


def period(
    kind: Literal["month", "week", "day"],
    starts_on: date,
    ends_on: date,
    *,
    newest_on: date,
    whole_to: date,
) -> Period:
    """Return the period as far as the data goes, compared with the day before it.

    `newest_on` is the newest day of any export, `whole_to` that of members' lists (see
    `metrics.health`): a poll of November does not make October's members whole.
    """
    until = min(ends_on, newest_on)
    members_to = whole_to if whole_to < until else None
    return Period(kind, starts_on, ends_on, starts_on - timedelta(days=1), until, members_to)
