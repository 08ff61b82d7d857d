"""Where does a scenario begin: how many members and amphoe, at what pace?"""

from datetime import date

import pandas as pd

from metrics.query import NET, WITHIN, Connection, Provinces, table
from metrics.targets import projections


def start(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: where scenarios begin.

    `members` and `amphoe_covered` of `amphoe` on the day; `members_4w` and `elections_4w` a week,
    the mean of the last 28 days (every election whose day lay in them, held or not);
    `held_share`, `elected_share` and `lost_per_week` as the coverage forecast takes them, missing
    when it was made after the day, for a narrower question, or not at all.
    """
    terms = _terms(con, on) if provinces is None else {}
    found = table(
        con,
        f"""
        with counted as (
            select coalesce(sum({NET}), 0)::bigint as members,
                coalesce(sum({NET}) filter (where date > $on - 28), 0) / 4 as members_4w,
            from membership_daily where date <= $on and {WITHIN}
        ),
        covered as (
            select count(distinct amphoe_code) as amphoe,
                count(distinct amphoe_code) filter (where $on between covered_from
                    and coalesce(covered_to, $on)) as amphoe_covered,
            from amphoe left join coverage_spans using (amphoe_code) where {WITHIN}
        ),
        votes as (
            select count(*) / 4 as elections_4w from elections
            where held_on > $on - 28 and held_on <= $on and status <> 'draft' and {WITHIN}
        )
        from counted cross join covered cross join votes
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    return found.assign(
        **{name: terms.get(name) for name in ("held_share", "elected_share", "lost_per_week")}
    )


def _terms(con: Connection, on: date) -> dict[str, float]:
    """Return term → estimate of the coverage forecast; none where it was made after the day."""
    days = projections.forecast_days(con)["made_on"]
    if days.empty or days.iloc[-1].date() > on:
        return {}
    rows = con.execute("select term, estimate from hazard_terms").fetchall()
    return {str(term): float(estimate) for term, estimate in rows}
