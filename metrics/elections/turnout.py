"""How many of those who may vote do: in all, by channel, by region and over time?

Turnout is ballots of those eligible, over the elections held by the day that tell both. Only
counts that may be shown are added up, so that no sum gives away an election of a few people.
"""

from datetime import date

import pandas as pd

from metrics.elections import elections
from metrics.query import Connection, Provinces, table

_BOTH = "eligible is not null and ballots is not null"
_SPLIT = "ballots_online is not null and ballots_onsite is not null"
_SUMS = f"""
    count(*) as elections,
    count(*) filter (where {_BOTH}) as counted,
    count(*) filter (where eligible_mark = 'few' or ballots_mark is not null) as banded,
    elections - counted - banded as untold,
    (sum(eligible) filter (where {_BOTH}))::bigint as eligible,
    (sum(ballots) filter (where {_BOTH}))::bigint as ballots,
    100.0 * sum(ballots) filter (where {_BOTH})
        / nullif(sum(eligible) filter (where {_BOTH}), 0) as turnout_pct,
    count(*) filter (where {_SPLIT}) as split,
    coalesce(sum(ballots_online) filter (where {_SPLIT}), 0)::bigint as online,
    coalesce(sum(ballots_onsite) filter (where {_SPLIT}), 0)::bigint as onsite
"""


def total(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: elections held, those counted, those eligible, ballots and turnout.

    `counted` elections tell both counts and may show them; `banded` have under five eligible,
    ballots or people who did not vote, `untold` lack a count. `online` and `onsite` are ballots of
    the `split` elections that tell both channels and may show them. Without any counted the sums
    and `turnout_pct` are missing.
    """
    return table(_held(con, on, provinces), f"select {_SUMS} from held")  # noqa: S608


def by_channel(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a channel there is (onsite, online, hybrid; missing where not told)."""
    return table(
        _held(con, on, provinces),
        f"""
        select channel, {_SUMS} from held group by channel
        order by list_position(['onsite', 'online', 'hybrid'], channel) nulls last
        """,  # noqa: S608
    )


def by_region(
    con: Connection, *, on: date, scheme: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a region of the scheme (ect, royal, nesdb) with an election held.

    The one with the most elections comes first; elections of no known region come last, with no
    code.
    """
    return table(
        _held(con, on, provinces),
        f"""
        with placed as (
            select province_code, case $scheme when 'ect' then region_ect
                when 'royal' then region_royal else region_nesdb end as region_code,
            from provinces
        ),
        named as (select * from region_names where scheme = $scheme)
        select region_code, any_value(coalesce(region_th, region_code)) as region_th,
            any_value(coalesce(region_en, region_code)) as region_en, {_SUMS},
        from held left join placed using (province_code) left join named using (region_code)
        group by region_code order by region_code is null, 4 desc, region_code
        """,  # noqa: S608
        scheme=scheme,
    )


def over_time(con: Connection, *, on: date, step: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a week (from Monday) or month of the first vote to the last, oldest first."""
    return table(
        _held(con, on, provinces),
        f"""
        with span as (
            select case $step when 'week' then interval 7 day else interval 1 month end as span
        ),
        periods as (
            select unnest(generate_series(date_trunc($step, min(held_on))::timestamp,
                max(held_on)::timestamp, any_value(span)))::date as starts_on,
            from held cross join span
        ),
        summed as (
            select date_trunc($step, held_on)::date as starts_on, {_SUMS} from held group by 1
        )
        select starts_on, (starts_on + span)::date - 1 as ends_on,
            coalesce(elections, 0) as elections, coalesce(counted, 0) as counted,
            coalesce(eligible, 0) as eligible, coalesce(ballots, 0) as ballots, turnout_pct,
        from periods cross join span left join summed using (starts_on) order by starts_on
        """,  # noqa: S608
        step=step,
    )


def _held(con: Connection, on: date, provinces: Provinces) -> Connection:
    """Return the connection with the elections held by the day as `held`, banded."""
    rows = elections.listed(con, on=on, provinces=provinces)
    return con.register("held", rows[rows["phase"] == "held"])
