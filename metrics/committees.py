"""Which provinces have a working committee, and how do those with and without one stand?

Described, not claimed as cause: a committee may be formed where things go well.
"""

from datetime import date

import duckdb
import pandas as pd

from metrics import coverage, few_marks
from metrics.membership import NET
from metrics.table import WITHIN, present, table

Provinces = tuple[str, ...] | None

_NONE = """
    (select '' as province_code, null::date as formed_on, null::date as ended_on,
        0 as active_people where false)
"""


def by_province(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: its committee on the day, members, growth and amphoe covered.

    `has_committee`, `formed_on` of the committee there is, `ended_on` of the last where there is
    none, `active_people` of it; `net_change` and `change_pct` of members after `since`, `amphoe`
    and `amphoe_covered` on the day and `covered_before` at the end of `since`. Counts of people of
    1 to 4 are missing, and members' changes with them.
    """
    found = _by_province_exact(con, on=on, since=since, provinces=provinces)
    found = few_marks.hide(found, "active_people")
    return few_marks.hide(found, "members", told_by=("net_change", "change_pct"))


def compared(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row for provinces with a committee on the day and one for those without.

    `covered_pct` of their amphoe have a representative on the day, `covered_before_pct` at the end
    of `since`; `change_pct` is the growth of members after `since`, `median_change_pct` that of the
    middle province. Where there are no such provinces there is no row.
    """
    each = _by_province_exact(con, on=on, since=since, provinces=provinces)
    found = table(
        con.register("each_province", each),
        """
        select has_committee, count(*) as provinces, sum(amphoe)::bigint as amphoe,
            sum(amphoe_covered)::bigint as amphoe_covered,
            100.0 * sum(amphoe_covered) / sum(amphoe) as covered_pct,
            100.0 * sum(covered_before) / sum(amphoe) as covered_before_pct,
            sum(members)::bigint as members, sum(net_change)::bigint as net_change,
            100.0 * sum(net_change) / nullif(sum(members - net_change), 0) as change_pct,
            median(change_pct) as median_change_pct,
        from each_province group by has_committee order by has_committee desc
        """,
    )
    told_by = ("net_change", "change_pct", "median_change_pct")
    return few_marks.hide(found, "members", sums_up=True, told_by=told_by)


def without(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province without a committee on the day, the most members first.

    As `by_province`; `ended_on` is missing where there never was one.
    """
    found = by_province(con, on=on, since=on, provinces=provinces)
    none = found[~found["has_committee"]]
    columns = ["province_code", "province_th", "province_en", "members", "members_mark"]
    return none.sort_values(["members", "province_code"], ascending=[False, True])[
        [*columns, "amphoe", "amphoe_covered", "ended_on"]
    ].reset_index(drop=True)


def _by_province_exact(
    con: duckdb.DuckDBPyConnection, *, on: date, since: date, provinces: Provinces
) -> pd.DataFrame:
    terms = "committees" if present(con, "committees") else _NONE
    held = table(
        con,
        f"""
        select province_code, province_th, province_en, coalesce(bool_or({_THERE}), false)
                as has_committee,
            max(formed_on) filter (where {_THERE}) as formed_on,
            max(ended_on) filter (where ended_on <= $on) as ended_on,
            arg_max(active_people, formed_on) filter (where {_THERE}) as active_people,
        from provinces left join {terms} using (province_code)
        where {WITHIN} group by all order by province_code
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    held["ended_on"] = held["ended_on"].mask(held["has_committee"])
    members = table(
        con,
        f"""
        select province_code, coalesce(sum({NET}), 0)::bigint as members,
            coalesce(sum({NET}) filter (where date > $since), 0)::bigint as net_change,
            100.0 * net_change / nullif(members - net_change, 0) as change_pct,
        from membership_daily where date <= $on and {WITHIN} group by province_code
        """,  # noqa: S608
        on=on,
        since=since,
        provinces=provinces,
    )
    counts = ["province_code", "amphoe", "amphoe_covered"]
    now = coverage.by_province(con, on=on, provinces=provinces)[counts]
    then = coverage.by_province(con, on=since, provinces=provinces)
    before = then.set_index("province_code")["amphoe_covered"]
    found = held.merge(now, on="province_code", how="left").merge(
        members, on="province_code", how="left"
    )
    found["covered_before"] = found["province_code"].map(before)
    return found.fillna({"members": 0, "net_change": 0})


_THERE = "formed_on <= $on and coalesce(ended_on > $on, true)"
"""A condition: the term holds on the day; on the day it ends it is over."""
