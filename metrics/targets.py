"""How far is each target, and at what pace must and does the party move?

A target is a minimum: passing it is passing it, never "100 %".
"""

from datetime import date

import duckdb
import pandas as pd

from metrics.table import WITHIN, table

Provinces = tuple[str, ...] | None


def pace(con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a target: where it stands on the day, and pace in units a week.

    `needed_per_week` spreads what is short over the days left (none once the deadline has
    passed); `actual_per_week` is the mean of the last 28 days. `is_backfilled` says that those
    28 days reach back before the first list, where leavers are not known. Targets are of the
    whole country: a narrower question gets none.
    """
    return table(
        con,
        f"""
        with days as (select unnest([$on, $on - 7, $on - 28]) as day, unnest([0, 7, 28]) as ago),
        members as (
            select 'members' as metric, ago,
                (select coalesce(sum(net_yearly + net_lifetime + net_untyped), 0)
                from membership_daily where date <= day and {WITHIN}) as value
            from days
        ),
        covered as (
            select 'amphoe_covered' as metric, ago,
                (select count(distinct amphoe_code)
                from coverage_spans join amphoe using (amphoe_code)
                where day between covered_from and coalesce(covered_to, day) and {WITHIN}) as value
            from days
        ),
        stands as (
            select metric, max(value) filter (where ago = 0)::bigint as now,
                max(value) filter (where ago = 7)::bigint as week_ago,
                max(value) filter (where ago = 28)::bigint as month_ago,
            from (from members union all by name from covered) group by metric
        )
        select targets.*, now, now - week_ago as change, greatest(value - now, 0) as short_of,
            deadline - $on as days_left, now >= value as is_passed,
            case when days_left > 0 then short_of / (days_left / 7.0) end as needed_per_week,
            (now - month_ago) / 4.0 as actual_per_week,
            metric = 'members' and $on - 28 < (select first_list_on from edition) as is_backfilled,
        from targets join stands using (metric)
        where $provinces is null
        order by deadline, metric
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
