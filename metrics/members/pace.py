"""How far is each target, and at what pace must and does the party move?

A target is a minimum: passing it is passing it, never "100 %".
"""

from datetime import date

import pandas as pd

from metrics.members import coverage
from metrics.query import Connection, Provinces, members_on, table

LISTED = """
    -- One row a target. Editions built before targets had areas hold none but the country's.
    every_target as (
        select * from (select 0 as target_id, '' as area_kind, '' as area_code where false)
        union all by name select * from targets
    ),
    listed as (
        select coalesce(target_id, row_number() over ()) as target_id,
            * exclude (target_id, area_kind, area_code),
            coalesce(area_kind, 'country') as area_kind, coalesce(area_code, '') as area_code,
        from every_target
    )
"""

AREAS = """
    -- One row an area and province it holds; the unknown province is only in the country.
    places as (
        select 'country' as area_kind, '' as area_code,
            unnest(list_append(list(province_code), null)) as province_code from provinces
        union all
        select 'province', province_code, province_code from provinces
        union all
        select unnest(['ect', 'royal', 'nesdb']),
            unnest([region_ect, region_royal, region_nesdb]), province_code from provinces
    ),
    -- Whoever sees some provinces sees the areas that lie wholly in them.
    areas as (
        select area_kind, area_code,
            coalesce(any_value(province_th) filter (where area_kind = 'province'),
                any_value(region_th), nullif(area_code, '')) as area_th,
            coalesce(any_value(province_en) filter (where area_kind = 'province'),
                any_value(region_en), nullif(area_code, '')) as area_en,
            coalesce(sum(amphoe), 0)::bigint as amphoe,
        from places left join provinces using (province_code)
        left join region_names on scheme = area_kind and region_code = area_code
        left join (select province_code, count(*) as amphoe from amphoe group by 1)
            using (province_code)
        where area_code is not null
        group by area_kind, area_code
        having $provinces is null or (area_kind <> 'country'
            and list_has_all($provinces::varchar[], list(places.province_code)))
    )
"""

MEASURED = f"""
    -- One row a target asked about (`own_targets`): the value in its area on each day that matters.
    days as (
        select distinct unnest(
            [$on, $on - 7, $on - 28, $on - 56, least(start_on, $on)]) as day from own_targets
    ),
    counts as (
        select 'members' as metric, day, province_code, members as value,
        from days cross join lateral ({members_on("province_code", day="days.day")})
        union all
        select 'amphoe_covered', day, province_code, count(distinct amphoe_code),
        from days join coverage_spans on day between covered_from and coalesce(covered_to, day)
        join amphoe using (amphoe_code) group by day, province_code
    ),
    measured as (
        select own_targets.*,
            coalesce(sum(counts.value) filter (where day = $on), 0)::bigint as now,
            coalesce(sum(counts.value) filter (where day = $on - 7), 0)::bigint as ago_1w,
            coalesce(sum(counts.value) filter (where day = $on - 28), 0)::bigint as ago_4w,
            coalesce(sum(counts.value) filter (where day = $on - 56), 0)::bigint as ago_8w,
            coalesce(sum(counts.value) filter (where day = least(start_on, $on)), 0)::bigint
                as at_line,
        from own_targets join places using (area_kind, area_code)
        left join counts on counts.metric = own_targets.metric
            and counts.province_code is not distinct from places.province_code
        group by all
    )
"""  # noqa: S608

# The line is followed its own length beyond either end at most: further it says nothing.
JUDGED = """
    now, now - ago_1w as change, greatest(value - now, 0) as short_of,
    deadline - $on as days_left, coalesce(start_on <= $on, false) as is_started,
    coalesce(now >= value, false) as is_passed,
    case when is_started then at_line end::double as at_start,
    case when at_start >= value or (is_started and $on >= deadline) then value
        else at_start + (value - at_start) * ($on - start_on) / (deadline - start_on)
        end::double as expected_now,
    case when value > at_start then least(greatest(
            (now - at_start) * (deadline - start_on) / (value - at_start),
            start_on - deadline), 2 * (deadline - start_on)) - (least($on, deadline) - start_on)
        end::double as days_ahead,
    case when days_left > 0 and not is_passed then short_of * 7 / days_left end
        as needed_per_week,
    (now - ago_4w) / 4 as actual_per_week, (now - ago_1w) / 1 as actual_1w,
    (now - ago_4w) / 4 as actual_4w, (now - ago_8w) / 8 as actual_8w,
    metric = 'members' and coalesce($on - 28 < first_list_on, true) as is_backfilled,
    metric = 'members' and coalesce($on - 7 < first_list_on, true) as is_backfilled_1w,
    metric = 'members' and coalesce($on - 56 < first_list_on, true) as is_backfilled_8w,
    metric = 'members' and coalesce(start_on < first_list_on, start_on is not null)
        as is_start_backfilled
"""
"""How a row of `measured` with a `value` stands to it; `pace` says what each column means."""


