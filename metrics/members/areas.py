"""How many members has each province and region?"""

from datetime import date

import pandas as pd

from metrics.query import NET, WITHIN, Connection, Provinces, table

_AREA = """
    coalesce(members, 0)::bigint as members,
    100.0 * members / nullif(sum(members) over (), 0) as share_pct,
    coalesce(net_change, 0)::bigint as net_change,
    100.0 * net_change / nullif(members - net_change, 0) as change_pct,
    coalesce(yearly, 0)::bigint as yearly, coalesce(lifetime, 0)::bigint as lifetime
"""
_COUNTED = f"""
    sum({NET}) as members,
    coalesce(sum({NET}) filter (where date > $since), 0) as net_change,
    sum(net_yearly) as yearly, sum(net_lifetime) as lifetime
"""


def by_province(
    con: Connection, *, on: date, since: date, provinces: Provinces = None
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
    con: Connection, *, on: date, since: date, scheme: str, provinces: Provinces = None
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
