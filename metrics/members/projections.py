"""How many members will there be, and will each target be made in time?"""

from datetime import date

import pandas as pd

from metrics.members.pace import pace
from metrics.query import Connection, Provinces, table
from metrics.targets.projections import NEWEST


def fan(
    con: Connection,
    *,
    on: date,
    metric: str,
    area_kind: str = "country",
    area_code: str = "",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row a week ahead of the newest run made by the day: bands and both lines.

    `last_value` is where things stood, `last_pace` the straight line at the last pace; the bands
    are missing where there is the pace only. No rows where nothing was forecast by then.
    """
    return table(
        con,
        f"""
        with {NEWEST}
        select forecasts.* from forecasts
        semi join newest using (made_on, edition, metric, area_kind, area_code)
        where metric = $metric and area_kind = $area_kind and area_code = $area_code
        order by week_ends_on
        """,  # noqa: S608
        on=on,
        metric=metric,
        area_kind=area_kind,
        area_code=area_code,
        provinces=provinces,
    )


def decisions(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `pace.pace`, each with the chance and the day it is reached.

    `chance` is that of standing at the target or above on the deadline, between 0.005 and 0.995;
    `reached_median`, `reached_early` and `reached_late` are the middle and the 80 % range of the
    day it is first reached, missing where that lies beyond the forecast, which ends on
    `horizon`. `made_on`, `method` and `reason` tell of the forecast; missing where there is none.
    """
    paced = pace(con, on=on, provinces=provinces)
    return table(
        con.register("paced", paced),
        f"""
        with {NEWEST},
        ends as (
            select made_on, edition, metric, area_kind, area_code, max(week_ends_on) as horizon
            from forecasts group by all
        )
        select paced.*, newest.made_on, method, reason, chance,
            reached_median, reached_early, reached_late, horizon,
        from paced
        left join newest using (metric, area_kind, area_code)
        left join forecast_chances as said on said.made_on = newest.made_on
            and said.edition = newest.edition and said.metric = paced.metric
            and said.area_kind = paced.area_kind and said.area_code = paced.area_code
            and said.value = paced.value and said.deadline = paced.deadline
        left join ends on ends.made_on = newest.made_on and ends.edition = newest.edition
            and ends.metric = paced.metric and ends.area_kind = paced.area_kind
            and ends.area_code = paced.area_code
        order by target_id
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
