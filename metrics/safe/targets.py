"""What may be told of targets and forecasts of members in an area outside the officers' pages?

Of the country all of it. Of a province or region whose members could not be shown on a day that a
target's pace or a forecast rests on, the numbers are missing (see `suppression`); amphoe covered
are no people, and stay.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from metrics.disclosure import member_cells
from metrics.disclosure.member_cells import Partition
from metrics.members import projections, scenarios
from metrics.query import Connection, Provinces
from metrics.safe import members
from metrics.told import on_told_days, on_told_days_in_areas, told_days

_OF_NOBODY = {
    *("target_id", "metric", "value", "start_on", "deadline", "label_th", "label_en", "source"),
    *("area_kind", "area_code", "area_th", "area_en", "days_left", "is_started", "is_passed"),
    *("is_backfilled", "is_backfilled_1w", "is_backfilled_8w", "is_start_backfilled"),
}
"""Columns of a target that are no counts of people."""
_FORECAST = (
    *("made_on", "method", "reason", "horizon"),
    *("chance", "reached_median", "reached_early", "reached_late"),
)
_BACK = (0, 7, 28, 56)
_PAST_WEEKS = 26


def decisions(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `projections.decisions`; `is_hidden` marks those without their numbers.

    A forecast that may not be told (see `fan`) is missing as if there were none.
    """
    rows = _decisions_told(con, on, provinces)
    is_area = (rows["metric"] == "members") & (rows["area_kind"] != "country")
    of_pace = {place: _days(on, row["start_on"]) for place, row in rows[is_area].iterrows()}
    of_forecast = {
        place: _weeks(row["made_on"])
        for place, row in rows[is_area].iterrows()
        if pd.notna(row["made_on"])
    }
    with told_days(con):
        by_day = _partition(con, [*of_pace.values(), *of_forecast.values()])

    def hidden(days: Mapping[Hashable, Sequence[date]]) -> pd.Series:
        found = [
            place in days
            and not _shows(by_day, days[place], rows["area_kind"][place], rows["area_code"][place])
            for place in rows.index
        ]
        return pd.Series(found, rows.index, dtype=bool)

    is_hidden = hidden(of_pace)
    is_untold = is_hidden | hidden(of_forecast)
    for name in rows.columns:
        where = is_untold if name in _FORECAST else is_hidden
        if name not in _OF_NOBODY and where.any():
            rows[name] = rows[name].convert_dtypes().mask(where)
    return rows.assign(is_hidden=is_hidden)


def _decisions_told(con: Connection, on: date, provinces: Provinces) -> pd.DataFrame:
    """Return rows of `projections.decisions`; those of areas are as of told days."""
    rows = projections.decisions(con, on=on, provinces=provinces)
    is_country = rows["area_kind"] == "country"
    if is_country.all():
        return rows
    with told_days(con):
        told = projections.decisions(con, on=on, provinces=provinces)
    return pd.concat([rows[is_country], told[~is_country]]).sort_index()


@on_told_days
def fan(
    con: Connection,
    *,
    on: date,
    metric: str,
    area_kind: str = "country",
    area_code: str = "",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return rows of `projections.fan`; none of members where they may not be shown.

    They rest on the members of the weeks up to the day they were made.
    """
    rows = projections.fan(
        con, on=on, metric=metric, area_kind=area_kind, area_code=area_code, provinces=provinces
    )
    if metric != "members" or area_kind == "country" or rows.empty:
        return rows
    days = _weeks(rows["made_on"].iloc[0])
    is_shown = _shows(_partition(con, [days]), days, area_kind, area_code)
    return rows if is_shown else rows.head(0)


@on_told_days_in_areas
def scenario_start(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the row of `scenarios.start`; `members` and `members_4w` are missing where they are
    in `safe.members`, `members_mark` says why: what a scenario comes to tells where it began."""
    rows = scenarios.start(con, on=on, provinces=provinces)
    since = on - timedelta(days=28)
    change = members.change(con, on=on, since=since, provinces=provinces)
    return rows.assign(
        members=change["members"],
        members_mark=change["members_mark"],
        members_4w=rows["members_4w"].astype("Float64").where(change["net_change"].notna()),
    )


def _days(on: date, start: pd.Timestamp) -> list[date]:
    return [start.date(), *(on - timedelta(days=back) for back in _BACK)]


def _weeks(made_on: pd.Timestamp) -> list[date]:
    return [made_on.date() - timedelta(days=7 * week) for week in range(_PAST_WEEKS)]


def _partition(con: Connection, days: Iterable[Sequence[date]]) -> dict[date, Partition]:
    every_day = [day for some in days for day in some]
    return member_cells.partition(con, every_day) if every_day else {}


def _shows(
    by_day: dict[date, Partition], days: Sequence[date], area_kind: str, area_code: str
) -> bool:
    return all(by_day[day].marks(area_kind).get(area_code) is None for day in days)
