-- One row per member and list: where they are, of which type, whether they count that day, and why
-- and on which day they left, or will by what the row says.
with

rules as (
    select * from build_settings
),

-- Not kept apart: asked twice, of the files of one date and of those of several, it is still read once
-- a row.
written as not materialized (
    select
        staged.list_on,
        staged.member_key,
        case when rules.address = 'registered' then staged.registered_province
            else staged.current_province end as province_text,
        case when rules.address = 'registered' then staged.registered_amphoe
            else staged.current_amphoe end as amphoe_text,
        case when rules.address = 'registered' then staged.registered_evidence
            else staged.current_evidence end as evidence,
        staged.member_type,
        staged.state,
        coalesce(staged.approved_on, staged.applied_on) as joined_on,
        staged.applied_on,
        staged.expires_on,
        staged.left_on,
        staged.resigned_on,
        staged.died_on,
        staged.removed_on,
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
            order by joined_on desc nulls last, expires_on desc nulls last,
                length(file) desc, file, line desc
        ) as choice,
    from written
    where files > 1
),

one_each as (
    select * from written where files = 1
    union all
    select * exclude (choice) from told_twice where choice = 1
),

-- Who joined after a day of leaving has come back since; of a membership for life no day of expiry
-- counts.
ending as (
    select
        one_each.* replace (
            case when left_on < joined_on then null else left_on end as left_on,
            case when resigned_on < joined_on then null else resigned_on end as resigned_on,
            case when died_on < joined_on then null else died_on end as died_on,
            case when removed_on < joined_on then null else removed_on end as removed_on
        ),
        case when member_type is distinct from 'lifetime'
            then cast(expires_on + grace_days + 1 as date) end as lapses_on,
        one_each.state is null or member_states.state is not null as is_of_state,
    from one_each
    left join member_states on one_each.state = member_states.state
),

-- The first day on which, by the row's own dates, this is no member any more. Of somebody who is
-- said to be gone the day of leaving is that day, also when it lies after the expiry.
judged as (
    select
        *,
        case
            when is_of_state then least(left_on, resigned_on, died_on, removed_on, lapses_on)
            else coalesce(least(left_on, resigned_on, died_on, removed_on), lapses_on)
        end as ends_on,
        case ends_on
            when died_on then 'deceased'
            when removed_on then 'removed'
            when resigned_on then 'resigned'
            when lapses_on then 'lapsed'
            -- A day of leaving at the end of what was paid for tells of nothing but that end.
            else case when left_on >= expires_on and lapses_on is not null then 'lapsed'
                else 'unknown' end
        end as why,
    from ending
),

placed as (
    select
        judged.list_no,
        judged.list_on,
        judged.member_key,
        places.amphoe_code,
        places.province_code,
        coalesce(judged.member_type, 'untyped') as member_type,
        judged.is_of_state and coalesce(judged.ends_on > judged.list_on, true) as is_active,
        coalesce(
            judged.is_of_state or judged.state in ('resigned', 'deceased', 'removed', 'lapsed', 'ended'),
            false
        ) as has_been_member,
        case
            when judged.state in ('resigned', 'deceased', 'removed', 'lapsed') then judged.state
            when judged.ends_on <= judged.list_on or judged.is_of_state then judged.why
            else 'unknown'
        end as reason,
        judged.joined_on,
        judged.applied_on,
        judged.ends_on as left_on,
    from judged
    left join member_places as places
        on judged.list_on = places.told_on
        and judged.province_text is not distinct from places.province_text
        and judged.amphoe_text is not distinct from places.amphoe_text
        and judged.evidence is not distinct from places.evidence
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
