"""How many members has each amphoe, how many does it lack, and which terms are in doubt?"""

from datetime import date

import pandas as pd

from metrics.coverage.coverage import COVERED
from metrics.coverage.rules import THRESHOLD_ON
from metrics.query import WITHIN, Connection, Provinces, members_on, table


def by_amphoe(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row for each amphoe in order of code: its members, the threshold, its state.

    `coverage` is covered, held (voted on, with no term yet) or none; `short_of` is how many
    members it lacks to the threshold.
    """
    return table(
        con,
        f"""
        with members as ({members_on("amphoe_code")}),
        spans as (
            select amphoe_code, bool_or({COVERED}) as is_covered,
                max(covered_from) filter (where {COVERED}) as covered_from,
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
        cross join ({THRESHOLD_ON})
        where {WITHIN.replace("province_code", "amphoe.province_code")}
        order by amphoe_code
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def doubts(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a reason and status: how many representatives are in doubt on the day.

    Of the whole country only: which they are, and where, is not told, so a narrower question gets
    none.
    """
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
