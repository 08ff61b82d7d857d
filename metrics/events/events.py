"""Where was the party, where will it be, and who came? Events, visits and the tour's pace."""

from datetime import date

import pandas as pd

from metrics.disclosure import marks, member_cells
from metrics.query import WITHIN, Connection, Provinces, table

KINDS = ("election", "member_relations", "recruiting", "training")

AREAS = ("country", "region_ect", "region_royal", "region_nesdb", "province_code", "amphoe_code")
"""What events can be added up by."""

_SUMS = ", ".join(
    f"round(sum({name}) filter (where is_past))::bigint as {name}" for name in marks.EVENT_COUNTS
)


def between(
    con: Connection,
    *,
    since: date,
    until: date,
    on: date,
    kind: str | None = None,
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row an event of the days `since` to `until`, in order: where, and who came.

    `is_past` are those held before or on the day `on`; `flags` name what cannot be right in their
    figures. `no_shows` registered and did not come: missing where more came than had registered.
    Counts of 1 to 4 are missing, `<name>_mark` says so.
    """
    found = _between_exact(con, since=since, until=until, on=on, kind=kind, provinces=provinces)
    return marks.hide_events(found)


def totals(
    con: Connection,
    *,
    since: date,
    until: date,
    on: date,
    by: str = "country",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row a kind and area of AREAS: events past and coming, and who came to the past.

    `code` is the area's. The sums are made of what `between` shows alone: anything else would tell
    a count under five to who compares two spans of days. Where it is one to four FEW_ABOUT stands
    in its place, and `is_about` is true; a sum of 1 to 4 is missing as one count is. `no_shows` and
    `no_show_pct` are of the `counted` past events that tell both counts and had no more attending
    than registered.
    """
    if by not in AREAS:
        raise ValueError(by)
    each = between(con, since=since, until=until, on=on, provinces=provinces)
    code = "''" if by == "country" else by
    found = table(
        con.register("each_event", marks.estimate_events(each)),
        f"""
        select {code} as code, kind, count(*) filter (where is_past) as past,
            count(*) filter (where not is_past) as coming,
            count(no_shows) filter (where is_past) as counted,
            {_SUMS},
            coalesce(bool_or(is_about) filter (where is_past), false) as is_about,
            100.0 * sum(no_shows) filter (where is_past)
                / nullif(sum(registered) filter (where is_past and no_shows is not null), 0)
                as no_show_pct,
        from each_event group by all order by code nulls last, kind
        """,  # noqa: S608
    )
    for name in marks.EVENT_COUNTS:
        found = marks.hide(found, name)
    return found


def unvisited(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an amphoe where no event has been held by the day, the most members first.

    `next_on` is the first event announced there, if there is one. Members are guarded as
    `safe.amphoe` says, and ordered by `members_about`.
    """
    found = table(
        con,
        f"""
        with visits as (
            select amphoe_code, bool_or(held_on <= $on) as is_visited,
                min(held_on) filter (where held_on > $on) as next_on,
            from events where amphoe_code is not null group by amphoe_code
        )
        select amphoe_code, amphoe_th, amphoe_en, province_code, province_th, province_en, next_on,
        from amphoe join provinces using (province_code) left join visits using (amphoe_code)
        where not coalesce(is_visited, false) and {WITHIN} order by amphoe_code
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    own = (
        member_cells.partition(con, [on])[on].by_amphoe.reindex(found["amphoe_code"]).reset_index()
    )
    is_shown = own["members_mark"].isna()
    found = found.assign(
        members=own["members_about"].round().astype("Int64").where(is_shown),
        members_mark=own["members_mark"],
        members_about=own["members_about"],
    )
    ordered = found.sort_values(["members_about", "amphoe_code"], ascending=[False, True])
    return ordered.reset_index(drop=True)


def weekly(
    con: Connection, *, until: date, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return the tour's last `weeks` weeks, oldest first: events, amphoe, and those new to it.

    `amphoe_first` had never had an event before that week. A week ends on the weekday of `until`.
    """
    return table(
        con,
        f"""
        with ends as (
            select range as weeks_ago, $until - (7 * range)::integer as week_ends_on
            from range(0, $weeks)
        ),
        held as (
            select *, ($until - held_on)::bigint // 7 as weeks_ago,
                held_on = min(held_on) over (partition by amphoe_code) as is_first,
            from events where held_on <= $until and {WITHIN}
        )
        select week_ends_on, count(event_id) as events,
            count(distinct amphoe_code) as amphoe,
            count(distinct amphoe_code) filter (where is_first) as amphoe_first,
        from ends left join held using (weeks_ago)
        group by week_ends_on order by week_ends_on
        """,  # noqa: S608
        until=until,
        weeks=weeks,
        provinces=provinces,
    )


def details_of_amphoe(
    con: Connection, *, amphoe_code: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an event of an amphoe that tells its venue or who organised it.

    Free text that may name a person: asked of the private tables, for organisers and officers only.
    """
    return table(
        con,
        f"""
        select event_id, venue, organised_by
        from event_details join events using (event_id)
        where amphoe_code = $amphoe_code and {WITHIN} order by event_id
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        provinces=provinces,
    )


def _between_exact(
    con: Connection, *, since: date, until: date, on: date, kind: str | None, provinces: Provinces
) -> pd.DataFrame:
    return table(
        con,
        f"""
        with flagged as (
            select event_id, string_agg(flag, ' ' order by flag) as flags
            from event_flags group by event_id
        )
        select event_id, kind, held_on, held_on <= $on as is_past,
            province_code, province_th, province_en, region_ect, region_royal, region_nesdb,
            events.amphoe_code, amphoe_th, amphoe_en, registered, attended, joined,
            case when held_on <= $on and attended <= registered then registered - attended end
                as no_shows,
            coalesce(flags, '') as flags,
        from events left join provinces using (province_code)
        left join (select amphoe_code, amphoe_th, amphoe_en from amphoe) as named
            on events.amphoe_code = named.amphoe_code
        left join flagged using (event_id)
        where held_on between $since and $until and ($kind is null or kind = $kind) and {WITHIN}
        order by held_on, province_code, events.amphoe_code, event_id
        """,  # noqa: S608
        since=since,
        until=until,
        on=on,
        kind=kind,
        provinces=provinces,
    )
