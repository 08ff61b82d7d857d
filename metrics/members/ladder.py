"""How many members has each amphoe on its step, and how many does it lack to the next?"""

from datetime import date

import pandas as pd

from metrics.coverage.ladder import HERE, VOTES
from metrics.coverage.rules import THRESHOLD_ON
from metrics.query import WITHIN, Connection, Provinces, members_on, table


def by_amphoe(
    con: Connection, *, on: date, basis: str = "registered", provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an amphoe in order of code: its step on the day, since when, and what is next.

    `from_on` is the first day on the step, `days_on_step` how long ago that is, missing for an
    amphoe that never was on another. `up` is what would move it up: recruit_first, recruit (it is
    `short_of` members short), announce, hold, give_result, nothing, renew (its term ends on
    `covered_to`) or elect_again.
    """
    spans = "verified_spans" if basis == "verified" else "coverage_spans"
    return table(
        con,
        f"""
        with members as ({members_on("amphoe_code")}),
        spans as (
            select amphoe_code,
                max(covered_to) filter (where covered_to >= $on) as covered_to,
                max(covered_to) filter (where covered_to < $on) as lost_on,
            from {spans} where covered_from <= $on group by amphoe_code
        ),
        votes as ({VOTES})
        select amphoe.*, province_th, province_en, step,
            nullif(from_on, date '1900-01-01') as from_on,
            $on - nullif(from_on, date '1900-01-01') as days_on_step,
            coalesce(members, 0) as members, threshold,
            greatest(threshold - coalesce(members, 0), 0) as short_of,
            next_election_on, last_election_on as held_on, covered_to, lost_on,
            case step when 'no_members' then 'recruit_first' when 'members' then 'recruit'
                when 'threshold' then 'announce' when 'announced' then 'hold'
                when 'held' then 'give_result' when 'serving' then 'nothing'
                when 'ending' then 'renew' else 'elect_again' end as up,
        from ladder
        join amphoe using (amphoe_code) join provinces using (province_code)
        left join members using (amphoe_code) left join spans using (amphoe_code)
        left join votes using (amphoe_code) cross join ({THRESHOLD_ON})
        where basis = $basis and {HERE} and {WITHIN} order by amphoe_code
        """,  # noqa: S608
        on=on,
        basis=basis,
        provinces=provinces,
    )
