"""How many members were there at the end of each week, as a forecast needs to know it?

Asked once a build, of the whole country or an area. Values end on the day of the newest list.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Floats
from metrics.query import NET, Connection


@dataclass(frozen=True)
class Daily:
    """Net change by day and province code ('' where it is not known), and the lists' dates."""

    days: NDArray[np.datetime64]
    provinces: NDArray[np.str_]
    net: Floats
    lists: tuple[date, ...]


def read(con: Connection) -> Daily:
    """Read every change of an edition once; areas are then cut from it."""
    columns = con.execute(
        f"""
        select cast(date as timestamp) as day, coalesce(province_code, '') as province,
            cast(sum({NET}) as double) as net,
        from membership_daily group by all order by all
        """  # noqa: S608
    ).fetchnumpy()
    lists = con.execute("select list_on from lists order by list_on").fetchall()
    return Daily(
        np.asarray(columns["day"], dtype="datetime64[D]"),
        np.asarray(columns["province"], dtype=np.str_),
        np.asarray(columns["net"], dtype=np.float64),
        tuple(list_on for (list_on,) in lists),
    )


def weekly(daily: Daily, provinces: frozenset[str] | None) -> tuple[tuple[date, ...], Floats]:
    """Return the ends of the weeks, oldest first, and the members at each, shape (weeks,).

    Only weeks after the first list: before it leavers are not known. Changes without a date of
    their own stand on their list's date, a month of leavers on one day; such a heap is spread over
    the days since the list before, and the totals on the lists' dates stay exact. `provinces` None
    is the whole country, members of no known province included. Empty without a list.
    """
    if not daily.lists:
        return (), np.empty(0)
    first, last = daily.lists[0], daily.lists[-1]
    inside = np.ones(len(daily.net), bool)
    if provinces is not None:
        inside = np.isin(daily.provinces, sorted(provinces))
    place = (daily.days[inside] - np.datetime64(first)).astype(int)
    net = daily.net[inside]
    change = np.zeros((last - first).days + 1)
    known = (place > 0) & (place < len(change))
    np.add.at(change, place[known], net[known])
    for before, after in zip(daily.lists, daily.lists[1:], strict=False):
        _spread(change, (before - first).days, (after - first).days)
    members = net[place <= 0].sum() + change.cumsum()
    weeks = range((last - first).days // 7, -1, -1)
    ends = tuple(last - timedelta(days=7 * week) for week in weeks)
    return ends, members[[(end - first).days for end in ends]]


def _spread(change: Floats, before: int, after: int) -> None:
    """Spread what stands on a list's day beyond a usual day's change over its interval."""
    days = after - before
    if days < 2:
        return
    usual = change[before + 1 : after].mean()
    heap = change[after] - usual
    change[after] = usual
    change[before + 1 : after + 1] += heap / days
