"""How many members are there, where, and what made the number change?"""

from datetime import date

import pandas as pd

from metrics.query import NET, WITHIN, Connection, Provinces, table

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
    coalesce(sum(sum({NET})) over so_far, 0)::bigint as members,
    coalesce(sum(sum(net_yearly)) over so_far, 0)::bigint as yearly,
    coalesce(sum(sum(net_lifetime)) over so_far, 0)::bigint as lifetime,
    coalesce(sum(sum(net_untyped)) over so_far, 0)::bigint as untyped,
    coalesce(sum({NET}), 0)::bigint as net_change, {_CHANGES},
    coalesce(ends_on < (select first_list_on from edition), false) as is_backfilled,
    coalesce(starts_on <= (select first_list_on from edition), false) as is_change_backfilled
"""  # noqa: S608
"""One period: members at its end, by type, and its changes.

On the first list's own day the members are known, and before it only survivors are:
`is_backfilled` speaks of the members, `is_change_backfilled` of the changes.
"""


def total(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: members on the day, by type, and how many have no known amphoe."""
    return table(
        con,
        f"""
        select
            coalesce(sum({NET}), 0)::bigint as members,
            coalesce(sum(net_yearly), 0)::bigint as yearly,
            coalesce(sum(net_lifetime), 0)::bigint as lifetime,
            coalesce(sum(net_untyped), 0)::bigint as untyped,
            coalesce(sum({NET}) filter (where amphoe_code is null), 0)::bigint as unplaced,
        from membership_daily
        where date <= $on and {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def change(con: Connection, *, on: date, since: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: members on the day, and what the change after `since` is made of."""
    return table(
        con,
        f"""
        with days as (select *, {NET} as net from membership_daily where date <= $on and {WITHIN}),
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


def monthly(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
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
    con: Connection, *, until: date, weeks: int, provinces: Provinces = None
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
