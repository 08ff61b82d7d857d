"""How many members are there, where, and what made the number change?"""

from datetime import date

import duckdb
import pandas as pd

from metrics.table import WITHIN, table

Provinces = tuple[str, ...] | None

SMALL = 5
"""A smaller count of members, save 0, points at a person: only officers see it. Local groups are
that small, and membership tells a political opinion (PDPA s. 26)."""

_NET = "net_yearly + net_lifetime + net_untyped"
_CHANGES = """
    coalesce(sum(joined), 0)::bigint as joined, coalesce(sum(returned), 0)::bigint as returned,
    coalesce(sum(moved_in - moved_out), 0)::bigint as moved_net,
    coalesce(sum(left_members), 0)::bigint as left_members,
    coalesce(sum(left_resigned), 0)::bigint as left_resigned,
    coalesce(sum(left_lapsed), 0)::bigint as left_lapsed,
    coalesce(sum(left_deceased), 0)::bigint as left_deceased,
    coalesce(sum(left_removed), 0)::bigint as left_removed,
    coalesce(sum(left_unknown), 0)::bigint as left_unknown
"""
"""What a change is made of: joined + returned + moved_net − left_members = net_change.

`moved_net` is who moved into the provinces asked about less who moved out of them; a move inside
them is none, so for the whole country it is 0.
"""
_PERIOD = f"""
    starts_on, ends_on,
    coalesce(sum(sum({_NET})) over so_far, 0)::bigint as members,
    coalesce(sum(sum(net_yearly)) over so_far, 0)::bigint as yearly,
    coalesce(sum(sum(net_lifetime)) over so_far, 0)::bigint as lifetime,
    coalesce(sum(sum(net_untyped)) over so_far, 0)::bigint as untyped,
    coalesce(sum({_NET}), 0)::bigint as net_change, {_CHANGES},
    coalesce(ends_on < (select first_list_on from edition), false) as is_backfilled,
    coalesce(starts_on <= (select first_list_on from edition), false) as is_change_backfilled
"""  # noqa: S608
"""One period: members at its end, by type, and its changes.

On the first list's own day the members are known, and before it only survivors are:
`is_backfilled` speaks of the members, `is_change_backfilled` of the changes.
"""


