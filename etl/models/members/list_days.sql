-- One row per members' file: how many of its rows tell days that cannot be, or are over already.
with

dated as (
    select
        staged.list_on,
        staged.file,
        staged.state is null or member_states.state is not null as is_of_state,
        staged.member_type is distinct from 'lifetime'
        and staged.expires_on + settings.grace_days < staged.list_on as is_lapsed,
        least(staged.applied_on, staged.approved_on) as first_on,
        staged.expires_on < coalesce(staged.approved_on, staged.applied_on) as is_reversed,
        founding.founded_on,
    from staged_members as staged
    left join member_states on staged.state = member_states.state
    cross join build_settings as settings
    cross join founding
),

counted as (
    select
        list_on,
        file,
        founded_on,
        count(*) as rows,
        count(*) filter (where is_of_state) as approved,
        count(*) filter (where is_of_state and is_lapsed) as lapsed,
        count(*) filter (where is_reversed) as reversed,
        count(*) filter (where first_on < founded_on) as early,
        min(first_on) as first_on,
    from dated
    group by list_on, file, founded_on
)

select * from counted
