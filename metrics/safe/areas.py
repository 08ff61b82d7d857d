"""What may be told of the members of each province and region outside the officers' pages?

Each question is one of `areas` or `pace_by_area`, guarded as `suppression` says: what may not be
shown is missing, and `members_mark` says why the members are.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.arrays import Bools
from metrics.disclosure import member_cells, province_cells
from metrics.members import areas, pace_by_area
from metrics.members.pace_by_area import Level
from metrics.query import Connection, Provinces
from metrics.told import on_told_days


@on_told_days
def by_province(
    con: Connection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `areas.by_province`, with `not_yearly` in place of `lifetime`.

    `net_change` and `change_pct` are missing where the members on either day are, `share_pct`
    where those of all the rows together are; types are told together or not at all.
    """
    rows = areas.by_province(con, on=on, since=since, provinces=provinces)
    return _guarded(con, rows, "province", on, since, provinces)


@on_told_days
def by_region(
    con: Connection, *, on: date, since: date, scheme: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `areas.by_region`, as `by_province` does."""
    rows = areas.by_region(con, on=on, since=since, scheme=scheme, provinces=provinces)
    return _guarded(con, rows, scheme, on, since, provinces)


@on_told_days
def ahead_behind(
    con: Connection,
    *,
    on: date,
    level: Level,
    provinces: Provinces = None,
    viewer_provinces: Provinces = None,
) -> pd.DataFrame:
    """Return rows of `pace_by_area.ahead_behind`; of members those that may be shown.

    On the day, at the target's start, and four weeks before: the pace and the share would tell the
    one from the other. Amphoe covered are no people, and stay.
    """
    rows = pace_by_area.ahead_behind(
        con, on=on, level=level, provinces=provinces, viewer_provinces=viewer_provinces
    )
    starts = [min(stamp.date(), on) for stamp in rows["members_start_on"].dropna().unique()]
    four_weeks = on - timedelta(days=28)
    marks = {
        day: partition.marks(level)
        for day, partition in member_cells.partition(con, [on, four_weeks, *starts]).items()
    }
    is_hidden = [
        any(marks[day].get(str(code)) for day in (on, four_weeks, _started(start, on)))
        for code, start in zip(rows["area_code"], rows["members_start_on"], strict=True)
    ]
    return pace_by_area.without_members(rows, np.array(is_hidden, bool))


def _started(start: pd.Timestamp, on: date) -> date:
    return on if pd.isna(start) else min(start.date(), on)


def _guarded(
    con: Connection, rows: pd.DataFrame, level: str, on: date, since: date, provinces: Provinces
) -> pd.DataFrame:
    noun = "province_code" if level == "province" else "region_code"
    by_day = member_cells.partition(con, [since, on])
    where = province_cells.areas(con)
    types = province_cells.types(con, where, {on: by_day[on]})[on]
    cells = [_cells(by_day[on].places, level, code, provinces) for code in rows[noun].fillna("")]
    now, before = (
        pd.Series([by_day[day].blocks.mark(here) for here in cells], rows.index, dtype=object)
        for day in (on, since)
    )
    by_type = np.array(
        [types.shows(np.isin(where.codes, by_day[on].places.province[here])) for here in cells],
        dtype=bool,
    )
    is_shown, is_moved = now.isna(), now.isna() & before.isna()
    has_total = by_day[on].mark(provinces) is None
    not_yearly = rows["members"].astype("Int64") - rows["yearly"].astype("Int64")
    return rows.drop(columns="lifetime").assign(
        members=rows["members"].astype("Int64").where(is_shown),
        members_mark=now,
        share_pct=rows["share_pct"].where(is_shown & has_total),
        net_change=rows["net_change"].astype("Int64").where(is_moved),
        change_pct=rows["change_pct"].where(is_moved),
        yearly=rows["yearly"].astype("Int64").where(is_shown & by_type),
        not_yearly=not_yearly.where(is_shown & by_type),
    )


def _cells(places: member_cells.Places, level: str, code: str, provinces: Provinces) -> Bools:
    """Return the cells of a row, as far as the question may speak of them."""
    here = np.asarray(getattr(places, level) == code)
    return here & places.within(provinces)
