"""What of the past does the coverage forecast rest on: who was covered, announced, held, lost?

Read once a build; then cut off at any day, as if that day were today, so that the forecast can be
tried on the past. What an election's status was on an earlier day is told by its dates.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.forecast import hazard_model
from metrics.forecast.situation import Situation, announced_week, unannounced_share
from metrics.query import NET, Connection

_OVERDUE_DAYS = 28
"""An announced election whose day is so long past without a result was not held."""
_MOST_WEEKS = 104
_FAR = 10**6


@dataclass(frozen=True)
class Past:
    """Everything coverage depends on; days are counted from `origin`, amphoe by position.

    `spans` (n, 4): amphoe, first day, last day (_FAR: none), whether a term set that day.
    `elections` (n, 6): amphoe, day held, day announced (−_FAR: not told), first day known, held
    (1, 0; −1: not known yet), elected someone (the same). `changes` (n, 3): amphoe, day, net
    change of members.
    """

    origin: date
    codes: tuple[str, ...]
    provinces: tuple[str, ...]
    neighbours: Ints
    threshold: int
    spans: Ints
    elections: Ints
    changes: Ints

    @property
    def amphoe(self) -> int:
        """How many amphoe there are."""
        return len(self.codes)

    def began(self) -> int | None:
        """Return the first day anybody was covered or voted, or None before any."""
        days = [*self.spans[:, 1], *self.elections[self.elections[:, 4] == 1][:, 1]]
        return int(min(days)) if days else None

    def covered(self, day: int) -> Bools:
        """Return which amphoe are covered on a day, shape (amphoe,)."""
        _, first, last = self.spans[:, :3].T
        here = self.spans[(first <= day) & (day <= last)][:, 0]
        return np.bincount(here, minlength=self.amphoe) > 0

    def members(self, day: int) -> Floats:
        """Return members of each amphoe on a day, shape (amphoe,)."""
        known = self.changes[self.changes[:, 1] <= day]
        counts = np.bincount(known[:, 0], weights=known[:, 2], minlength=self.amphoe)
        return np.asarray(np.maximum(counts, 0.0))


def read(con: Connection) -> Past:
    """Read an edition's past; its last day is `origin`, day 0."""
    (origin,) = _row(
        con,
        "select coalesce((select max(list_on) from loads where kind = 'elections'"
        " and status in ('loaded', 'unchanged')), newest_on) from edition",
    )
    (threshold,) = _row(con, "select threshold from edition")
    places = con.execute(
        "select amphoe_code, province_code from amphoe order by amphoe_code"
    ).fetchall()
    at = {code: place for place, (code, _) in enumerate(places)}
    pairs = con.execute("select amphoe_code, neighbour_code from amphoe_neighbours").fetchall()
    near = [(at[one], at[other]) for one, other in pairs if one in at and other in at]
    return Past(
        origin,
        tuple(code for code, _ in places),
        tuple(province for _, province in places),
        np.array(near, dtype=np.int64).reshape(-1, 2),
        int(threshold),
        _spans(con, origin, at),
        _elections(con, origin, at),
        _changes(con, origin, at),
    )


def _row(con: Connection, query: str) -> tuple:  # type: ignore[type-arg]
    row = con.execute(query).fetchone()
    if row is None:
        raise LookupError(query)
    return row


def _spans(con: Connection, origin: date, at: dict[str, int]) -> Ints:
    rows = con.execute(
        """
        select amphoe_code, covered_from - $origin,
            coalesce(covered_to - $origin, $far),
            coalesce(covered_to = any(
                select term_to from elections where elections.amphoe_code = spans.amphoe_code
            ), false)::integer,
        from coverage_spans as spans
        """,
        {"origin": origin, "far": _FAR},
    ).fetchall()
    found = [(at[code], *rest) for code, *rest in rows if code in at]
    return np.array(found, dtype=np.int64).reshape(-1, 4)


def _elections(con: Connection, origin: date, at: dict[str, int]) -> Ints:
    rows = con.execute(
        """
        select amphoe_code, held_on - $origin, coalesce(announced_on - $origin, -$far),
            known_from - $origin,
            case when status in ('closed', 'result_announced') then 1
                when status in ('cancelled', 'no_candidates', 'void') then 0
                when held_on + $overdue < $origin then 0 else -1 end,
            case when status <> 'result_announced' then -1
                when coalesce(elected, 1) > 0 then 1 else 0 end,
        from elections
        where held_on is not null and amphoe_code is not null
            and status not in ('draft', 'postponed')
        """,
        {"origin": origin, "far": _FAR, "overdue": _OVERDUE_DAYS},
    ).fetchall()
    found = [(at[code], *rest) for code, *rest in rows if code in at]
    return np.array(found, dtype=np.int64).reshape(-1, 6)