def pace(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a target: where it stands on the day, and pace in units a week.

    A target of a province or region counts what is in it; members whose province is not known
    count only for the country. A narrower question gets the targets whose area lies wholly in
    its provinces, never the country's. The country's come first, then by deadline.

    - `needed_per_week` spreads what is short over the days left: none once the target or its
      deadline has passed. `actual_1w`, `_4w`, `_8w` are the mean change a week over the last 7,
      28 and 56 days (`actual_per_week` is that of 28).
    - `expected_now` is where a straight line from `at_start` (at the end of `start_on`) to the
      value on the deadline stands; from the deadline on, and for a target met at its start, it
      is the value itself. `days_ahead` is how many days sooner (+) or later (-) the line
      reaches what is `now`, after the deadline as on the deadline. It is missing for a target
      met at its start, and the line is followed its own length beyond either end at most.
    - Before `start_on` the target is not started: those three are missing.
    - `is_backfilled` says that the last 28 days (`_1w`, `_8w`: 7, 56) reach back before the
      first list, where leavers are not known; `is_start_backfilled` that the start does.
    """
    return table(
        con,
        f"""
        with {LISTED}, {AREAS},
        own_targets as (select * from listed semi join areas using (area_kind, area_code)),
        {MEASURED}
        select measured.* exclude (now, ago_1w, ago_4w, ago_8w, at_line),
            area_th, area_en, {JUDGED},
        from measured join areas using (area_kind, area_code)
        cross join (select first_list_on from edition)
        order by area_kind <> 'country', deadline, metric, target_id
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


CHOSEN = f"""
    {LISTED},
    -- One row a metric and area: the target due next, or the last one once all are past.
    chosen as (
        select * from listed
        qualify row_number() over (
            partition by metric, area_kind, area_code
            order by deadline < $on, abs(deadline - $on), target_id) = 1
    )
"""  # noqa: S608


def threshold_tie(
    con: Connection,
    *,
    on: date,
    provinces: Provinces = None,
    everywhere: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row: how far amphoe are from the members that an election takes.

    `members_short` is what all the amphoe below the threshold lack; `members_per_amphoe` is the
    mean of members whose amphoe is known, and `members_per_amphoe_at_target` what it would be
    with the country's target of members (`members_target`, the one due next) spread over all
    amphoe. Those two are missing without such a target, and for a narrower question.
    `everywhere` are the rows of `coverage.by_amphoe` to count, where not those of the edition.
    """
    each = coverage.by_amphoe(con, on=on, provinces=provinces) if everywhere is None else everywhere
    return table(
        con.register("each_amphoe", each),
        f"""
        with {CHOSEN},
        goal as (
            select max(value) as members_target from chosen
            where metric = 'members' and area_kind = 'country' and $provinces is null
        )
        select count(amphoe_code) as amphoe,
            count(amphoe_code) filter (where short_of = 0) as amphoe_at_threshold,
            count(amphoe_code) filter (where is_covered) as amphoe_covered,
            count(amphoe_code) filter (where short_of = 0 and not is_covered)
                as amphoe_at_threshold_uncovered,
            coalesce(sum(short_of), 0)::bigint as members_short,
            any_value(threshold) as threshold, avg(members) as members_per_amphoe,
            any_value(members_target) as members_target,
            any_value(members_target) / nullif(amphoe, 0) as members_per_amphoe_at_target,
        from goal cross join (select threshold from edition) left join each_amphoe on true
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
