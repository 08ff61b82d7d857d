-- One row per event and rule of arithmetic or order that its figures break; it is kept as told.
with

figures as (
    select
        events.*,
        greatest(events.registered, events.attended, events.joined) as largest,
        -- What an export tells it knew on its own day, and nobody knows what is still to come.
        least(events.listed_on, rules.built_on) as known_on,
        count(*) over (
            partition by events.amphoe_code, events.held_on, events.kind
        ) as alike,
    from events
    cross join build_settings as rules
),

flags as (
    select
        event_id,
        'attended_above_registered' as flag,
    from figures
    where attended > registered
    union all
    select
        event_id,
        'joined_above_attended',
    from figures
    where joined > attended
    union all
    -- Systems write 0 for an event that has not been held.
    select
        event_id,
        'future_with_attendance',
    from figures
    where held_on > known_on and (attended > 0 or joined > 0)
    union all
    select
        event_id,
        'implausible_count',
    from figures
    where largest > 1000000
    union all
    select
        event_id,
        'same_event_twice',
    from figures
    where alike > 1 and amphoe_code is not null
)

select * from flags
order by event_id, flag
