-- One row per event with a venue or an organiser: free text that may name a person, not for everyone.
with

described as (
    select
        events.event_id,
        staged.venue,
        staged.organised_by,
    from events
    inner join staged_events as staged
        on events.event_id = staged.event_id
        and events.file = staged.file
        and events.line = staged.line
    where staged.venue is not null or staged.organised_by is not null
)

select * from described
order by event_id