def total(con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: members on the day, by type, and how many have no known amphoe."""
    return table(
        con,
        f"""
        select
            coalesce(sum({_NET}), 0)::bigint as members,
            coalesce(sum(net_yearly), 0)::bigint as yearly,
            coalesce(sum(net_lifetime), 0)::bigint as lifetime,
            coalesce(sum(net_untyped), 0)::bigint as untyped,
            coalesce(sum({_NET}) filter (where amphoe_code is null), 0)::bigint as unplaced,
        from membership_daily
        where date <= $on and {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def change(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row: members on the day, and what the change after `since` is made of."""
    return table(
        con,
        f"""
        with days as (select *, {_NET} as net from membership_daily where date <= $on and {WITHIN}),
        recent as (
            select coalesce(sum(net), 0)::bigint as net_change, {_CHANGES},
            from days where date > $since
        )
        select (select coalesce(sum(net), 0)::bigint from days) as members, recent.*,
            coalesce($since < (select first_list_on from edition), false) as is_change_backfilled,
        from recent
        """,  # noqa: S608
        on=on,
        since=since,
        provinces=provinces,
    )


def monthly(
    con: duckdb.DuckDBPyConnection, *, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a month from the first member to the day: members at its end, its changes.

    The month of `until` ends on `until`, so that a past date shows what was true then.
    """
    return table(
        con,
        f"""
        with days as (
            select *, date_trunc('month', date)::date as starts_on,
            from membership_daily where date <= $until and {WITHIN}
        ),
        months as (
            select range::date as starts_on, least(last_day(starts_on), $until) as ends_on
            from range((select min(starts_on) from days)::timestamp,
                $until::timestamp + interval 1 day, interval 1 month)
        )
        select {_PERIOD}
        from months left join days using (starts_on) group by starts_on, ends_on
        window so_far as (order by starts_on)
        order by starts_on
        """,  # noqa: S608
        until=until,
        provinces=provinces,
    )


def weekly(
    con: duckdb.DuckDBPyConnection, *, until: date, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return the last `weeks` weeks, each ending on the weekday of `until`, oldest first."""
    return table(
        con,
        f"""
        with days as (
            select *, least(($until - date)::bigint // 7, $weeks) as weeks_ago,
            from membership_daily where date <= $until and {WITHIN}
        ),
        ends as (
            select range as weeks_ago, $until - (7 * range)::integer as ends_on,
                ends_on - 6 as starts_on,
            from range(0, $weeks + 1)
        )
        -- The oldest row gathers all that was before: it is counted on, and not shown.
        select {_PERIOD}
        from ends left join days using (weeks_ago) group by weeks_ago, starts_on, ends_on
        window so_far as (order by ends_on)
        qualify weeks_ago < $weeks
        order by ends_on
        """,  # noqa: S608
        until=until,
        weeks=weeks,
        provinces=provinces,
    )


_AREA = """
    coalesce(members, 0)::bigint as members,
    100.0 * members / nullif(sum(members) over (), 0) as share_pct,
    coalesce(net_change, 0)::bigint as net_change,
    100.0 * net_change / nullif(members - net_change, 0) as change_pct,
    coalesce(yearly, 0)::bigint as yearly, coalesce(lifetime, 0)::bigint as lifetime
"""
_COUNTED = f"""
    sum({_NET}) as members,
    coalesce(sum({_NET}) filter (where date > $since), 0) as net_change,
    sum(net_yearly) as yearly, sum(net_lifetime) as lifetime
"""


def by_province(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: members on the day, by type, and the change after another.

    `share_pct` is of all the rows, `change_pct` of the members at the end of `since`, missing
    where there was none. Members of no known province come last, with no code.
    """
    return table(
        con,
        f"""
        with counted as (
            select province_code, {_COUNTED}
            from membership_daily where date <= $on and {WITHIN}
            group by province_code
        ),
        named as (select * from provinces where {WITHIN})
        select coalesce(named.province_code, counted.province_code) as province_code,
            named.* exclude (province_code), {_AREA},
        from named full join counted on named.province_code = counted.province_code
        order by province_code nulls last
        """,  # noqa: S608
        on=on,
        since=since,
        provinces=provinces,
    )


def by_region(
    con: duckdb.DuckDBPyConnection,
    *,
    on: date,
    since: date,
    scheme: str,
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row a region of the scheme (ect, royal, nesdb), as `by_province` does.

    The largest comes first; members of no known region come last, with no code.
    """
    return table(
        con,
        f"""
        with placed as (
            select province_code, case $scheme when 'ect' then region_ect
                when 'royal' then region_royal else region_nesdb end as region_code,
            from provinces where {WITHIN}
        ),
        counted as (
            select region_code, {_COUNTED}
            from (from membership_daily where date <= $on and {WITHIN})
            left join placed using (province_code) group by region_code
        ),
        named as (
            select * from region_names semi join placed using (region_code) where scheme = $scheme
        )
        select coalesce(named.region_code, counted.region_code) as region_code,
            coalesce(region_th, counted.region_code) as region_th,
            coalesce(region_en, counted.region_code) as region_en, {_AREA},
        from named full join counted on named.region_code = counted.region_code
        order by coalesce(named.region_code, counted.region_code) is null, 4 desc, 1
        """,  # noqa: S608
        on=on,
        since=since,
        scheme=scheme,
        provinces=provinces,
    )


def hide_small(areas: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `by_province` or `by_region` without their counts under SMALL, save 0.

    Where a row has one such type both types are left out: what
    is left of its members would tell.
    """
    types = ["yearly", "lifetime"]
    counts = areas[["members", *types]]
    small = (counts > 0) & (counts < SMALL)
    if not small.to_numpy().any():
        return areas
    hidden = areas.copy()
    hidden[types] = areas[types].astype("Int64").mask(small.any(axis=1))
    few = ["members", "share_pct", "net_change", "change_pct"]
    hidden[few] = areas[few].convert_dtypes().mask(small["members"])
    return hidden


def reconciliation(
    con: duckdb.DuckDBPyConnection, *, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return every published total up to the day beside ours: theirs, ours, the rest unexplained.

    `ours` is missing for a total of another body and for a day our data does not describe: for
    members before the first list, where only survivors are known, or after the last; for amphoe
    before the first term. A published total is of the whole country: a narrower question gets none.
    """
    return table(
        con,
        f"""
        with known as (
            select 'members' as metric, min(list_on) as known_from, max(list_on) as known_to,
            from lists
            union all
            select 'amphoe_covered', min(covered_from), (select newest_on from edition)
            from coverage_spans
        ),
        counted as (
            select as_of, metric, case metric
                when 'members' then (
                    select sum({_NET}) from membership_daily where date <= published.as_of)
                else (
                    select count(distinct amphoe_code) from coverage_spans
                    where published.as_of between covered_from
                        and coalesce(covered_to, published.as_of))
                end::bigint as counted,
            from (select distinct as_of, metric from published_totals) as published
        )
        select published_totals.*,
            coalesce(body = 'party' and as_of between known_from and known_to, false)
                as is_comparable,
            case when is_comparable then counted end as ours,
            case when is_comparable then value - counted end as unexplained,
            100.0 * unexplained / nullif(ours, 0) as unexplained_pct,
        from published_totals join counted using (as_of, metric) left join known using (metric)
        where as_of <= $until and $provinces is null
        order by as_of, metric, reported_by
        """,  # noqa: S608
        until=until,
        provinces=provinces,
    )
