"""Which elections were known on a day: coming, held, past their day without word, cancelled, void?

Every count of voters under five is banded here, before any page or file can have it: see
`metrics.disclosure.vote_bands`. What an election's status was on an earlier day is told by its own
days.
"""

from datetime import date

import pandas as pd

from metrics.disclosure.vote_bands import FIGURES, banded
from metrics.query import WITHIN, Connection, Provinces, table

PHASES = ("coming", "held", "overdue", "postponed", "cancelled", "void", "draft")
"""What an election is on a day; overdue is past its day, and no export says that it was held."""

STEPS = ("week", "month")

_FLAGS = """
    coalesce((select string_agg(flag, ',' order by flag) from election_flags as broken
        where broken.election_id = banded.election_id
            and (coalesce(held_on, $on) <= $on or flag = 'same_day_twice')), '')
    """
"""The rules that an election breaks; what only the vote can break is told after it."""

_SPAN = "case $step when 'week' then interval 7 day else interval 1 month end"


def listed(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an election known on the day, by its day of voting: those without one last.

    The build works out when each is known and when it counts as coming. Not told are a result
    announced later, and who stands before anybody could register.
    `phase` is one of PHASES: whether it was cancelled or void already on an earlier day is not
    told, so it is so on each. `days_until` the vote is there for coming ones, and below 0 for
    overdue ones.

    `turnout_pct` is ballots of those eligible; counts are banded as `vote_bands.banded` says.
    `days_to_vote` and `days_in_all` count from the announcement to the vote and to the result,
    `days_to_result` from the vote to the result; they are below 0 where the days are the wrong
    way round. `flags` are the rules of `election_flags` it breaks, parted by commas: empty
    for none.
    """
    known = f"""
        select *, {_phase()} as phase, case when result_on <= $on then result_on end as told_on,
        from elections where {WITHIN} and known_from <= $on
        """  # noqa: S608
    standing = f"""
        select election_id, phase, {_status()} as status, amphoe_code, province_code, channel,
            held_on, case when phase in ('coming', 'overdue') then held_on - $on end as days_until,
            announced_on, registration_on, {_voted("told_on")} as result_on, eligible,
            {", ".join(f"{_voted(name)} as {name}" for name in FIGURES[1:])},
            case when phase <> 'coming' or coalesce(registration_on, $on) <= $on
                then candidates end as candidates,
            {_voted("held_on - announced_on")} as days_to_vote,
            {_voted("told_on - held_on")} as days_to_result,
            {_voted("told_on - announced_on")} as days_in_all,
        from ({known})
        """  # noqa: S608
    return table(
        con,
        f"""
        select banded.*, 100.0 * ballots / nullif(eligible, 0) as turnout_pct,
            amphoe_th, amphoe_en, province_th, province_en, {_FLAGS} as flags,
        from ({banded(standing)}) as banded
        left join amphoe using (amphoe_code)
        left join provinces on banded.province_code = provinces.province_code
        order by held_on nulls last, election_id
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def _phase() -> str:
    """Return what an election that is known on the day is."""
    return """
        case when status in ('draft', 'postponed', 'cancelled', 'void') then status
            when status = 'no_candidates' then 'cancelled'
            when $on between coming_from and coming_to then 'coming'
            when status in ('closed', 'result_announced') then 'held' else 'overdue' end
        """


def _status() -> str:
    return """
        case when phase = 'coming' and status in ('closed', 'result_announced') then 'announced'
            when phase = 'held' and result_on > $on then 'closed' else status end
        """


def _voted(column: str) -> str:
    """Return a column that is known once people have voted."""
    return f"case when phase = 'held' or (phase = 'void' and held_on <= $on) then {column} end"


def calendar(con: Connection, *, on: date, step: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a week (from Monday) or month of the first election to the last, oldest first.

    Each phase but draft has a column with how many elections have their day in it; those without
    a day are in none.
    """
    counts = ", ".join(
        f"count(*) filter (where phase = '{each}') as {each}" for each in PHASES[:-1]
    )
    return table(
        con.register("each_election", listed(con, on=on, provinces=provinces)),
        f"""
        with dated as (
            select date_trunc($step, held_on)::date as starts_on, phase
            from each_election where held_on is not null and phase <> 'draft'
        ),
        periods as (
            select unnest(generate_series(min(starts_on)::timestamp, max(starts_on)::timestamp,
                {_SPAN}))::date as starts_on,
            from dated
        )
        select starts_on, (starts_on + {_SPAN})::date - 1 as ends_on, {counts},
        from periods left join dated using (starts_on) group by starts_on order by starts_on
        """,  # noqa: S608
        on=on,
        step=step,
    )


def flagged(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a rule that elections known on the day break: how many, the most first.

    Candidates of an election that no export tells of are counted for the country only.
    """
    return table(
        con.register("each_election", listed(con, on=on, provinces=provinces)),
        """
        with broken as (
            select election_id, unnest(string_split(flags, ',')) as flag
            from each_election where flags <> ''
            union all
            select election_id, flag from election_flags
            where flag = 'not_a_known_election' and $provinces is null
        )
        select flag, count(*) as elections from broken
        group by flag order by elections desc, flag
        """,
        provinces=provinces,
    )
