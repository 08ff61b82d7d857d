"""How many amphoe have a representative on a day, and which were gained and lost?

An amphoe is covered on a day when a representative's term contains it: `covered_to` is the last
day, none means the term is open. Coverage is lost as well as gained.
"""

from datetime import date

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table

COVERED = "$on between covered_from and coalesce(covered_to, $on)"


def total(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: amphoe covered of all amphoe, provinces with one of all provinces."""
    return table(
        con,
        f"""
        select
            count(distinct amphoe_code) filter (where {COVERED}) as amphoe_covered,
            count(distinct amphoe_code) as amphoe,
            count(distinct province_code) filter (where {COVERED}) as provinces_covered,
            count(distinct province_code) as provinces,
        from amphoe left join coverage_spans using (amphoe_code)
        where {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def weekly(
    con: Connection, *, until: date, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return amphoe covered at the end of each of the last `weeks` weeks, oldest first."""
    return table(
        con,
        f"""
        with ends as (
            select $until - (7 * range)::integer as week_ends_on from range(0, $weeks)
        ),
        spans as (
            select * from coverage_spans join amphoe using (amphoe_code) where {WITHIN}
        )
        select week_ends_on, count(distinct amphoe_code) as amphoe_covered,
        from ends
        left join spans on week_ends_on between covered_from and coalesce(covered_to, week_ends_on)
        group by week_ends_on order by week_ends_on
        """,  # noqa: S608
        until=until,
        weeks=weeks,
        provinces=provinces,
    )


def changes(
    con: Connection, *, since: date, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an amphoe gained or lost after `since` and up to `until`, by name.

    Compared are the two days themselves: an amphoe lost and won again between them is neither.
    `is_first_in_province` marks the first representative a province ever had.
    """
    return table(
        con,
        f"""
        with firsts as (
            select province_code, min(covered_from) as first_on
            from coverage_spans join amphoe using (amphoe_code) group by province_code
        ),
        ends as (
            select amphoe_code,
                bool_or($since between covered_from and coalesce(covered_to, $since)) as before,
                bool_or($until between covered_from and coalesce(covered_to, $until)) as after,
                max(covered_from) filter (where covered_from <= $until) as gained_on,
                max(covered_to) filter (where covered_to < $until) + 1 as lost_on,
            from coverage_spans group by amphoe_code
        )
        select amphoe_code, amphoe_th, amphoe_en, provinces.province_code, province_th,
            province_en, case when after then 'gained' else 'lost' end as change,
            case when after then gained_on else lost_on end as changed_on,
            after and first_on = gained_on as is_first_in_province,
        from ends
        join amphoe using (amphoe_code) join provinces using (province_code)
        join firsts using (province_code)
        where before <> after and {WITHIN}
        order by change, changed_on, amphoe_code
        """,  # noqa: S608
        since=since,
        until=until,
        provinces=provinces,
    )


def change(con: Connection, *, on: date, since: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: amphoe gained and lost of `changes`, what they come to, and provinces.

    `provinces_first_covered` have their first representative ever, `provinces_empty` none on the
    day `on`.
    """
    rows = changes(con, since=since, until=on, provinces=provinces)
    is_gain = rows["change"] == "gained"
    is_first = is_gain & rows["is_first_in_province"].fillna(False).astype(bool)
    gained, lost = int(is_gain.sum()), int((~is_gain).sum())
    now = total(con, on=on, provinces=provinces).iloc[0]
    return pd.DataFrame(
        {
            "amphoe_gained": [gained],
            "amphoe_lost": [lost],
            "amphoe_change": [gained - lost],
            "provinces_first_covered": [int(rows.loc[is_first, "province_code"].nunique())],
            "provinces_empty": [int(now["provinces"] - now["provinces_covered"])],
        }
    )


def verified(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: amphoe covered as registered, verified and doubted, and the day of the check.

    Verified is registered less the amphoe whose every representative is in doubt: `verified_on` is
    the newest members' list by then, which bears the others out; missing before the first list. An
    edition made before there were checks verifies nothing away.
    """
    return table(
        con,
        f"""
        with spans as (
            select 'registered' as basis, * from coverage_spans
            union all select 'verified', * from verified_spans
        ),
        today as (
            select basis, amphoe_code from spans join amphoe using (amphoe_code)
            where {COVERED} and {WITHIN}
        )
        select
            count(distinct amphoe_code) filter (where basis = 'registered') as amphoe_registered,
            count(distinct amphoe_code) filter (where basis = 'verified') as amphoe_verified,
            amphoe_registered - amphoe_verified as amphoe_doubted,
            (select max(list_on) from lists where list_on <= $on) as verified_on,
        from today
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
