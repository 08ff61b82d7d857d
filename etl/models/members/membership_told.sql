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

by_told_day as (
    select
        changes.amphoe_code,
        changes.province_code,
        told.told_on as date,
        cast(sum(changes.joined) as bigint) as joined,
        cast(sum(changes.returned) as bigint) as returned,
        cast(sum(changes.moved_in) as bigint) as moved_in,
        cast(sum(changes.left_members) as bigint) as left_members,
        cast(sum(changes.moved_out) as bigint) as moved_out,
        cast(sum(changes.left_resigned) as bigint) as left_resigned,
        cast(sum(changes.left_lapsed) as bigint) as left_lapsed,
        cast(sum(changes.left_deceased) as bigint) as left_deceased,
        cast(sum(changes.left_removed) as bigint) as left_removed,
        cast(sum(changes.left_unknown) as bigint) as left_unknown,
        cast(sum(changes.net_yearly) as bigint) as net_yearly,
        cast(sum(changes.net_lifetime) as bigint) as net_lifetime,
        cast(sum(changes.net_untyped) as bigint) as net_untyped,
        bool_or(changes.is_backfilled) as is_backfilled,
    from membership_daily as changes
    inner join told on changes.date = told.date
    group by changes.amphoe_code, changes.province_code, told.told_on
)

select * from by_told_day
order by amphoe_code, province_code, date
