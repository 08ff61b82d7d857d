"""Which amphoe have a representative on a day, which do not, and what changed?

An amphoe is covered on a day when a representative's term contains it: `covered_to` is the last
day, none means the term is open. Coverage is lost as well as gained.
"""

from datetime import date

import duckdb
import pandas as pd

from metrics.coverage.rules import threshold_on
from metrics.members.membership import members_on
from metrics.query import WITHIN, present, table

Provinces = tuple[str, ...] | None

_COVERED = "$on between covered_from and coalesce(covered_to, $on)"


def total(con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: amphoe covered of all amphoe, provinces with one of all provinces."""
    return table(
        con,
        f"""
        select
            count(distinct amphoe_code) filter (where {_COVERED}) as amphoe_covered,
            count(distinct amphoe_code) as amphoe,
            count(distinct province_code) filter (where {_COVERED}) as provinces_covered,
            count(distinct province_code) as provinces,
        from amphoe left join coverage_spans using (amphoe_code)
        where {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def by_amphoe(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row for each amphoe in order of code: its members, the threshold, its state.

    `coverage` is covered, held (voted on, with no term yet) or none; `short_of` is how many
    members it lacks to the threshold.
    """
    return table(
        con,
        f"""
        with members as ({members_on("amphoe_code")}),
        spans as (
            select amphoe_code, bool_or({_COVERED}) as is_covered,
                max(covered_from) filter (where {_COVERED}) as covered_from,
                max(covered_to) filter (where covered_to < $on) as lost_on,
            from coverage_spans where covered_from <= $on group by amphoe_code
        ),
        votes as (
            select amphoe_code, max(held_on) as held_on from elections
            where status in ('closed', 'result_announced') and held_on <= $on group by amphoe_code
        )
        select amphoe.*, provinces.province_th, provinces.province_en,
            coalesce(members, 0) as members, coalesce(is_covered, false) as is_covered,
            covered_from, lost_on, held_on,
            case when is_covered then 'covered'
                when held_on > coalesce(lost_on, date '0001-01-01') then 'held'
                else 'none' end as coverage,
            greatest(threshold - coalesce(members, 0), 0) as short_of,
        from amphoe
        join provinces using (province_code)
        left join members using (amphoe_code)
        left join spans using (amphoe_code)
        left join votes using (amphoe_code)
        cross join ({threshold_on(con)})
        where {WITHIN.replace("province_code", "amphoe.province_code")}
        order by amphoe_code
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def weekly(
    con: duckdb.DuckDBPyConnection, *, until: date, weeks: int, provinces: Provinces = None
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
    con: duckdb.DuckDBPyConnection, *, since: date, until: date, provinces: Provinces = None
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


def change(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
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


def by_province(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: amphoe covered, amphoe in all, how many are at the threshold."""
    each = by_amphoe(con, on=on, provinces=provinces)
    return table(
        con.register("each_amphoe", each),
        """
        select province_code, province_th, province_en, region_ect, region_royal, region_nesdb,
            count(*) as amphoe,
            count(*) filter (where is_covered) as amphoe_covered,
            count(*) filter (where not is_covered and short_of = 0) as amphoe_ready,
            sum(members)::bigint as members,
        from each_amphoe join provinces using (province_code, province_th, province_en)
        group by all order by province_code
        """,
    )


def verified(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row: amphoe covered as registered, verified and doubted, and the day of the check.

    Verified is registered less the amphoe whose every representative is in doubt: `verified_on` is
    the newest members' list by then, which bears the others out; missing before the first list. An
    edition made before there were checks verifies nothing away.
    """
    verified_spans = "verified_spans" if present(con, "verified_spans") else "coverage_spans"
    return table(
        con,
        f"""
        with spans as (
            select 'registered' as basis, * from coverage_spans
            union all select 'verified', * from {verified_spans}
        ),
        today as (
            select basis, amphoe_code from spans join amphoe using (amphoe_code)
            where {_COVERED} and {WITHIN}
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


def doubts(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a reason and status: how many representatives are in doubt on the day.

    Of the whole country only: which they are, and where, is not told, so a narrower question gets
    none.
    """
    if not present(con, "doubts"):
        return table(con, "select '' as reason, '' as status, 0 as terms where false")
    return table(
        con,
        """
        select reason, status, count(*) as terms from doubts
        where since_on <= $on and coalesce(until_on, $on) >= $on and $provinces is null
        group by reason, status order by terms desc, reason, status
        """,
        on=on,
        provinces=provinces,
    )
