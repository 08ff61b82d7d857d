"""On which days are events, what did a week bring, and where has nobody been yet, by province?"""

from datetime import date, timedelta

import pandas as pd

from metrics.events import events
from metrics.query import WITHIN, Connection, Provinces, table


def by_day(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day that has an event, in order: how many, and how many of each kind."""
    kinds = ", ".join(f"count(*) filter (where kind = '{kind}') as {kind}" for kind in events.KINDS)
    return table(
        con,
        f"""
        select held_on, count(*) as events, {kinds},
        from events where held_on is not null and {WITHIN} group by held_on order by held_on
        """,  # noqa: S608
        provinces=provinces,
    )


def week(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: events of the seven days up to `on`, of the seven after, and committees.

    `held` and the `amphoe` they were in, of which `amphoe_first` had never had one; `coming`;
    committees `formed` and `ended` in the week, and `committees` there are on the day.
    `has_events` and `has_committees` say whether any export tells of either at all.
    """
    begun, until = on - timedelta(days=6), on + timedelta(days=7)
    latest = events.weekly(con, until=on, weeks=1, provinces=provinces).iloc[0]
    days = by_day(con, provinces=provinces)
    is_coming = days["held_on"].between(pd.Timestamp(on + timedelta(days=1)), pd.Timestamp(until))
    found = table(
        con,
        f"""
        select count(*) filter (where formed_on between $begun and $on) as formed,
            count(*) filter (where ended_on between $begun and $on) as ended,
            count(distinct province_code) filter (where formed_on <= $on
                and coalesce(ended_on > $on, true)) as committees,
            count(*) > 0 as has_committees,
        from committees where {WITHIN}
        """,  # noqa: S608
        begun=begun,
        on=on,
        provinces=provinces,
    )
    return found.assign(
        held=int(latest["events"]),
        amphoe=int(latest["amphoe"]),
        amphoe_first=int(latest["amphoe_first"]),
        coming=int(days.loc[is_coming, "events"].sum()),
        has_events=not days.empty,
    )


def unvisited_by_province(
    con: Connection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: its amphoe, those with no event held by the day, those planned.

    The most unvisited first. `first_th` and `first_en` are the unvisited amphoe with most members,
    by what is shown of them.
    """
    return table(
        con.register("unvisited_amphoe", events.unvisited(con, on=on, provinces=provinces)),
        f"""
        with missing as (
            select province_code, count(*) as unvisited, count(next_on) as planned,
                arg_max(amphoe_th, members_about) as first_th,
                arg_max(amphoe_en, members_about) as first_en,
            from unvisited_amphoe group by province_code
        )
        select province_code, province_th, province_en, count(*) as amphoe,
            coalesce(any_value(unvisited), 0) as unvisited,
            coalesce(any_value(planned), 0) as planned,
            any_value(first_th) as first_th, any_value(first_en) as first_en,
        from amphoe join provinces using (province_code) left join missing using (province_code)
        where {WITHIN} group by all order by unvisited desc, province_code
        """,  # noqa: S608
        provinces=provinces,
    )
