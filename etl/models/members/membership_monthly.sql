-- One row per amphoe and month, from its first member on: members at the month's end and changes.
with

by_month as (
    select
        amphoe_code,
        province_code,
        cast(date_trunc('month', date) as date) as month,
        sum(joined) as joined,
        sum(returned) as returned,
        sum(moved_in) as moved_in,
        sum(left_members) as left_members,
        sum(moved_out) as moved_out,
        sum(left_resigned) as left_resigned,
        sum(left_lapsed) as left_lapsed,
        sum(left_deceased) as left_deceased,
        sum(left_removed) as left_removed,
        sum(left_unknown) as left_unknown,
        sum(net_yearly) as net_yearly,
        sum(net_lifetime) as net_lifetime,
        sum(net_untyped) as net_untyped,
    from membership_daily
    group by amphoe_code, province_code, cast(date_trunc('month', date) as date)
),

first_month as (
    select
        amphoe_code,
        province_code,
        min(month) as month,
    from by_month
    group by amphoe_code, province_code
),

every_month as (
    select
        first_month.amphoe_code,
        first_month.province_code,
        calendar.date as month,
    from first_month
    inner join calendar on calendar.date >= first_month.month
    cross join newest
    where calendar.date <= newest.newest_on and extract(day from calendar.date) = 1
),

running as (
    select
        every_month.amphoe_code,
        every_month.province_code,
        every_month.month,
        coalesce(by_month.joined, 0) as joined,
        coalesce(by_month.returned, 0) as returned,
        coalesce(by_month.moved_in, 0) as moved_in,
        coalesce(by_month.left_members, 0) as left_members,
        coalesce(by_month.moved_out, 0) as moved_out,
        coalesce(by_month.left_resigned, 0) as left_resigned,
        coalesce(by_month.left_lapsed, 0) as left_lapsed,
        coalesce(by_month.left_deceased, 0) as left_deceased,
        coalesce(by_month.left_removed, 0) as left_removed,
        coalesce(by_month.left_unknown, 0) as left_unknown,
        sum(coalesce(by_month.net_yearly, 0)) over so_far as yearly,
        sum(coalesce(by_month.net_lifetime, 0)) over so_far as lifetime,
        sum(coalesce(by_month.net_untyped, 0)) over so_far as untyped,
    from every_month
    left join by_month
        on every_month.month = by_month.month
        and every_month.amphoe_code is not distinct from by_month.amphoe_code
        and every_month.province_code is not distinct from by_month.province_code
    window so_far as (
        partition by every_month.amphoe_code, every_month.province_code
        order by every_month.month
        rows between unbounded preceding and current row
    )
),

whole as (
    select
        running.amphoe_code,
        running.province_code,
        running.month,
        cast(yearly + lifetime + untyped as bigint) as members,
        cast(joined as bigint) as joined,
        cast(returned as bigint) as returned,
        cast(moved_in as bigint) as moved_in,
        cast(left_members as bigint) as left_members,
        cast(moved_out as bigint) as moved_out,
        cast(left_resigned as bigint) as left_resigned,
        cast(left_lapsed as bigint) as left_lapsed,
        cast(left_deceased as bigint) as left_deceased,
        cast(left_removed as bigint) as left_removed,
        cast(left_unknown as bigint) as left_unknown,
        cast(yearly as bigint) as yearly,
        cast(lifetime as bigint) as lifetime,
        cast(untyped as bigint) as untyped,
        running.month < newest.first_list_on as is_backfilled,
    from running
    cross join newest
)

select * from whole
order by amphoe_code, province_code, month
