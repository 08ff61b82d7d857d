"""Does the party belong to everyone? How far are its members spread over amphoe and provinces?

Counted are members of a known amphoe, in every amphoe of the area: one without members counts as
0. An amphoe's population plays no part: nobody expects them all alike, and what tells is whether
the figures move.
"""

from datetime import date

import pandas as pd

from metrics.query import NET, WITHIN, Connection, Provinces, table

LARGEST = 10
"""How many of the largest amphoe `largest_pct` speaks of."""

_DAYS = """
    select first_list_on as day from edition
    union select last_day(range::date) from range(
        (select first_list_on from edition)::timestamp, $until::timestamp, interval 1 month)
    union select ($until - interval 1 year)::date
    union select $until
"""
"""The first list, the ends of months, a year before $until and $until, among other days."""

_EACH = f"""
    select day, amphoe_code, amphoe.province_code,
        coalesce(sum(net) over (partition by amphoe_code order by day), 0)::double as members,
    from days cross join (from amphoe where {WITHIN}) as amphoe
    left join (
        select day, amphoe_code, sum({NET}) as net
        from membership_daily asof join days on date <= day group by all
    ) using (day, amphoe_code)
"""  # noqa: S608
"""One row an amphoe and day: its members, 0 where there are none."""

_SPREAD = f"""
    select day, round(sum(members))::bigint as placed, count(*) as amphoe,
        case when count(*) > {LARGEST} then
            100 * sum(members) filter (where from_top <= {LARGEST}) / placed end as largest_pct,
        greatest(0, (2 * sum(from_bottom * members) / placed - count(*) - 1) / count(*)) as gini,
        placed ** 2 / sum(members ** 2) as effective,
    from (
        select *, row_number() over (partition by day order by members desc) as from_top,
            row_number() over (partition by day order by members) as from_bottom,
        from each_amphoe
    )
    group by day having placed > 0
"""  # noqa: S608

_HALF = """
    select day, count(*) filter (where 2 * (so_far - members) < placed) as provinces_half,
    from (
        select day, sum(members) as members,
            sum(sum(members)) over (partition by day order by sum(members) desc, province_code
                rows unbounded preceding) as so_far,
            sum(sum(members)) over (partition by day) as placed,
        from each_amphoe group by day, province_code
    )
    group by day
"""


_DAYS_KNOWN = f"""
    from ({_DAYS}) where day between (select first_list_on from edition) and $until
"""  # noqa: S608

_MEASURES = f"""
    spread as ({_SPREAD}),
    half as ({_HALF}),
    unknown as (
        select days.day, coalesce(sum({NET}), 0)::bigint as unplaced,
        from days left join (
            from membership_daily where amphoe_code is null and {WITHIN}
        ) as unknown on date <= days.day
        group by days.day
    )
"""  # noqa: S608


def history(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day, oldest first: how members were spread over the area's amphoe.

    The days are the first members' list, each end of a month after it, the day a year before
    `until` (when a list was there by then) and `until`. Before the first list only survivors are
    known, so no earlier day is given; nor is one on which nobody was a member of a known amphoe.

    - `placed`, `unplaced`: members of a known amphoe, and of none, who are left out of the rest.
    - `amphoe`: how many the area has.
    - `largest_pct`: the share (%) that the LARGEST largest amphoe hold; missing where the area has
      no more amphoe than that.
    - `gini`: half the mean difference between any two amphoe over their mean, from 0 (all alike)
      to 1 − 1/amphoe (all in one). Source: C. Gini, "Variabilità e mutabilità" (1912); worked out
      from ranks, as Σ(2·rank − amphoe − 1)·members / (amphoe·Σmembers).
    - `effective`: 1/Σp² of the amphoe's shares p, how many amphoe of one size would be as spread.
      Source: M. Laakso and R. Taagepera, "Effective number of parties", Comparative Political
      Studies 12 (1979) 3–27; the inverse of Simpson's index of 1949.
    - `provinces_half`: the fewest provinces that together hold at least half of `placed`.
    """
    return table(
        con,
        f"""
        with days as ({_DAYS_KNOWN}),
        each_amphoe as ({_EACH}),
        {_MEASURES}
        select * from spread join half using (day) join unknown using (day) order by day
        """,  # noqa: S608
        until=until,
        provinces=provinces,
    )


def days(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the days of `history`, oldest first."""
    query = f"select day from ({_DAYS_KNOWN}) order by day"  # noqa: S608
    return table(con, query, until=until, provinces=provinces)


def measured(con: Connection, each: pd.DataFrame, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `history` made of `each`: day, amphoe_code, province_code, members."""
    return table(
        con.register("each_measured", each),
        f"""
        with days as (select distinct day from each_measured),
        each_amphoe as (from each_measured where {WITHIN}),
        {_MEASURES}
        select * from spread join half using (day) join unknown using (day) order by day
        """,  # noqa: S608
        provinces=provinces,
    )
