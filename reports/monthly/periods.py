"""The days a report describes, given how far the data goes."""

import calendar
from datetime import date, timedelta
from typing import Literal

import duckdb

from metrics import health
from reports.monthly.report import Period


def month(con: duckdb.DuckDBPyConnection, starts_on: date) -> Period:
    """Return the month that begins on a day, as far as an edition's data goes."""
    ends_on = starts_on.replace(day=calendar.monthrange(starts_on.year, starts_on.month)[1])
    newest_on = health.days(con)["day"].iloc[0].date()
    whole_to = health.whole_to(con)["whole_to"].iloc[0].date()
    return period("month", starts_on, ends_on, newest_on=newest_on, whole_to=whole_to)


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
