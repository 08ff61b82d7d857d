"""Which forecasts does an edition hold, and what do they rest on?

Forecasts are worked out once a build (`metrics.forecast.run`); here they are only read. For a day
in the past the newest forecast made by that day is shown, from the record that editions carry on.
"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, table

_INSIDE = """
    ($provinces is null or (area_kind <> 'country' and list_has_all($provinces::varchar[], (
        select coalesce(list(province_code), ['']) from provinces where case area_kind
            when 'province' then province_code = area_code
            when 'ect' then region_ect = area_code when 'royal' then region_royal = area_code
            else region_nesdb = area_code end))))
"""
NEWEST = f"""
    newest as (
        select * from forecast_runs where made_on <= $on and {_INSIDE}
        qualify row_number() over (
            partition by metric, area_kind, area_code order by made_on desc) = 1
    )
"""  # noqa: S608


def runs(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a number and area forecast: the newest run made by the day, and how.

    `method` is model, announced_only (too few elections for a model) or pace_only (too few weeks);
    `reason` says why it is not the model.
    """
    return table(
        con,
        f"with {NEWEST} from newest order by metric, area_kind <> 'country', area_code",
        on=on,
        provinces=provinces,
    )


def amphoe_chances(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an amphoe without a representative: its chance within 4 and 13 weeks.

    As of the edition's newest day: the chances of earlier days are not kept.
    """
    return table(
        con,
        """
        select amphoe_chances.* from amphoe_chances join amphoe using (amphoe_code)
        where $provinces is null or list_contains($provinces::varchar[], province_code)
        order by amphoe_code
        """,
        provinces=provinces,
    )


def terms(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a thing the coverage forecast takes for true, with its 95 % interval.

    held_share and elected_share of announced elections, lost_per_week of covered amphoe,
    weekly_rate of new amphoe next week; members and neighbours as coefficients of the log-odds.
    """
    return table(
        con,
        "from hazard_terms where $provinces is null order by term",
        provinces=provinces,
    )


def forecast_days(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day a forecast was made on (`made_on`), oldest first, by which edition.

    Of some provinces the same days: they say nothing of a place. None in an edition from before
    there were forecasts.
    """
    return table(
        con,
        "select made_on, max(edition) as edition from forecast_runs group by 1 order by 1",
        provinces=provinces,
    )
