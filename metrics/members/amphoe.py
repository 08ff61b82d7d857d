"""How many members had one amphoe over time, and how many votes its candidates?"""

from datetime import date

import pandas as pd

from metrics.query import NET, WITHIN, Connection, Provinces, table


def members_by_month(
    con: Connection, *, amphoe_code: str, until: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a month from the amphoe's first member on: members at its end, the change.

    The last month ends on `until`. `is_backfilled` are month ends before the first members' list,
    of which only those still there are known. None where nobody ever was a member.
    """
    return table(
        con,
        f"""
        with days as (
            select date_trunc('month', date)::date as starts_on, sum({NET}) as net,
            from membership_daily
            where amphoe_code = $amphoe_code and date <= $until and {WITHIN} group by starts_on
        ),
        months as (
            select range::date as starts_on, least(last_day(starts_on), $until) as ends_on
            from range((select min(starts_on) from days)::timestamp,
                $until::timestamp + interval 1 day, interval 1 month)
        )
        select starts_on, ends_on, coalesce(net, 0)::bigint as net_change,
            sum(net_change) over (order by starts_on)::bigint as members,
            coalesce(ends_on < first_list_on, false) as is_backfilled,
        from months left join days using (starts_on)
        cross join (select first_list_on from edition)
        order by starts_on
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        until=until,
        provinces=provinces,
    )


def candidates(
    con: Connection, *, amphoe_code: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a candidate of the amphoe's elections: newest election, then most votes first.

    A question to the private tables: names are here. Votes, and who was elected, are told once the
    result was announced by the day; an election not known by then is not told at all.
    """
    return table(
        con,
        f"""
        with votes as (
            select election_id, held_on, province_code,
                status in ('closed', 'result_announced', 'void')
                    and coalesce(result_on, held_on) <= $on as is_counted,
            from elections
            where amphoe_code = $amphoe_code and known_from <= $on
        )
        select election_id, held_on, candidate_no, name,
            case when is_counted then candidates.votes end as votes,
            case when is_counted then votes_online end as votes_online,
            case when is_counted then votes_onsite end as votes_onsite,
            case when is_counted then is_elected end as is_elected,
        from votes join candidates using (election_id)
        where {WITHIN}
        order by held_on desc nulls first, election_id, 5 desc nulls last, candidate_no, name
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        on=on,
        provinces=provinces,
    )
