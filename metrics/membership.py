"""How many members are there, where, and what made the number change?"""

from datetime import date

import duckdb
import pandas as pd

from metrics.table import WITHIN, table

Provinces = tuple[str, ...] | None

_NET = "net_yearly + net_lifetime + net_untyped"
_CHANGES = """
    sum(joined)::bigint as joined, sum(returned)::bigint as returned,
    sum(left_resigned)::bigint as left_resigned, sum(left_lapsed)::bigint as left_lapsed,
    sum(left_deceased)::bigint as left_deceased, sum(left_removed)::bigint as left_removed,
    sum(left_unknown)::bigint as left_unknown, sum(left_members)::bigint as left_members
"""


def total(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
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


def monthly(
    con: duckdb.DuckDBPyConnection, *, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a month up to the day: members at its end, by type, and its changes.

    The month of `until` ends on `until`, so that a past date shows what was true then.
    """
    return table(
        con,
        f"""
        with days as (
            select *, date_trunc('month', date)::date as month, {_NET} as net
            from membership_daily where date <= $until and {WITHIN}
        ),
        months as (
            select range::date as month
            from range((select min(month) from days), $until::timestamp + interval 1 day,
                interval 1 month)
        ),
        changed as (
            select month, sum(net) as net, sum(net_yearly) as net_yearly,
                sum(net_lifetime) as net_lifetime, {_CHANGES}
            from days group by month
        )
        select months.month,
            coalesce(sum(net) over so_far, 0)::bigint as members,
            coalesce(sum(net_yearly) over so_far, 0)::bigint as yearly,
            coalesce(sum(net_lifetime) over so_far, 0)::bigint as lifetime,
            coalesce(net, 0)::bigint as net_change,
            columns(changed.* exclude (month, net, net_yearly, net_lifetime)),
            last_day(months.month) <= (select first_list_on from edition) as is_backfilled,
        from months left join changed on months.month = changed.month
        window so_far as (order by months.month)
        order by months.month
        """,  # noqa: S608
        until=until,
        provinces=provinces,
    ).fillna(0)


def weekly(
    con: duckdb.DuckDBPyConnection, *, until: date, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return the last `weeks` weeks, each ending on the weekday of `until`, oldest first."""
    return table(
        con,
        f"""
        with days as (
            select *, ($until - date)::bigint // 7 as weeks_ago, {_NET} as net
            from membership_daily where date <= $until and {WITHIN}
        ),
        changed as (
            select least(weeks_ago, $weeks) as weeks_ago, sum(net) as net, {_CHANGES}
            from days group by all
        ),
        ends as (select range as weeks_ago from range(0, $weeks + 1))
        select
            $until - (7 * ends.weeks_ago)::integer as week_ends_on,
            coalesce(sum(net) over (order by ends.weeks_ago desc), 0)::bigint as members,
            coalesce(net, 0)::bigint as net_change,
            columns(changed.* exclude (weeks_ago, net)),
            week_ends_on <= (select first_list_on from edition) as is_backfilled,
        from ends left join changed on ends.weeks_ago = changed.weeks_ago
        qualify ends.weeks_ago < $weeks
        order by week_ends_on
        """,  # noqa: S608
        until=until,
        weeks=weeks,
        provinces=provinces,
    ).fillna(0)


def by_province(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: members on the day, by type, and the change since another.

    Members of no known province come last, with no code.
    """
    return table(
        con,
        f"""
        with counted as (
            select province_code,
                sum({_NET})::bigint as members,
                coalesce(sum({_NET}) filter (where date > $since), 0)::bigint as net_change,
                sum(net_yearly)::bigint as yearly,
                sum(net_lifetime)::bigint as lifetime,
            from membership_daily where date <= $on and {WITHIN}
            group by province_code
        ),
        named as (select * from provinces where {WITHIN})
        select coalesce(named.province_code, counted.province_code) as province_code,
            named.* exclude (province_code),
            coalesce(members, 0) as members, coalesce(net_change, 0) as net_change,
            coalesce(yearly, 0) as yearly, coalesce(lifetime, 0) as lifetime,
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
    """Return one row a region of the scheme (ect, royal, nesdb): members and change since."""
    return table(
        con,
        f"""
        with counted as (
            select case $scheme when 'ect' then region_ect when 'royal' then region_royal
                    else region_nesdb end as region_code,
                {_NET} as net, date, net_yearly, net_lifetime,
            from membership_daily
            left join provinces using (province_code)
            where date <= $on and {WITHIN}
        )
        select region_code, any_value(region_th) as region_th, any_value(region_en) as region_en,
            sum(net)::bigint as members,
            coalesce(sum(net) filter (where date > $since), 0)::bigint as net_change,
            sum(net_yearly)::bigint as yearly, sum(net_lifetime)::bigint as lifetime,
        from counted
        left join region_names using (region_code)
        where scheme = $scheme or region_code is null
        group by region_code order by members desc
        """,  # noqa: S608
        on=on,
        since=since,
        scheme=scheme,
        provinces=provinces,
    )


def reconciliation(
    con: duckdb.DuckDBPyConnection, *, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return every published total up to the day beside ours: theirs, ours, the rest unexplained.

    `ours` is missing before the first list, where only survivors are known, and for a total of
    another body. A published total is of the whole country: a narrower question gets none.
    """
    return table(
        con,
        f"""
        with ours as (
            select as_of, metric, case metric
                when 'members' then (
                    select sum({_NET}) from membership_daily where date <= published.as_of)
                else (
                    select count(distinct amphoe_code) from coverage_spans
                    where published.as_of between covered_from
                        and coalesce(covered_to, published.as_of))
                end::bigint as counted
            from (select distinct as_of, metric from published_totals) as published
        )
        select published_totals.*, body = 'party'
                and as_of >= (select first_list_on from edition) as is_comparable,
            case when is_comparable then counted end as ours,
            case when is_comparable then value - counted end as unexplained,
        from published_totals join ours using (as_of, metric)
        where as_of <= $until and $provinces is null
        order by as_of, metric, reported_by
        """,  # noqa: S608
        until=until,
        provinces=provinces,
    )
