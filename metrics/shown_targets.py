"""What may be told of targets and forecasts of members in an area outside the officers' pages?

Of the country all of it. Of a province or region whose members could not be shown on a day that a
target's pace or a forecast rests on, the numbers are missing (see `small_cells`); amphoe covered
are no people, and stay.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import duckdb
import pandas as pd

from metrics import member_cells, projections
from metrics.member_cells import Parted

Provinces = tuple[str, ...] | None

_KEPT = {
    *("target_id", "metric", "value", "start_on", "deadline", "label_th", "label_en", "source"),
    *("area_kind", "area_code", "area_th", "area_en", "days_left", "is_started", "is_passed"),
    *("is_backfilled", "is_backfilled_1w", "is_backfilled_8w", "is_start_backfilled"),
    *("made_on", "method", "reason", "horizon"),
}
"""What tells of a target and of its forecast, and of nobody."""
_BACK = (0, 7, 28, 56)
_PAST_WEEKS = 26


def decisions(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `projections.decisions`; `is_hidden` marks those without their numbers."""
    rows = projections.decisions(con, on=on, provinces=provinces)
    is_area = (rows["metric"] == "members") & (rows["area_kind"] != "country")
    days = {
        place: _days(on, row["start_on"], row["made_on"]) for place, row in rows[is_area].iterrows()
    }
    by_day = _parted(con, days.values())
    hidden = [
        place in days
        and not _shows(by_day, days[place], rows["area_kind"][place], rows["area_code"][place])
        for place in rows.index
    ]
    is_hidden = pd.Series(hidden, rows.index, dtype=bool)
    if is_hidden.any():
        for name in rows.columns:
            if name not in _KEPT:
                rows[name] = rows[name].convert_dtypes().mask(is_hidden)
    return rows.assign(is_hidden=is_hidden)


def fan(
    con: duckdb.DuckDBPyConnection,
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
    made_on = rows["made_on"].iloc[0].date()
    days = [made_on - timedelta(days=7 * week) for week in range(_PAST_WEEKS)]
    is_shown = _shows(_parted(con, [days]), days, area_kind, area_code)
    return rows if is_shown else rows.head(0)


def _days(on: date, start: pd.Timestamp, made_on: pd.Timestamp) -> list[date]:
    days = [on - timedelta(days=back) for back in _BACK]
    return days + [stamp.date() for stamp in (start, made_on) if pd.notna(stamp)]


def _parted(con: duckdb.DuckDBPyConnection, days: Iterable[Sequence[date]]) -> dict[date, Parted]:
    wanted = [day for some in days for day in some]
    return member_cells.parted(con, wanted) if wanted else {}


def _shows(
    by_day: dict[date, Parted], days: Sequence[date], area_kind: str, area_code: str
) -> bool:
    return all(by_day[day].marks(area_kind).get(area_code) is None for day in days)
