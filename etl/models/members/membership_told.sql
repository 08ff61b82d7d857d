-- One row per amphoe and told day with a change since the told day before: as `membership_daily`.
with

days as (
    select distinct date
    from membership_daily
),

told as (
    select
        days.date,
        told_days.told_on,
    from days
    inner join told_days on days.date between told_days.from_on and told_days.told_on
),

-- Kept apart from the sums: else all is summed by day before it is told of a week, which is as many
-- sums as rows.
dated as materialized (
    select
        changes.* exclude (date),
        told.told_on as date,
    from membership_daily as changes
    inner join told on changes.date = told.date
),

by_told_day as (
    select
        amphoe_code,
        province_code,
        date,
        cast(sum(joined) as bigint) as joined,
        cast(sum(returned) as bigint) as returned,
        cast(sum(moved_in) as bigint) as moved_in,
        cast(sum(left_members) as bigint) as left_members,
        cast(sum(moved_out) as bigint) as moved_out,
        cast(sum(left_resigned) as bigint) as left_resigned,
        cast(sum(left_lapsed) as bigint) as left_lapsed,
        cast(sum(left_deceased) as bigint) as left_deceased,
        cast(sum(left_removed) as bigint) as left_removed,
        cast(sum(left_unknown) as bigint) as left_unknown,
        cast(sum(net_yearly) as bigint) as net_yearly,
        cast(sum(net_lifetime) as bigint) as net_lifetime,
        cast(sum(net_untyped) as bigint) as net_untyped,
        bool_or(is_backfilled) as is_backfilled,
    from dated
    group by amphoe_code, province_code, date
)

select * from by_told_day
order by amphoe_code, province_code, date
