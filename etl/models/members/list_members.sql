-- One row per member and list: where they are, of which type, and whether they count that day.
with

rules as (
    select * from build_settings
),

written as (
    select
        staged.list_on,
        staged.member_key,
        case when rules.address = 'registered' then staged.registered_province
            else staged.current_province end as province_text,
        case when rules.address = 'registered' then staged.registered_amphoe
            else staged.current_amphoe end as amphoe_text,
        staged.member_type,
        staged.state,
        coalesce(staged.approved_on, staged.applied_on) as joined_on,
        staged.expires_on,
        staged.left_on,
        staged.line,
        staged.file,
        lists.list_no,
        lists.files,
        rules.grace_days,
    from staged_members as staged
    inner join lists on staged.list_on = lists.list_on
    cross join rules
),

-- Only a date told by several files can name a member twice: readers settle it within a file.
told_twice as (
    select
        *,
        row_number() over (
            partition by list_no, member_key
            order by joined_on desc nulls last, expires_on desc nulls last, line desc, file
        ) as choice,
    from written
    where files > 1
),

one_each as (
    select * from written where files = 1
    union all
    select * exclude (choice) from told_twice where choice = 1
),

judged as (
    select
        one_each.*,
        coalesce(
            one_each.member_type is distinct from 'lifetime'
            and one_each.expires_on + one_each.grace_days < one_each.list_on,
            false
        ) as is_lapsed,
        one_each.state is null or member_states.state is not null as is_of_state,
    from one_each
    left join member_states on one_each.state = member_states.state
),

placed as (
    select
        judged.list_no,
        judged.list_on,
        judged.member_key,
        places.amphoe_code,
        places.province_code,
        coalesce(judged.member_type, 'untyped') as member_type,
        judged.is_of_state and not judged.is_lapsed as is_active,
        coalesce(
            judged.is_of_state or judged.state in ('resigned', 'deceased', 'removed', 'lapsed', 'ended'),
            false
        ) as has_been_member,
        case
            when judged.state in ('resigned', 'deceased', 'removed') then judged.state
            when judged.is_lapsed or judged.state = 'lapsed' then 'lapsed'
            else 'unknown'
        end as reason,
        judged.joined_on,
        case
            when judged.is_of_state and judged.is_lapsed
                then judged.expires_on + judged.grace_days + 1
            else judged.left_on
        end as left_on,
    from judged
    left join member_places as places
        on judged.list_on = places.told_on
        and judged.province_text is not distinct from places.province_text
        and judged.amphoe_text is not distinct from places.amphoe_text
),

-- Of lists whose rows are no longer kept, those of people who stand for office still are.
archived as (
    select
        lists.list_no,
        archived_members.*,
    from archived_members
    inner join lists on archived_members.list_on = lists.list_on
),

every_one as (
    select * from placed
    union all by name
    select * from archived
)

select * from every_one
