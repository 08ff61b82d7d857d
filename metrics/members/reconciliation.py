"""How do our numbers stand beside those that were published?"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, members_on, table


def reconciliation(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
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
                    {members_on(day="published.as_of")})
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
