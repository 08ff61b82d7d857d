-- One row per change of one member between two lists, and whether the list itself tells its day:
-- private, never published in a public file.
with

last_list as (
    select max(list_no) as list_no from lists
),

active as (
    select
        list_no,
        list_on,
        member_key,
        amphoe_code,
        province_code,
        member_type,
        joined_on,
        left_on,
        reason,
    from list_members
    where is_active
),

-- Every member of a list beside their row of the list before; one of the two can be missing. Whoever
-- is in the last list is in none after it.
beside as materialized (
    select
        coalesce(active.member_key, before.member_key) as member_key,
        active.list_no,
        active.list_on,
        active.amphoe_code,
        active.province_code,
        active.member_type,
        active.joined_on,
        before.list_no as previous_no,
        before.list_on as previous_on,
        before.amphoe_code as previous_amphoe,
        before.province_code as previous_province,
        before.member_type as previous_type,
        before.left_on as previous_left_on,
        before.reason as previous_reason,
    from active
    full join (
        select active.*
        from active
        cross join last_list
        where active.list_no < last_list.list_no
    ) as before
        on active.member_key = before.member_key
        and active.list_no = before.list_no + 1
),

-- A list that names somebody as lapsed or resigned says that they have been a member before.
known_before as (
    select
        beside.member_key,
        beside.list_no,
    from beside
    inner join (
        select
            members.member_key,
            members.list_no,
        from list_members as members
        cross join last_list
        where (members.is_active or members.has_been_member)
            and members.list_no < last_list.list_no
        union all
        select member_key, 0 from archived_known
    ) as known
        on beside.member_key = known.member_key and beside.list_no > known.list_no
    where beside.previous_no is null
    group by beside.member_key, beside.list_no
),

archive as (
    select max(list_on) as to_on from archived_lists
),

-- The row's own date counts when it lies inside the interval the two lists enclose.
arrived as (
    select
        beside.member_key,
        case when known_before.member_key is null then 'joined' else 'returned' end as change,
        case
            when beside.joined_on > beside.list_on then beside.list_on
            when beside.joined_on > coalesce(lists.previous_on, date '0001-01-01')
                then beside.joined_on
            else beside.list_on
        end as changed_on,
        beside.amphoe_code,
        beside.province_code,
        beside.member_type,
        1 as members,
        cast(null as varchar) as reason,
        coalesce(
            beside.joined_on > lists.previous_on and beside.joined_on <= beside.list_on, false
        ) as is_told,
        beside.list_no = 1 as is_backfilled,
    from beside
    inner join lists on beside.list_no = lists.list_no
    left join known_before
        on beside.member_key = known_before.member_key
        and beside.list_no = known_before.list_no
    where beside.previous_no is null
),

-- Who is not in a list of active members only left on the day that the last row of theirs says, as
-- far as it lies between the two lists.
missing as (
    select
        beside.*,
        lists.list_on as absent_on,
        later.reason as told_reason,
        case when later.left_on > beside.previous_on and later.left_on <= lists.list_on
            then later.left_on end as told_on,
        case
            when later.left_on <= lists.list_on then null
            when beside.previous_left_on <= lists.list_on then beside.previous_left_on
            -- Whose days of grace are not over, and who is gone from the list all the same.
            when beside.previous_reason = 'lapsed'
                and beside.previous_left_on - rules.grace_days - 1 <= lists.list_on
                then lists.list_on
        end as own_on,
    from beside
    cross join build_settings as rules
    inner join lists on beside.previous_no = lists.list_no - 1
    left join list_members as later
        on beside.member_key = later.member_key
        and beside.previous_no = later.list_no - 1
        and not later.is_active
    where beside.list_no is null
),

gone as (
    select
        member_key,
        'left' as change,
        coalesce(told_on, own_on, absent_on) as changed_on,
        previous_amphoe as amphoe_code,
        previous_province as province_code,
        previous_type as member_type,
        -1 as members,
        case
            when told_reason <> 'unknown' then told_reason
            when own_on is not null then previous_reason
            else 'unknown'
        end as reason,
        -- The later list has them, with the day on which they left.
        told_on is not null and told_reason <> 'lapsed' as is_told,
        false as is_backfilled,
    from missing
),

on_both as (
    select
        *,
        amphoe_code is distinct from previous_amphoe
        or province_code is distinct from previous_province as has_moved,
        -- Who joined anew, days after the row before had ended, was no member in between.
        coalesce(joined_on > previous_left_on and joined_on <= list_on, false) as was_away,
    from beside
    where list_no is not null and previous_no is not null
),

stayed as (
    select * from on_both where not was_away
),

away as (
    select
        member_key,
        'left' as change,
        previous_left_on as changed_on,
        previous_amphoe as amphoe_code,
        previous_province as province_code,
        previous_type as member_type,
        -1 as members,
        previous_reason as reason,
        false as is_told,
        false as is_backfilled,
    from on_both
    where was_away
    union all
    select
        member_key,
        'returned',
        joined_on,
        amphoe_code,
        province_code,
        member_type,
        1,
        null,
        true,
        false,
    from on_both
    where was_away
),

changed as (
    select
        member_key,
        case when has_moved then 'moved_out' else 'retyped' end as change,
        list_on as changed_on,
        previous_amphoe as amphoe_code,
        previous_province as province_code,
        previous_type as member_type,
        -1 as members,
        cast(null as varchar) as reason,
        false as is_told,
        false as is_backfilled,
    from stayed
    where has_moved or member_type <> previous_type
    union all
    select
        member_key,
        case when has_moved then 'moved_in' else 'retyped' end as change,
        list_on as changed_on,
        amphoe_code,
        province_code,
        member_type,
        1 as members,
        cast(null as varchar) as reason,
        false as is_told,
        false as is_backfilled,
    from stayed
    where has_moved or member_type <> previous_type
),

-- The archive's last day as it is counted now, where rules or places have changed since or somebody
-- was forgotten: made good the day after, so that no day of the archive ever changes.
opening as (
    select
        amphoe_code,
        province_code,
        member_type,
        sum(members) as members,
        sum(sum(members)) over () as in_all,
    from (
        select amphoe_code, province_code, member_type, 1 as members
        from list_members, archive
        where list_on = archive.to_on and is_active
        union all
        select amphoe_code, province_code, 'yearly', -net_yearly from archived_daily
        union all
        select amphoe_code, province_code, 'lifetime', -net_lifetime from archived_daily
        union all
        select amphoe_code, province_code, 'untyped', -net_untyped from archived_daily
    )
    group by amphoe_code, province_code, member_type
),

made_good as (
    select
        cast(null as uuid) as member_key,
        case
            when opening.in_all = 0 and opening.members > 0 then 'moved_in'
            when opening.in_all = 0 then 'moved_out'
            when opening.members > 0 then 'joined'
            else 'left'
        end as change,
        cast(archive.to_on + 1 as date) as changed_on,
        opening.amphoe_code,
        opening.province_code,
        opening.member_type,
        cast(sign(opening.members) as integer) as members,
        case when opening.in_all <> 0 and opening.members < 0 then 'unknown' end as reason,
        false as is_told,
        false as is_backfilled,
    from opening
    cross join archive
    cross join unnest(range(cast(abs(opening.members) as bigint))) as one (number)
    where archive.to_on < (select max(list_on) from lists)
),

every_change as (
    select * from arrived
    union all
    select * from gone
    union all
    select * from changed
    union all
    select * from away
),

later as (
    select every_change.*
    from every_change
    cross join archive
    where archive.to_on is null or every_change.changed_on > archive.to_on
    union all
    select * from made_good
)

select * from later
