"""Which provinces and regions are ahead of their part of the targets, and which behind?"""

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.members.pace import AREAS, CHOSEN, JUDGED, MEASURED
from metrics.query import Connection, Provinces, table

Level = Literal["province", "ect", "royal", "nesdb"]

METRICS = ("members", "amphoe_covered")
_AREA = ["area_kind", "area_code", "area_th", "area_en", "amphoe"]


def ahead_behind(
    con: Connection,
    *,
    on: date,
    level: Level,
    provinces: Provinces = None,
    viewer_provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row an area of the level, in order of code: both metrics side by side.

    Every column but the area's own (`area_kind`, `area_code`, `area_th`, `area_en`, `amphoe`)
    is there twice, as `members_…` and `amphoe_covered_…`. `_value` is the area's own target
    (`_is_own_target`), else its share of the country's, a fraction and all: of members in
    proportion to members on the day the target starts (those of unknown province have theirs
    too), of amphoe covered to its number of amphoe. Of several targets the one due next is
    taken, or the last one once all are past. `_now`, `_at_start`, `_expected_now`,
    `_days_ahead`, `_needed_per_week`, `_actual_4w`, `_is_passed` and `_is_started` are as
    `pace.pace` has them; `_ahead` is now less expected, `_ahead_pct` its percentage of
    expected. Before the target starts the share is that of the day asked about. What rests on
    a target is missing where there is none.

    A narrower question gets the areas that lie wholly in its provinces. Who sees no more than
    `viewer_provinces` gets own targets only: a share would tell what the country's members
    were. Counts are whole: `safe.areas.ahead_behind` is what may be shown.
    """
    rows = table(
        con,
        f"""
        with {CHOSEN}, {AREAS},
        -- The country is measured too: an area's share is a part of it.
        wanted as (
            select area_kind, area_code, unnest($metrics) as metric from areas
            where area_kind = $level
            union all
            select 'country', '', unnest($metrics)
        ),
        own_targets as (
            select wanted.*, own.target_id is not null as is_own_target,
                case when is_own_target then own.value else whole.value end as target,
                case when is_own_target then own.start_on else whole.start_on end as start_on,
                case when is_own_target then own.deadline else whole.deadline end as deadline,
            from wanted left join chosen as own using (metric, area_kind, area_code)
            left join chosen as whole
                on whole.metric = wanted.metric and whole.area_kind = 'country'
                and $viewer_provinces is null
        ),
        {MEASURED},
        shared as (
            select measured.*, areas.* exclude (area_kind, area_code),
                case when measured.is_own_target then measured.target
                    when measured.metric = 'members'
                    then measured.target * measured.at_line / nullif(country.at_line, 0)
                    else measured.target * amphoe / (select count(*) from amphoe)
                    end::double as value,
            from measured join areas using (area_kind, area_code)
            join measured as country
                on country.area_kind = 'country' and country.metric = measured.metric
            where measured.area_kind = $level
        ),
        judged as (
            select metric, area_kind, area_code, area_th, area_en, amphoe, is_own_target, value,
                start_on, deadline, {JUDGED},
            from shared cross join (select first_list_on from edition)
        )
        select *, now - expected_now as ahead, 100 * ahead / nullif(expected_now, 0) as ahead_pct,
        from judged order by area_code
        """,  # noqa: S608
        on=on,
        level=level,
        metrics=METRICS,
        provinces=provinces,
        viewer_provinces=viewer_provinces,
    )
    columns = [*_AREA, *_COLUMNS]
    sides = [
        rows.loc[rows["metric"] == metric, columns].set_index(_AREA).add_prefix(f"{metric}_")
        for metric in METRICS
    ]
    return pd.concat(sides, axis=1).reset_index()


_COLUMNS = [
    *("now", "value", "is_own_target", "start_on", "deadline", "is_started", "is_passed"),
    *("at_start", "expected_now", "ahead", "ahead_pct", "days_ahead"),
    *("needed_per_week", "actual_4w", "is_backfilled", "is_start_backfilled"),
]


def without_members(areas: pd.DataFrame, is_hidden: NDArray[np.bool_]) -> pd.DataFrame:
    """Return rows of `ahead_behind` without what tells of the members of these areas."""
    if not is_hidden.any():
        return areas
    counts = [
        f"members_{name}"
        for name in _COLUMNS
        if not name.startswith("is_") and name not in ("start_on", "deadline")
    ]
    hidden = areas.copy()
    rows = pd.Series(is_hidden, areas.index)
    hidden[counts] = areas[counts].convert_dtypes().mask(rows, axis=0)
    return hidden
