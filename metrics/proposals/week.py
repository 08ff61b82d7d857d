"""What came of members' voices lately, and which rows of polls were left out?"""

from datetime import date

import pandas as pd

from disclosure_limit import SMALL
from metrics.proposals import proposals
from metrics.query import Connection, Provinces, table


def week(con: Connection, *, on: date, since: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: polls open on the day, answers since, proposals raised and answered since.

    `people` answered after `since`, added up over polls in which five or more did, each poll for
    itself; missing for some provinces, whose few could be worked out of several polls' sum.
    `polls` and `proposals` are all there are by the day: 0 where no export tells of any.
    """
    totals = table(
        con,
        f"""
        with opened as (from polls where opened_on <= $on),
        here as (
            from opened where $provinces is null or coalesce(scope_kind, 'country') = 'country'
                or exists (from provinces where list_contains($provinces::varchar[], province_code)
                    and scope_code in (province_code, 'ect:' || region_ect,
                        'royal:' || region_royal, 'nesdb:' || region_nesdb))
        ),
        answered as (
            select poll_id, sum(respondents) as people
            from poll_respondents where answered_on > $since and answered_on <= $on group by poll_id
        )
        select count(*) as polls,
            count(*) filter (where coalesce(closed_on >= $on, true)) as polls_open,
            case when $provinces is null
                then coalesce(sum(people) filter (where people >= {SMALL}), 0)::bigint end
                as people,
        from here left join answered using (poll_id)
        """,  # noqa: S608
        on=on,
        since=since,
        provinces=provinces,
    )
    each = proposals.listed(con, on=on, provinces=provinces)
    stamp = pd.Timestamp(since)
    return totals.astype({"people": "Int64"}).assign(
        proposals=len(each),
        raised=int((each["raised_on"] > stamp).sum()),
        answered=int((each["answered_on"] > stamp).sum()),
    )


def flagged(con: Connection, *, poll_id: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a flag of a poll: how many answers it keeps out, 0 where it is of the poll.

    `rows` of 1 to 4 are missing, `is_few` says so. Of some provinces only flags of the poll itself
    are told: where the rows came from is not known.
    """
    found = table(
        con,
        """
        select flag, sum(rows)::bigint as rows from poll_flags
        where poll_id = $poll_id group by flag
        having $provinces is null or sum(rows) = 0 order by flag
        """,
        poll_id=poll_id,
        provinces=provinces,
    ).astype({"rows": "Int64"})
    is_few = found["rows"].between(1, SMALL - 1)
    return found.assign(rows=found["rows"].mask(is_few), is_few=is_few)
