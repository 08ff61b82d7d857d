"""How far is each amphoe on the way to a representative, since when, and what moves it up?

Eight steps: no members, members, threshold reached, election announced, held, representative
serving, term ending soon, vacant. The build works out when each amphoe stood on which; here that
is only read, so that every page shows the same step. As registered, or as verified: without the
representatives in doubt.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table

STEPS = (
    "no_members",
    "members",
    "threshold",
    "announced",
    "held",
    "serving",
    "ending",
    "vacant",
)
"""The steps from the bottom up; `vacant` had a representative and has none."""

COVERED = ("serving", "ending")
"""The steps of an amphoe with a representative."""

BASES = ("registered", "verified")

HERE = "$on between from_on and coalesce(to_on, $on)"

VOTES = """
    select amphoe_code,
        min(held_on) filter (where $on between coming_from and coming_to) as next_election_on,
        max(held_on) filter (where held_on <= $on
            and status in ('closed', 'result_announced')) as last_election_on,
    from elections group by amphoe_code
    """
"""A query of the amphoe that had or await an election: the next and the last on the day."""


def counts(
    con: Connection, *, on: date, basis: str = "registered", provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a step, from the bottom up: how many amphoe stand on it that day."""
    return table(
        con,
        f"""
        with steps as (
            select unnest($steps) as step, unnest(range(len($steps))) as step_no
        ),
        here as (
            select step, count(*) as amphoe
            from ladder join amphoe using (amphoe_code)
            where basis = $basis and {HERE} and {WITHIN} group by step
        )
        select step, coalesce(amphoe, 0) as amphoe
        from steps left join here using (step) order by step_no
        """,  # noqa: S608
        on=on,
        basis=basis,
        steps=STEPS,
        provinces=provinces,
    )


def on_days(
    con: Connection,
    *,
    days: Sequence[str],
    basis: str = "registered",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row an amphoe and day: its step on each of the days, written 2023-10-22."""
    return table(
        con,
        f"""
        select day, amphoe_code, step
        from (select unnest($days::date[]) as day)
        join ladder on basis = $basis and day between from_on and coalesce(to_on, day)
        join amphoe using (amphoe_code) where {WITHIN} order by day, amphoe_code
        """,  # noqa: S608
        days=days,
        basis=basis,
        provinces=provinces,
    )


def of_amphoe(
    con: Connection,
    *,
    amphoe_code: str,
    until: date,
    basis: str = "registered",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row a time on one step, oldest first; the last is the step on the day `until`.

    `from_on` is missing for the first, `to_on` for the present one; `days` is how long each
    lasted, up to `until` for the present one.
    """
    return table(
        con,
        f"""
        select step, nullif(from_on, date '1900-01-01') as from_on,
            case when to_on < $until then to_on end as to_on,
            least(coalesce(to_on + 1, $until), $until) - nullif(from_on, date '1900-01-01')
                as days,
        from ladder join amphoe using (amphoe_code)
        where basis = $basis and amphoe_code = $amphoe_code and ladder.from_on <= $until
            and {WITHIN}
        order by ladder.from_on
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        until=until,
        basis=basis,
        provinces=provinces,
    )
