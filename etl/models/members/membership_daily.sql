-- One row per amphoe and day with a change; members of no known amphoe have none, by province.
with

counted as (
    select
        amphoe_code,
        province_code,
        changed_on as date,
        count(*) filter (where change = 'joined') as joined,
        count(*) filter (where change = 'returned') as returned,
        count(*) filter (where change = 'moved_in') as moved_in,
        count(*) filter (where change = 'left') as left_members,
        count(*) filter (where change = 'moved_out') as moved_out,
        count(*) filter (where reason = 'resigned') as left_resigned,
        count(*) filter (where reason = 'lapsed') as left_lapsed,
        count(*) filter (where reason = 'deceased') as left_deceased,
        count(*) filter (where reason = 'removed') as left_removed,
        count(*) filter (where reason = 'unknown') as left_unknown,
        cast(sum(members) filter (where member_type = 'yearly') as bigint) as net_yearly,
        cast(sum(members) filter (where member_type = 'lifetime') as bigint) as net_lifetime,
        cast(sum(members) filter (where member_type = 'untyped') as bigint) as net_untyped,
        bool_or(is_backfilled) as is_backfilled,
    from member_changes
    group by amphoe_code, province_code, changed_on
),

filled as (
    select
        * replace (
            coalesce(net_yearly, 0) as net_yearly,
            coalesce(net_lifetime, 0) as net_lifetime,
            coalesce(net_untyped, 0) as net_untyped
        ),
    from counted
),

-- Days of the archive are as they were counted when their rows were still kept.
every_day as (
    select * from archived_daily
    union all by name
    select * from filled
)

select * from every_day
order by amphoe_code, province_code, date
