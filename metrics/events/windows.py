"""Which events can be judged by what joined before and after, and why not the others?

Also reads what they are judged by: who joined each amphoe on each day. Everything is as known on
the day asked.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Ints
from metrics.events.matching import HISTORY, WINDOW, Country, is_alone
from metrics.query import NET, WITHIN, Connection, Provinces, table

REASONS = ("no_amphoe", "backfilled", "too_new", "overlapping", "no_controls")
"""Why a visit is left out: its amphoe is not known; before the first members' list only survivors
are known; the days after it are not over; another visit there reaches into its days; too few
amphoe without an event are like it."""


_PLACES = f"""
    places as (select amphoe_code, row_number() over (order by amphoe_code) - 1 as place
        from amphoe where {WITHIN})
"""  # noqa: S608
"""The amphoe asked about, numbered in order of code."""


@dataclass(frozen=True)
class Land:
    """The amphoe asked about, in order of code, and who joined each on each day from `start`."""

    amphoe: pd.DataFrame
    province: Ints
    country: Country
    start: date


def visits(con: Connection, *, on: date, provinces: Provinces) -> pd.DataFrame:
    """Return one row a visit by the day: an amphoe and a day with at least one event.

    An election with a meeting around it is one visit: what it brought cannot be told apart. `kind`
    is `several` then; `place` numbers its amphoe among those asked about;
    `left_out` is one of the first three REASONS, or missing.
    """
    return table(
        con,
        f"""
        with {_PLACES}
        select amphoe_code, province_code, held_on, count(*) as events, any_value(place) as place,
            case when count(distinct kind) > 1 then 'several' else min(kind) end as kind,
            case when any_value(place) is null then 'no_amphoe'
                when held_on - $window <= any_value(first_list_on) then 'backfilled'
                when held_on + $window - 1 > any_value(known_on) then 'too_new' end as left_out,
        from events left join places using (amphoe_code) cross join (
            select first_list_on, least($on, coalesce(
                (select max(list_on) from lists where list_on <= $on), newest_on)) as known_on,
            from edition)
        where held_on <= $on and {WITHIN}
        group by amphoe_code, province_code, held_on,
            case when amphoe_code is null then event_id end
        order by held_on, province_code, amphoe_code
        """,  # noqa: S608
        on=on,
        window=WINDOW,
        provinces=provinces,
    )


def land(con: Connection, *, start: date, on: date, provinces: Provinces) -> Land:
    """Return the amphoe asked about, and who joined them on each day from `start` to `on`."""
    amphoe = table(
        con,
        f"""
        select amphoe_code, province_code, region_ect, region_royal, region_nesdb, is_khet,
        from amphoe join provinces using (province_code) where {WITHIN} order by amphoe_code
        """,  # noqa: S608
        provinces=provinces,
    )
    daily = table(
        con,
        f"""
        with {_PLACES}
        select place, greatest(date - $start, -1) + 1 as day, sum(joined)::double as joined,
            sum({NET})::double as net,
        from membership_daily join places using (amphoe_code) where date <= $on group by all
        """,  # noqa: S608
        start=start,
        on=on,
        provinces=provinces,
    )
    pairs = table(
        con,
        f"""
        with {_PLACES}
        select places.place, other.place as neighbour
        from amphoe_neighbours join places using (amphoe_code)
        join places as other on neighbour_code = other.amphoe_code
        """,  # noqa: S608
        provinces=provinces,
    )
    shape = (len(amphoe), (on - start).days + 2)
    joins, net = np.zeros(shape), np.zeros(shape)
    joins[daily["place"], daily["day"]] = daily["joined"]
    net[daily["place"], daily["day"]] = daily["net"]
    near = np.zeros((len(amphoe), len(amphoe)), dtype=bool)
    near[pairs["place"], pairs["neighbour"]] = True
    country = Country(
        joins[:, 1:],
        np.maximum(np.cumsum(net, axis=1)[:, 1:], 0),
        amphoe["is_khet"].to_numpy(bool),
        _numbered(amphoe["region_ect"]),
        near,
    )
    return Land(amphoe, _numbered(amphoe["province_code"]), country, start)


def _numbered(codes: pd.Series) -> Ints:
    return np.asarray(pd.factorize(codes)[0].astype(np.int64))


def first_day(held_on: pd.Series) -> date:
    """Return the first day that the times before the first of the events reach back to."""
    first: date = held_on.min().date()
    return first - timedelta(days=HISTORY + 1)


def places(of: Land, held: pd.DataFrame) -> tuple[Ints, Ints, Bools]:
    """Return each visit's amphoe and day as positions, and all visits as (amphoe, days)."""
    amphoe = held["place"].to_numpy(np.int64)
    days = (held["held_on"] - pd.Timestamp(of.start)).dt.days.to_numpy(np.int64)
    all_visits = np.zeros((len(of.amphoe), of.country.joins.shape[1]), dtype=bool)
    inside = days >= 0
    all_visits[amphoe[inside], days[inside]] = True
    return amphoe, days, all_visits


def mark_overlapping(of: Land, placed: pd.DataFrame) -> pd.Series:
    """Return each placed visit's `left_out`, those not alone in their days included."""
    amphoe, days, all_visits = places(of, placed)
    alone = pd.Series(True, index=placed.index)
    judged = placed["left_out"].isna().to_numpy()
    alone[judged] = is_alone(all_visits, amphoe[judged], days[judged])
    return placed["left_out"].mask(~alone & judged, "overlapping")
