"""Which provinces have a working committee, and how do those with and without one stand?

Described, not claimed as cause: a committee may be formed where things go well.
"""

from datetime import date

import pandas as pd

from metrics.disclosure import marks, member_cells
from metrics.disclosure.member_cells import Partition
from metrics.query import WITHIN, Connection, Provinces, table
from metrics.safe import areas, coverage
from metrics.told import on_told_days


def by_province(
    con: Connection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a province: its committee on the day, members, growth and amphoe covered.

    `has_committee`, `formed_on` of the committee there is, `ended_on` of the last where there is
    none, `active_people` of it; `net_change` and `change_pct` of members after `since`, `amphoe`
    and `amphoe_covered` on the day and `covered_before` at the end of `since`. Members and their
    changes are those of `safe.areas.by_province`; `active_people` of 1 to 4 are missing.
    """
    found = _by_province_exact(con, on=on, since=since, provinces=provinces)
    return marks.hide(found, "active_people")


def flags(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a term and what cannot be right in it: `province_th`, `province_en`, the day
    `formed_on` and `flag`, kept as it was told."""
    return table(
        con,
        f"""
        select province_code, province_th, province_en, formed_on, flag
        from committee_flags join provinces using (province_code) where {WITHIN}
        order by province_code, formed_on, flag
        """,  # noqa: S608
        provinces=provinces,
    )


@on_told_days
def compared(
    con: Connection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row for provinces with a committee on the day and one for those without.

    `covered_pct` of their amphoe have a representative on the day, `covered_before_pct` at the end
    of `since`; `change_pct` is the growth of members after `since`, missing where it may not be
    shown; `median_change_pct` is that of the middle province of those that tell theirs. Where there
    are no such provinces there is no row.
    """
    each = _by_province_exact(con, on=on, since=since, provinces=provinces)
    found = table(
        con.register("each_province", each),
        """
        select has_committee, count(*) as provinces, sum(amphoe)::bigint as amphoe,
            sum(amphoe_covered)::bigint as amphoe_covered,
            100.0 * sum(amphoe_covered) / sum(amphoe) as covered_pct,
            100.0 * sum(covered_before) / sum(amphoe) as covered_before_pct,
            median(change_pct) as median_change_pct, list(province_code) as codes,
        from each_province group by has_committee order by has_committee desc
        """,
    )
    by_day = member_cells.partition(con, [since, on])
    rows = [_members(by_day[on], by_day[since], tuple(codes)) for codes in found["codes"]]
    members = pd.DataFrame(rows, columns=["members", "net_change", "change_pct", "members_mark"])
    counts = ["members", "net_change"]
    return found.drop(columns="codes").join(members.astype(dict.fromkeys(counts, "Int64")))


def without(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a province without a committee on the day, the most members first.

    As `by_province`; `ended_on` is missing where there never was one.
    """
    found = by_province(con, on=on, since=on, provinces=provinces)
    none = found[~found["has_committee"]]
    columns = ["province_code", "province_th", "province_en", "members", "members_mark"]
    ordered = none.sort_values(
        ["members", "province_code"], ascending=[False, True], na_position="last"
    )
    return ordered[[*columns, "amphoe", "amphoe_covered", "ended_on"]].reset_index(drop=True)


def _members(now: Partition, before: Partition, codes: tuple[str, ...]) -> tuple[object, ...]:
    """Return members, their change, its per cent and why they are not shown, of provinces."""
    mark = now.mark(codes)
    if mark is not None:
        return None, None, None, mark
    here = now.places.within(codes)
    members, then = int(now.members[here].sum()), int(before.members[here].sum())
    if before.mark(codes) is not None:
        return members, None, None, None
    return members, members - then, 100.0 * (members - then) / then if then else None, None


def _by_province_exact(
    con: Connection, *, on: date, since: date, provinces: Provinces
) -> pd.DataFrame:
    held = table(
        con,
        f"""
        select province_code, province_th, province_en, coalesce(bool_or({_THERE}), false)
                as has_committee,
            max(formed_on) filter (where {_THERE}) as formed_on,
            max(ended_on) filter (where ended_on <= $on) as ended_on,
            arg_max(active_people, formed_on) filter (where {_THERE}) as active_people,
        from provinces left join committees using (province_code)
        where {WITHIN} group by all order by province_code
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    held["ended_on"] = held["ended_on"].mask(held["has_committee"])
    growth = areas.by_province(con, on=on, since=since, provinces=provinces)
    members = growth[["province_code", "members", "members_mark", "net_change", "change_pct"]]
    counts = ["province_code", "amphoe", "amphoe_covered"]
    now = coverage.by_province(con, on=on, provinces=provinces)[counts]
    then = coverage.by_province(con, on=since, provinces=provinces)
    before = then.set_index("province_code")["amphoe_covered"]
    found = held.merge(now, on="province_code", how="left").merge(
        members, on="province_code", how="left"
    )
    return found.assign(covered_before=found["province_code"].map(before))


_THERE = "formed_on <= $on and coalesce(ended_on > $on, true)"
"""A condition: the term holds on the day; on the day it ends it is over."""
