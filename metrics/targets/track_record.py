"""How good have the forecasts been, beside what happened and beside doing nothing?

Of the country only: a narrower question gets no rows. Every row is one case: one forecast, of one
week. `last_value` is where things stood when it was made and `last_pace` the straight line at the
pace of the four weeks before: a forecast that is no closer than these is of no use.
"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, members_on, table

BANDS = "median, lo50, hi50, lo80, hi80, lo95, hi95, last_value, last_pace"
GROUPS = ("1-4", "5-8", "9-13", "14+", "all")
"""The groups of weeks ahead of `summary`."""
ENOUGH = 10
"""So many cases must be judged before they are judged."""

_KNOWN = """
    -- Up to which day it is known what happened: the newest export's.
    known as (
        select case $metric when 'members' then (select max(list_on) from lists)
            else coalesce((select max(list_on) from loads where kind = 'elections'
                and status in ('loaded', 'unchanged')), newest_on) end as known_to
        from edition
    ),
    earlier as (
        select * from forecasts where metric = $metric and area_kind = 'country'
            and made_on <= $on and $provinces is null
    )
"""


def due_forecasts(
    con: Connection, *, on: date, metric: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a forecast of an earlier day and week that has come due by the day.

    `actual` is what this edition knows of the week's last day, so a past that was corrected since
    is judged as corrected. Weeks beyond the newest export (of members, of elections) are not
    known yet and not there. The bands are missing where only the pace was given.
    """
    return table(
        con,
        f"""
        with {_KNOWN},
        due as (from earlier, known where week_ends_on <= $on and week_ends_on <= known_to),
        days as (select distinct week_ends_on as day from due),
        happened as (
            select day, members as actual
            from days cross join lateral ({members_on(day="days.day")})
            where $metric = 'members'
            union all
            select day, count(distinct amphoe_code) from days join coverage_spans
                on day between covered_from and coalesce(covered_to, day)
            where $metric = 'amphoe_covered' group by day
        )
        select made_on, week_ends_on, weeks_ahead, coalesce(actual, 0)::double as actual, {BANDS},
        from due left join happened on day = week_ends_on order by made_on, week_ends_on
        """,  # noqa: S608
        on=on,
        metric=metric,
        provinces=provinces,
    )


def next_due(
    con: Connection, *, on: date, metric: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row, `week_ends_on`: the next week that an earlier forecast is of.

    An export of that day or later shows how good it was. No row where nothing was forecast.
    """
    return table(
        con,
        f"""
        with {_KNOWN}
        select min(week_ends_on) as week_ends_on from earlier, known
        where week_ends_on > least($on, known_to) having count(*) > 0
        """,  # noqa: S608
        on=on,
        metric=metric,
        provinces=provinces,
    )


def backtests(
    con: Connection, *, on: date, metric: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a forecast that today's method makes from a past day (`made_on`), and week.

    Nothing after that day was used, but all of it as known today: those who forecast then knew
    less. Of weeks that ended by the day.
    """
    return table(
        con,
        f"""
        select origin as made_on, week_ends_on, weeks_ahead, actual, {BANDS},
        from forecast_tests where metric = $metric and area_kind = 'country'
            and week_ends_on <= $on and $provinces is null
        order by origin, week_ends_on
        """,  # noqa: S608
        on=on,
        metric=metric,
        provinces=provinces,
    )


def summary(con: Connection, *, on: date, metric: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a source ('kept', 'tested') and group of weeks ahead, of what has come due.

    Columns as in `at_weeks`, with `weeks` one of GROUPS.
    """
    return _judge(
        con,
        _cases(con, on, metric, provinces),
        """
        unnest([case when weeks_ahead <= 4 then '1-4' when weeks_ahead <= 8 then '5-8'
            when weeks_ahead <= 13 then '9-13' else '14+' end, 'all'])
        """,
    )


def at_weeks(
    con: Connection, *, on: date, metric: str, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a source ('kept', 'tested'): how good it was, just so many weeks ahead.

    `forecasts` counts the days they were made on and `cases` the weeks judged. `error`,
    `last_value_error` and `last_pace_error` are the mean distance to what happened, `half_within`
    the distance that half the cases stayed within. `inside_50`, `_80` and `_95` are the shares of
    cases inside each band; `bias` is the mean of the forecast less what happened.
    `is_last_value_better` and `is_last_pace_better` go by the mean distance; `is_too_narrow` says
    that clearly fewer cases than meant were inside (under 65 % of the 80 % band or 85 % of the
    95 % band, of ENOUGH cases). Forecasts of the pace alone are not judged.
    """
    cases = _cases(con, on, metric, provinces)
    return _judge(
        con, cases[cases["weeks_ahead"] == weeks] if len(cases) else cases, "weeks_ahead::text"
    )


def narrow(con: Connection, *, on: date, metric: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: `is_too_narrow`, of all weeks ahead together.

    Kept forecasts count once there are ENOUGH of them; until then the tests of the past do.
    """
    judged = summary(con, on=on, metric=metric, provinces=provinces)
    rows = judged[judged["weeks"] == "all"].to_dict("records") if len(judged) else []
    of = {row["source"]: row for row in rows if row["cases"] >= ENOUGH}
    said = of.get("kept") or of.get("tested")
    return pd.DataFrame({"is_too_narrow": [bool(said and said["is_too_narrow"])]})


def _cases(con: Connection, on: date, metric: str, provinces: Provinces) -> pd.DataFrame:
    """Return rows of `due_forecasts` and `backtests` with a median, each with its `source`."""
    by_source = {
        "kept": due_forecasts(con, on=on, metric=metric, provinces=provinces),
        "tested": backtests(con, on=on, metric=metric, provinces=provinces),
    }
    cases = [rows.assign(source=source) for source, rows in by_source.items() if len(rows)]
    return pd.concat(cases).dropna(subset="median") if cases else pd.DataFrame()


def _judge(con: Connection, cases: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return how good the cases were, by source and `group`, a column in SQL."""
    if cases.empty:
        return pd.DataFrame()
    return table(
        con.register("judged_cases", cases),
        f"""
        with each as (
            select *, {group} as weeks, abs(median - actual) as off,
                abs(last_value - actual) as last_value_off,
                abs(last_pace - actual) as last_pace_off,
            from judged_cases
        )
        select source, weeks, count(distinct made_on) as forecasts, count(*) as cases,
            avg(off) as error, avg(last_value_off) as last_value_error,
            avg(last_pace_off) as last_pace_error, quantile_cont(off, 0.5) as half_within,
            avg((actual between lo50 and hi50)::int) as inside_50,
            avg((actual between lo80 and hi80)::int) as inside_80,
            avg((actual between lo95 and hi95)::int) as inside_95,
            avg(median - actual) as bias,
            last_value_error < error as is_last_value_better,
            last_pace_error < error as is_last_pace_better,
            cases >= {ENOUGH} and (inside_80 < 0.65 or inside_95 < 0.85) as is_too_narrow,
        from each group by source, weeks order by source, weeks = 'all', min(weeks_ahead)
        """,  # noqa: S608
    )