def _changes(con: Connection, origin: date, at: dict[str, int]) -> Ints:
    rows = con.execute(
        f"""
        select amphoe_code, date - $origin, sum({NET})::bigint
        from membership_daily where amphoe_code is not null group by all order by all
        """,  # noqa: S608
        {"origin": origin},
    ).fetchall()
    found = [(at[code], *rest) for code, *rest in rows if code in at]
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def history(past: Past, day: int) -> hazard_model.History | None:
    """Return the weeks up to a day as the hazard model takes them; None before any."""
    began = past.began()
    if began is None or began >= day:
        return None
    weeks = min((day - began) // 7 + 1, _MOST_WEEKS)
    days = range(day - 7 * weeks, day + 1, 7)
    return hazard_model.history(
        np.array([past.covered(each) for each in days]),
        np.array([past.members(each) for each in days]),
        past.neighbours,
        past.threshold,
    )


def situation(past: Past, day: int) -> Situation:
    """Return how things stand on a day, and what the past up to it says of elections and loss."""
    place, held_on, announced_on, _, held, elected = past.elections.T
    known = held_on <= day
    was_announced = known & (announced_on > -_FAR)
    waits = _waiting(past, day)
    lag_days, notice_days = _delays(past, day)
    covered = past.covered(day)
    week = np.full(past.amphoe, -1, dtype=np.int64)
    order = np.argsort(-held_on[waits])  # the earliest of several is written last and stands
    week[place[waits][order]] = announced_week(held_on[waits][order] - day, lag_days)
    span_place, first, last, is_set = past.spans.T
    # Elected, with a term that has not begun: counted like an election on its first day.
    soon = (first > day) & (day == 0)
    week[span_place[soon]] = (first[soon] - day - 1) // 7
    week[covered] = -1
    lost = (last < day) & (is_set == 0)
    ends = np.full(past.amphoe, -1, dtype=np.int64)
    ending = covered[span_place] & (last >= day) & (last < _FAR) & ((is_set == 1) | (day == 0))
    ends[span_place[ending]] = (last[ending] - day) // 7
    began = past.began()
    weeks = range(day, min(began if began is not None else day, day), -7)
    return Situation(
        is_covered=covered,
        members=past.members(day),
        neighbours=past.neighbours,
        threshold=past.threshold,
        announced_week=week,
        ends_week=ends,
        held=(int((held[was_announced] == 1).sum()), int((held[was_announced] == 0).sum())),
        elected=(int((elected[known] == 1).sum()), int((elected[known] == 0).sum())),
        losses=int(lost.sum()),
        covered_weeks=float(sum(past.covered(each).sum() for each in weeks)),
        unannounced=unannounced_share(notice_days),
    )


def _waiting(past: Past, day: int) -> Bools:
    """Return which elections were known by a day and had no result yet.

    Not those that count as coming: on an earlier day also what was called off later was awaited,
    and on day 0 a vote without its result still is.
    """
    _, held_on, _, known_from, held, elected = past.elections.T
    if day < 0:
        return np.asarray((known_from <= day) & (held_on > day))
    is_open = np.where(held_on <= day, (held != 0) & (elected == -1), held != 0)
    return np.asarray((known_from <= day) & (held_on > day - _OVERDUE_DAYS) & is_open)


def _delays(past: Past, day: int) -> tuple[int, Floats]:
    """Return the usual days from a vote to its term, and the notice of each past covering."""
    lags, notices = [], []
    for place, first in past.spans[past.spans[:, 1] <= day][:, :2]:
        votes = past.elections[(past.elections[:, 0] == place) & (past.elections[:, 1] <= first)]
        if not len(votes):
            continue
        vote = votes[votes[:, 1].argmax()]
        lags.append(first - vote[1])
        notices.append(first - vote[2] if vote[2] > -_FAR else 0)
    return int(np.median(lags)) if lags else 0, np.asarray(notices, dtype=np.float64)


def day_of(past: Past, on: date) -> int:
    """Return a date as a day of `past`."""
    return (on - past.origin).days


def date_of(past: Past, day: int) -> date:
    """Return a day of `past` as a date."""
    return past.origin + timedelta(days=day)
