"""What do members propose, how far has each got, and how soon is it answered?

Everything as known on the day asked: a step taken later has not been taken yet. From the day of
the export on a proposal's status is the one told, before that what its days tell. Answered is the
first of debated, adopted, declined and done. One told as such without the day, or with a day before
it was raised, is answered on a day nobody knows: it counts as answered, and in no wait.
"""

from datetime import date

import numpy as np
import pandas as pd

from disclosure_limit import SMALL
from metrics.disclosure import marks
from metrics.proposals import time_to_answer
from metrics.query import WITHIN, Connection, Provinces, table

STATUSES = ("raised", "supported", "debated", "adopted", "declined", "done")
ANSWERS = ("debated", "adopted", "declined", "done")
SOON_DAYS = 30
LEAST = 5
"""Fewer proposals give no median and no share: one answer would move it by a quarter."""

STEPS = {
    "supported": ("raised_on", "supported_on"),
    "debated": ("supported_on", "debated_on"),
    "decided": ("debated_on", "decided_on"),
    "done": ("adopted_on", "done_on"),
    "answered": ("raised_on", "answered_on"),
}
"""Each step, the day it is counted from and the day it is taken."""
_PAST = {
    "supported": ("supported", *ANSWERS),
    "debated": ANSWERS,
    "decided": ("adopted", "declined", "done"),
    "done": ("done",),
    "answered": ANSWERS,
}
"""The statuses in which a proposal waits for the step no more."""
_TAKEN = _PAST | {"supported": ("supported",), "debated": ("debated",)}
"""Those that say that it took it, whether or not the day is told."""

_DAYS = ("supported_on", "debated_on", "adopted_on", "declined_on", "done_on")
_KNOWN = ", ".join(f"case when {name} <= $on then {name} end as {name}" for name in _DAYS)


def board(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a status and topic: proposals, and those who support them.

    `supporters` of 1 to 4 are missing, and of one more topic of the status, since they add up; so
    are those of which a proposal with 1 to 4 is a part, whose others are listed.
    """
    each = _each_exact(con, on=on, provinces=provinces)
    found = table(
        con.register("each_proposal", each),
        f"""
        select status, topic, count(*) as proposals, sum(supporters)::bigint as supporters,
            min(raised_on) as oldest_on,
            count(*) filter (where supporters between 1 and {SMALL - 1}) as few,
        from each_proposal group by status, topic
        order by list_position($statuses, status), proposals desc, topic
        """,  # noqa: S608
        statuses=STATUSES,
    )
    parts = [
        marks.hide(part, "supporters", sums_up=True)
        for _, part in found.groupby("status", sort=False)
    ]
    safe = pd.concat(parts, ignore_index=True) if parts else marks.hide(found, "supporters")
    return marks.also(safe, "supporters", safe["few"] > 0).drop(columns="few")


def listed(
    con: Connection, *, on: date, amphoe_code: str | None = None, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a proposal raised by the day, newest first; of one amphoe if it is named.

    What members of an amphoe want. `days` is how long it took to answer, or has waited so far;
    missing, as `answered_on` is, where it `is_answered` on a day nobody knows.
    """
    found = _each_exact(con, on=on, provinces=provinces)
    if amphoe_code is not None:
        found = found[found["amphoe_code"] == amphoe_code].reset_index(drop=True)
    until = found["answered_on"].where(found["is_answered"].astype(bool), pd.Timestamp(on))
    found["days"] = (until - found["raised_on"]).dt.days
    return marks.hide(found, "supporters")


def steps(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a step of STEPS: proposals that came to it, those that took it, median days.

    The median is Kaplan and Meier's: those that still wait count as long as they have, those
    that were decided without the step until that day. `lo` and `hi` are its 95 % interval, missing
    where it has no end yet, and all is with fewer than LEAST. A step told as taken before the one
    before it counts as no days; one past on a day nobody knows is in no median.
    """
    each = _each_exact(con, on=on, provinces=provinces)
    each["decided_on"] = each[["adopted_on", "declined_on"]].min(axis=1)
    rows = []
    for step, (start, end) in STEPS.items():
        here = each[each[start].notna()]
        until = here[end].fillna(here["decided_on"].fillna(pd.Timestamp(on)))
        if step == "done":
            until = here[end].fillna(pd.Timestamp(on))
        is_over = here["decided_on"].notna() & (step not in ("done", "answered"))
        is_dated = here[end].notna() | is_over | ~here["status"].isin(_PAST[step])
        days = (until - here[start]).dt.days.clip(lower=0)[is_dated].to_numpy(np.float64)
        wait = time_to_answer.Wait(np.nan, np.nan, np.nan)
        if len(days) >= LEAST:
            wait = time_to_answer.median(days, here.loc[is_dated, end].notna().to_numpy(bool))
        taken = here[end].notna() | (~is_dated & here["status"].isin(_TAKEN[step]))
        rows.append((step, len(here), int(taken.sum()), wait.median, wait.lo, wait.hi))
    return pd.DataFrame(rows, columns=["step", "proposals", "taken", "median_days", "lo", "hi"])


def answered_soon(
    con: Connection, *, on: date, by: str = "country", provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an area (country, province_code, topic): how many are answered within 30 days.

    Only proposals raised at least 30 days before the day are `due`, answered or not, but for those
    answered on a day nobody knows: a simple share of what has had its time. `soon_pct` is missing
    with fewer than LEAST.
    """
    if by not in {"country", "province_code", "topic"}:
        raise ValueError(by)
    each = _each_exact(con, on=on, provinces=provinces)
    code = "''" if by == "country" else by
    return table(
        con.register("each_proposal", each),
        f"""
        select {code} as code, count(*) as proposals,
            count(*) filter (where is_due) as due,
            count(*) filter (where is_due and answered_on - raised_on <= to_days({SOON_DAYS}))
                as soon,
            count(*) filter (where is_answered) as answered,
            case when due >= {LEAST} then 100.0 * soon / due end as soon_pct,
        from (
            select *, raised_on + to_days({SOON_DAYS}) <= $on
                and (answered_on is not null or not is_answered) as is_due,
            from each_proposal
        )
        group by code order by code nulls last
        """,  # noqa: S608
        on=on,
    )


def _each_exact(con: Connection, *, on: date, provinces: Provinces) -> pd.DataFrame:
    return table(
        con,
        f"""
        with known as (
            select proposal_id, raised_on, province_code, amphoe_code, topic, supporters, {_KNOWN},
                case when answered_on <= $on then answered_on end as first_on, status as newest,
                listed_on,
            from proposals where coalesce(raised_on, $on) <= $on and {WITHIN}
        ),
        flagged as (
            select proposal_id, string_agg(flag, ' ' order by flag) as flags
            from proposal_flags group by proposal_id
        ),
        standing as (
            select *,
                case when listed_on <= $on then newest when done_on is not null then 'done'
                    when adopted_on is not null then 'adopted'
                    when declined_on is not null then 'declined'
                    when debated_on is not null then 'debated'
                    when supported_on is not null then 'supported'
                    else 'raised' end as status,
            from known
        )
        select standing.* exclude (newest, listed_on, first_on), coalesce(flags, '') as flags,
            case when first_on >= coalesce(raised_on, first_on) then first_on end as answered_on,
            first_on is not null or coalesce(list_contains($answers, status), false) as is_answered,
        from standing left join flagged using (proposal_id)
        order by raised_on desc nulls last, proposal_id
        """,  # noqa: S608
        answers=ANSWERS,
        on=on,
        provinces=provinces,
    )
